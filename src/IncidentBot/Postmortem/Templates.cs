using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem template list`, `preview`, `use` and `set`: how the document is arranged.</summary>
public sealed class TemplatesModule(Desk desk, IncidentStore store) : ICommandModule
{
    private const string UseButton = "template-use";

    /// <summary>A preview in chat is a look, not the document: the whole of it is in the file.</summary>
    private const int PartsShown = 3;

    public void Register(Catalog catalog)
    {
        catalog.Slash("postmortem template list", "The templates there are, and which one is followed when", [], ListAsync);
        catalog.Slash("postmortem template preview", "The postmortem as it would be with a template, for your eyes", [Name(), Option.Incident()], PreviewAsync);
        catalog.Slash("postmortem template use", "Have this incident's postmortem follow a template", [Name(), Option.Incident()], call => UseAsync(call, call.Text("name")));
        catalog.Slash("postmortem template set", "Have all postmortems of this server follow a template, or those of a severity", [Name(), Option.Severity()], SetAsync, Verb.Configure);
        catalog.Button(UseButton, call => UseAsync(call, call.CustomId.Argument));
    }

    private static CommandOptionDefinition Name() => Option.Choice("name", "Which template", required: true, [.. KnownTemplates.All.Select(template => (template.Key, template.Key))]);

    private static Task ListAsync(CommandCall call)
    {
        var text = new StringBuilder("How a postmortem can be arranged. `/postmortem template preview` shows it, `use` takes it for one incident, `set` for the server.");
        foreach (var template in KnownTemplates.All) text.Append($"\n- `{template.Key}`: {template.Description}");
        text.Append($"\nFollowed here: {Followed(call.Settings)}");
        return call.AnswerPrivatelyAsync(text.ToString());
    }

    private async Task PreviewAsync(CommandCall call)
    {
        if (KnownTemplates.Find(call.Text("name")) is not { } template)
        {
            await call.RefuseAsync(UseTemplate.Unknown(call.Text("name")).Sentence);
            return;
        }

        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        var document = PostmortemComposer.Compose(file, template);
        var isUsed = TemplateChoice.Of(file).Key == template.Key;
        var asked = template.Asked.Select(template.HeadingOf).ToList();
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = $"The postmortem of {incident.Name} {(isUsed ? "follows" : "as it would be with")} `{template.Key}`; the whole of it is in the file. Nothing was changed.\nIt asks people for: {Domain.Words.Lists.InWords(asked)}.",
            AllowedMentions = AllowedMentions.None,
            Files = [new($"preview-{template.Key}.md", Encoding.UTF8.GetBytes(MarkdownRenderer.Render(document)), "text/markdown")],
            Components = isUsed ? [] : [new ActionRow(new Button { Style = ButtonStyle.Primary, Label = "Use it", CustomId = new CustomId(UseButton, incident.Id, template.Key).ToString() })],
        });
        foreach (var part in DiscordRenderer.Render(document).Take(PartsShown)) await call.AnswerPrivatelyAsync(part);
    }

    private Task UseAsync(CommandCall call, string? key) => desk.DecideAsync(call, openly: false, (state, asker) => UseTemplate.Decide(state, key, asker));

    private async Task SetAsync(CommandCall call)
    {
        if (KnownTemplates.Find(call.Text("name")) is not { } template)
        {
            await call.RefuseAsync(UseTemplate.Unknown(call.Text("name")).Sentence);
            return;
        }

        Severity? severity = Enum.TryParse<Severity>(call.Text("severity"), ignoreCase: true, out var given) && Enum.IsDefined(given) ? given : null;
        var settings = await store.CommitAsync<ServerSettings?>(async scope =>
        {
            var now = await scope.SettingsAsync(call.Server);
            if (!await call.MayActAsync(scope)) return null;
            now = TemplateChoice.Set(now, severity, template);
            await scope.SaveAsync(now);
            return now;
        });
        if (settings is null) return;
        await call.AnswerPrivatelyAsync($"Postmortems here follow {Followed(settings)}. Those that are posted follow it with their next change; `/postmortem regenerate` brings one into step at once.");
    }

    /// <summary>"`classic`; SEV1 `google-sre`".</summary>
    public static string Followed(ServerSettings settings) => string.Join(
        "; ",
        Enum.GetValues<Severity>().Where(severity => settings.Templates.Any(set => set.Severity == severity)).Select(severity => $"{severity.Code()} `{TemplateChoice.Of(severity, settings).Key}`")
            .Prepend($"`{TemplateChoice.Of((Severity?)null, settings).Key}`"));
}
