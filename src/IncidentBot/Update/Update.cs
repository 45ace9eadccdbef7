using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Update;

/// <summary>`/incident update`, `status`, `severity`, `rename`, and the card's buttons Update and Severity.</summary>
public sealed class UpdateModule(Desk desk) : ICommandModule
{
    public const string UpdateButton = "update";
    public const string SeverityButton = "severity";
    private const string UpdateForm = "update-form";
    private const string SeverityForm = "severity-form";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident update",
            "Say where things stand: into the timeline, the card and the announcement",
            [
                Option.Text("message", "What people should know now", required: true, max: 1500),
                Status(required: false),
                Option.Severity(),
                Option.Text("next", "When the next update is due, for example 30m", max: 50),
                Option.Incident(),
            ],
            call => UpdateAsync(call, call.Text("message"), call.Text("status"), call.Text("severity"), call.Text("next")));
        catalog.Slash(
            "incident status",
            "Say how far it is: investigating, identified or monitoring",
            [Status(required: true), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => SetStatus.Decide(state, StatusOf(call.Text("status")) ?? state.Incident.Status, asker)));
        catalog.Slash(
            "incident severity",
            "Say how bad it is",
            [Level(), Option.Text("reason", "Why it changed", max: 300), Option.Incident()],
            call => SeverityAsync(call, call.Text("level"), call.Text("reason")));
        catalog.Slash(
            "incident rename",
            "Give the incident another title",
            [Option.Text("title", "The new title", required: true, max: 6000), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => Rename.Decide(state, call.Text("title"), asker)));

        catalog.Button(UpdateButton, OpenUpdateFormAsync);
        catalog.Modal(UpdateForm, call => UpdateAsync(call, call.Field("message"), call.Field("status"), severity: null, call.Field("next")));
        catalog.Button(SeverityButton, OpenSeverityFormAsync);
        catalog.Modal(SeverityForm, call => SeverityAsync(call, call.Field("level"), call.Field("reason")));
    }

    private static CommandOptionDefinition Status(bool required) => Option.Choice(
        "status",
        "How far it is",
        required,
        ("investigating", "investigating"),
        ("identified: the cause is known", "identified"),
        ("monitoring: a fix is in place", "monitoring"));

    private static CommandOptionDefinition Level() => Option.Severity(required: true) with { Name = "level" };

    private static IncidentStatus? StatusOf(string? text) => Enum.TryParse<IncidentStatus>(text, ignoreCase: true, out var status) ? status : null;

    private static Severity? SeverityOf(string? text) => Enum.TryParse<Severity>(text, ignoreCase: true, out var severity) ? severity : null;

    private Task UpdateAsync(CommandCall call, string? message, string? status, string? severity, string? next) => desk.DecideAsync(
        call, openly: true, (state, asker) => PostUpdate.Decide(state, new UpdateCommand(message, StatusOf(status), SeverityOf(severity), next), asker));

    private Task SeverityAsync(CommandCall call, string? level, string? reason) => desk.DecideAsync(
        call, openly: true, (state, asker) => SetSeverity.Decide(state, SeverityOf(level) ?? state.Incident.Severity, reason, asker));

    private async Task OpenUpdateFormAsync(CommandCall call)
    {
        if (await desk.FindOpenOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(UpdateForm, incident.Id).ToString(),
            $"Update {incident.Name}",
            [
                new Label("Update", new TextInput { CustomId = "message", Style = TextInputStyle.Paragraph, Required = true, MaxLength = 1500 }, "What people should know now"),
                new Label(
                    "Status",
                    new StringSelect
                    {
                        CustomId = "status",
                        Required = false,
                        Placeholder = $"Leave as {incident.Status.Word()}",
                        Options = [new("investigating", "investigating"), new("identified", "identified", "The cause is known"), new("monitoring", "monitoring", "A fix is in place")],
                    }),
                new Label("Next update in", new TextInput { CustomId = "next", Required = false, MaxLength = 50, Placeholder = "30m" }),
            ]));
    }

    private async Task OpenSeverityFormAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(SeverityForm, incident.Id).ToString(),
            $"Severity of {incident.Name}",
            [
                new Label(
                    "Severity",
                    new StringSelect
                    {
                        CustomId = "level",
                        Required = true,
                        Options = [.. Enum.GetValues<Severity>().Select(s => new SelectOption($"{s.Code()} {s.Word()}", s.Code().ToLowerInvariant(), Default: s == incident.Severity ? true : null))],
                    }),
                new Label("Reason", new TextInput { CustomId = "reason", Required = false, MaxLength = 300 }),
            ]));
    }
}
