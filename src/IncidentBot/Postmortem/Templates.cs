using System.Collections.Immutable;
using System.Text;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;
using IncidentBot.Templates;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem template list`, `preview`, `use` and `set`: how the document is arranged.</summary>
public sealed class TemplatesModule(Desk desk, IncidentStore store, TemplateShelf shelf) : ICommandModule
{
    private const string UseButton = "template-use";

    /// <summary>A preview in chat is a look, not the document: the whole of it is in the file.</summary>
    private const int PartsShown = 3;

    /// <summary>How far back a preview looks for an incident that is over and that its asker may see.</summary>
    private const int LookedAt = 50;

    public void Register(Catalog catalog)
    {
        catalog.Slash("postmortem template list", "The templates there are, and which one is followed when", [], ListAsync);
        catalog.Slash(
            "postmortem template preview",
            "A postmortem as it would be with a template, for your eyes",
            [TemplateShelf.Name("Which template", required: false), TemplateShelf.File("A template that is not applied yet: a .hbs file", required: false), Option.Incident(description: "Number of the incident; the one of this channel, else the last resolved one")],
            PreviewAsync);
        catalog.Slash("postmortem template use", "Have this incident's postmortem follow a template", [TemplateShelf.Name("Which template"), Option.Incident()], call => UseAsync(call, call.Text("name")));
        catalog.Slash("postmortem template set", "Have all postmortems of this server follow a template, or those of a severity", [TemplateShelf.Name("Which template"), Option.Severity()], SetAsync, Verb.Configure);
        catalog.Button(UseButton, call => UseAsync(call, call.CustomId.Argument));
        catalog.Complete("postmortem template", "name", shelf.CompleteAsync);
    }

    private async Task ListAsync(CommandCall call)
    {
        var text = new StringBuilder("How a postmortem can be arranged. `/postmortem template preview` shows it, `use` takes it for one incident, `set` for the server.");
        foreach (var template in KnownTemplates.All) text.Append($"\n- `{template.Key}`: {template.Description}");
        foreach (var own in await shelf.OwnAsync(call.Server)) text.Append($"\n- `{own.Key}`, your own, version {own.Number}: {Harmless.Line(own.Text?.Description ?? "it says nothing about itself", 150)}");
        text.Append($"\nFollowed here: {Followed(call.Settings)}\n-# `/postmortem template apply file:` takes one of your own.");
        await call.AnswerPrivatelyAsync(text.ToString());
    }

    private async Task PreviewAsync(CommandCall call)
    {
        if (await ChosenAsync(call) is not var (key, own) || await SubjectAsync(call) is not { } file) return;
        var document = own is not null ? PostmortemComposer.Compose(file, own) : PostmortemComposer.Compose(file, KnownTemplates.Find(key)!);
        var isGiven = call.File("file") is not null;
        var isUsed = !isGiven && TemplateChoice.KeyOf(file.Incident, file.Settings) == key;
        var asked = own is null ? KnownTemplates.Find(key)!.Asked.Select(KnownTemplates.Find(key)!.HeadingOf).ToList() : [.. shelf.AskedOf(own)];
        var people = asked.Count > 0 ? $"\nIt asks people for: {Harmless.Line(Lists.InWords(asked), 600)}." : "";
        var usable = !isUsed && !isGiven && file.Incident.Id == (await Desk.FindAsync(store, call, Desk.AskerOf(call)))?.Id;
        await call.AnswerPrivatelyAsync(new OutgoingMessage
        {
            Content = $"The postmortem of {file.Incident.Name} {(isUsed ? "follows" : "as it would be with")} `{key}`; the whole of it is in the file. Nothing was changed.{people}",
            AllowedMentions = AllowedMentions.None,
            Files = [new($"preview-{key}.md", Encoding.UTF8.GetBytes(MarkdownRenderer.Render(document)), "text/markdown")],
            Components = usable ? [new ActionRow(new Button { Style = ButtonStyle.Primary, Label = "Use it", CustomId = new CustomId(UseButton, file.Incident.Id, key).ToString() })] : [],
        });
        foreach (var part in DiscordRenderer.Render(document).Take(PartsShown)) await call.AnswerPrivatelyAsync(part);
    }

    /// <summary>The template somebody asks to see; null when there is none, and they were told.</summary>
    private async Task<(string Key, OwnTemplate? Own)?> ChosenAsync(CommandCall call)
    {
        if (call.File("file") is not null) return await shelf.GivenAsync(call) is { } given ? (given.Key, given) : null;
        if (KnownTemplates.Find(call.Text("name")) is { } known) return (known.Key, null);
        if (call.Text("name") is { } name && await store.TemplateAsync(call.Server, name.ToLowerInvariant()) is { } own) return (own.Key, own);
        if (call.Text("name") is null) await call.RefuseAsync("Say which template, with `name:`, or attach one with `file:`.");
        else await call.RefuseAsync(UseTemplate.Unknown(call.Text("name"), await shelf.KeysAsync(call.Server)).Sentence);
        return null;
    }

    /// <summary>The incident to show it with: the one that is meant, else the last that is over and that this person may see.</summary>
    private async Task<IncidentFile?> SubjectAsync(CommandCall call)
    {
        var asker = Desk.AskerOf(call);
        var incident = await Desk.FindAsync(store, call, asker);
        if (incident is null && call.Whole("incident") is null)
        {
            var resolved = await store.ListIncidentsAsync(call.Server, new IncidentFilter { Status = IncidentStatus.Resolved, Limit = LookedAt });
            incident = resolved.FirstOrDefault(one => !one.IsDrill && Visibility.MaySee(one, asker)) ?? resolved.FirstOrDefault(one => Visibility.MaySee(one, asker));
            if (incident is null)
            {
                await call.RefuseAsync("No incident has been resolved here yet. Say with which one to show it: `incident:`.");
                return null;
            }
        }

        if (incident is null) await desk.FindOrTellAsync(call);
        return incident is null ? null : await store.LoadFileAsync(incident.Id);
    }

    private async Task UseAsync(CommandCall call, string? key)
    {
        var own = await shelf.KeysAsync(call.Server);
        await desk.DecideAsync(call, openly: false, (state, asker) => UseTemplate.Decide(state, key, own, asker));
    }

    private async Task SetAsync(CommandCall call)
    {
        var own = await shelf.KeysAsync(call.Server);
        if (UseTemplate.Find(call.Text("name"), own) is not { } key)
        {
            await call.RefuseAsync(UseTemplate.Unknown(call.Text("name"), own).Sentence);
            return;
        }

        Severity? severity = Enum.TryParse<Severity>(call.Text("severity"), ignoreCase: true, out var given) && Enum.IsDefined(given) ? given : null;
        var settings = await store.CommitAsync<ServerSettings?>(async scope =>
        {
            var now = await scope.SettingsAsync(call.Server);
            if (!await call.MayActAsync(scope)) return null;
            now = TemplateChoice.Set(now, severity, key);
            await scope.SaveAsync(now);
            return now;
        });
        if (settings is null) return;
        await call.AnswerPrivatelyAsync($"Postmortems here follow {Followed(settings)}. Those that are posted follow it with their next change; `/postmortem regenerate` brings one into step at once.");
    }

    /// <summary>"`classic`; SEV1 `google-sre`".</summary>
    public static string Followed(ServerSettings settings) => string.Join(
        "; ",
        Enum.GetValues<Severity>().Where(severity => settings.Templates.Any(set => set.Severity == severity)).Select(severity => $"{severity.Code()} `{TemplateChoice.KeyOf(severity, settings)}`")
            .Prepend($"`{TemplateChoice.KeyOf((Severity?)null, settings)}`"));
}
