using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Facts;

/// <summary>What the postmortem is made of: `/incident impact`, `cause`, `fix`, `detected`, `time`, and the button Record cause of a reminder.</summary>
public sealed class FactsModule(Desk desk) : ICommandModule
{
    public const string CauseButton = "cause";
    private const string CauseForm = "cause-form";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident impact",
            "Say who is affected and how badly",
            [
                Option.Text("text", "For example: customers cannot check out", required: true, max: 1000),
                Option.Text("percent", "Share of users, for example 80%", max: 40),
                Option.Text("service", "Services, with commas between", max: 200),
                Option.Text("people", "Number of users, for example 1200", max: 40),
                Option.Incident(),
            ],
            call => desk.DecideAsync(
                call,
                openly: true,
                (state, asker) => SetImpact.Decide(state, new ImpactCommand(call.Text("text"), call.Text("percent"), call.Text("people"), call.Text("service")), asker)));
        catalog.Slash(
            "incident cause",
            "Record the root cause",
            [Option.Text("text", "The root cause", required: true, max: 1500), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => SetCause.Decide(state, call.Text("text"), asker)));
        catalog.Button(CauseButton, OpenCauseFormAsync);
        catalog.Modal(CauseForm, call => desk.DecideAsync(call, openly: true, (state, asker) => SetCause.Decide(state, call.Field("text"), asker)));
        catalog.Slash(
            "incident fix",
            "Record what resolved it",
            [Option.Text("text", "What resolved it", required: true, max: 1500), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => SetFix.Decide(state, call.Text("text"), asker)));
        catalog.Slash(
            "incident detected",
            "Record how, and when, it was noticed",
            [
                Option.Text("text", "How it was noticed", required: true, max: 1000),
                Option.Text("at", "When: 14:05, 20m ago, yesterday 23:50", max: 100),
                Option.Incident(),
            ],
            call => desk.DecideAsync(call, openly: true, (state, asker) => SetDetection.Decide(state, call.Text("text"), call.Text("at"), asker)));
        catalog.Slash(
            "incident time",
            "Correct when something happened",
            [
                Option.Choice(
                    "milestone",
                    "Which moment",
                    required: true,
                    ("started: it began to go wrong", "started"),
                    ("detected: it was noticed", "detected"),
                    ("acknowledged: somebody took it on", "acknowledged"),
                    ("mitigated: users were no longer hurt", "mitigated"),
                    ("resolved: it was over", "resolved")),
                Option.Text("at", "14:05, 20m ago, yesterday 23:50, 2023-05-10 14:30 WAT", required: true, max: 100),
                Option.Incident(),
            ],
            call => desk.DecideAsync(call, openly: true, (state, asker) => SetMilestone.Decide(state, MilestoneOf(call.Text("milestone")), call.Text("at"), asker)));
    }

    private async Task OpenCauseFormAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(CauseForm, incident.Id).ToString(),
            $"Root cause of {incident.Name}",
            [new Label("Root cause", new TextInput { CustomId = "text", Style = TextInputStyle.Paragraph, Required = true, MaxLength = 1500, Value = incident.Cause is { } known ? Harmless.Cut(known.Text, 1500) : null }, "Why it happened, as far as it is known")]));
    }

    private static Milestone MilestoneOf(string? text) => Enum.TryParse<Milestone>(text, ignoreCase: true, out var milestone) ? milestone : Milestone.Started;
}
