using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>`/postmortem show`, `regenerate`, `export`.</summary>
public sealed class PostmortemModule(Desk desk, IncidentStore store, AttachmentFolder folder) : ICommandModule
{
    public void Register(Catalog catalog)
    {
        catalog.Slash("postmortem show", "The postmortem as it stands, for your eyes", [Option.Incident()], ShowAsync);
        catalog.Slash(
            "postmortem regenerate",
            "Bring the posted postmortem into step with the record",
            [Option.Incident()],
            call => desk.DecideAsync(call, openly: false, (state, _) => state.Incident.Status == IncidentStatus.Resolved
                ? new Decision(state.Incident, state.Incident.Postmortem.Stage == PostmortemStage.Published
                    ? $"The postmortem of {state.Incident.Name} is published and stays as it was; what is posted is being brought into step with that, corrections included."
                    : $"The postmortem of {state.Incident.Name} is being brought into step with the record. Sections that people wrote stay.")
                { Owes = [new PostPostmortem()] }
                : new Refusal($"{state.Incident.Name} is {state.Incident.Status.Word()}; the postmortem is posted when it is resolved. `/postmortem show` shows it as it stands.")));
        catalog.Slash(
            "postmortem export",
            "The postmortem as a file",
            [Option.Choice("format", "Which; all of them when left out", required: false, ("Markdown", "md"), ("HTML", "html"), ("JSON, the whole record", "json")), Option.Incident()],
            ExportAsync);
    }

    private async Task ShowAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        foreach (var part in DiscordRenderer.Render(PostmortemComposer.Compose(file))) await call.AnswerPrivatelyAsync(part);
    }

    private async Task ExportAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileAsync(incident.Id) is not { } file) return;
        var format = call.Text("format");
        var document = PostmortemComposer.Compose(file);
        var files = new List<MessageFile>();
        var tooLarge = new List<string>();
        if (format is null or "md") Add("md", "text/markdown", PostmortemFiles.Markdown(document));
        if (format is null or "html") Add("html", "text/html", await PostmortemFiles.HtmlAsync(document, folder, CancellationToken.None));
        if (format is null or "json") Add("json", "application/json", PostmortemFiles.Json(file, document));
        var note = tooLarge.Count > 0 ? $"\n-# Larger than Discord takes: {Lists.InWords(tooLarge)}." : "";
        await call.AnswerPrivatelyAsync(new OutgoingMessage { Content = $"The postmortem of {incident.Name}.{note}", AllowedMentions = AllowedMentions.None, Files = files });

        void Add(string extension, string type, Action<Stream> write)
        {
            var name = PostmortemFiles.NameOf(file, extension);
            if (PostmortemFiles.ForDiscord(name, type, write) is { } fitting) files.Add(fitting);
            else tooLarge.Add(name);
        }
    }
}
