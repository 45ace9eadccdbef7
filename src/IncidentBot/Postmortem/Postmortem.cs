using System.Text;
using IncidentBot.Attachments;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Reviews;
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
        var files = new List<MessageFile>();
        if (format is null or "md") files.Add(new(PostmortemFiles.NameOf(file, "md"), Encoding.UTF8.GetBytes(PostmortemFiles.Markdown(file)), "text/markdown"));
        if (format is null or "html") files.Add(new(PostmortemFiles.NameOf(file, "html"), Encoding.UTF8.GetBytes(await PostmortemFiles.HtmlAsync(file, folder, CancellationToken.None)), "text/html"));
        if (format is null or "json") files.Add(new(PostmortemFiles.NameOf(file, "json"), Encoding.UTF8.GetBytes(PostmortemFiles.Json(file)), "application/json"));
        await call.AnswerPrivatelyAsync(new OutgoingMessage { Content = $"The postmortem of {incident.Name}.", AllowedMentions = AllowedMentions.None, Files = files });
    }
}
