using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Resolve;

/// <summary>`/incident resolve` with its form and the card's button, `/incident reopen`, `/incident cancel`.</summary>
public sealed class ResolveModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string ResolveButton = "resolve";
    private const string Form = "resolve-form";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "incident resolve",
            "End the incident; the postmortem is posted",
            [
                Option.Text("fix", "What fixed it", max: 1500),
                Option.Text("cause", "The root cause", max: 1500),
                Option.Text("impact", "Who was affected and how badly", max: 1000),
                Option.Text("prevent", "What will prevent it; several with semicolons between", max: 1500),
                Option.Incident(),
            ],
            FromCommandAsync,
            Verb.Resolve);
        catalog.Button(ResolveButton, OpenFormAsync, Verb.Resolve);
        catalog.Modal(
            Form,
            call => ResolveAsync(call, new ResolveCommand(call.Field("fix"), call.Field("cause"), call.Field("impact"), call.Field("prevent"))),
            Verb.Resolve);
        catalog.Slash(
            "incident reopen",
            "Take up a closed incident again",
            [Option.Text("reason", "Why", required: true, max: 300), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => Reopen.Decide(state, call.Text("reason"), asker)),
            Verb.Resolve);
        catalog.Slash(
            "incident cancel",
            "Close it as a false alarm",
            [Option.Text("reason", "Why it was none", required: true, max: 300), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => Cancel.Decide(state, call.Text("reason"), asker)),
            Verb.Resolve);
    }

    private Task FromCommandAsync(CommandCall call)
    {
        var command = new ResolveCommand(call.Text("fix"), call.Text("cause"), call.Text("impact"), call.Text("prevent"));
        return command == new ResolveCommand() ? OpenFormAsync(call) : ResolveAsync(call, command);
    }

    private Task ResolveAsync(CommandCall call, ResolveCommand command) =>
        desk.DecideAsync(call, openly: true, (state, asker) => Domain.Incidents.Resolve.Decide(state, command, asker));

    private async Task OpenFormAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileWithoutTalkAsync(incident.Id) is not { } file) return;
        var asker = Desk.AskerOf(call);
        var state = IncidentState.Of(file);

        // Asked before the form opens, so that nobody fills it in for nothing.
        if (Domain.Incidents.Resolve.Decide(state, new ResolveCommand(), asker).Refusal is { } refusal)
        {
            await call.RefuseAsync(refusal.Sentence);
            return;
        }

        var known = Domain.Incidents.Resolve.Prefill(state);
        await call.OpenFormAsync(new Modal(
            new CustomId(Form, incident.Id).ToString(),
            $"Resolve {incident.Name}",
            [
                Field("What fixed it", "fix", known.Fix, 1500),
                Field("Root cause", "cause", known.Cause, 1500),
                Field("Impact", "impact", known.Impact, 1000, "Who was affected and how badly, with numbers if known"),
                Field("What will prevent it", "prevent", known.Prevent, 1500, "One measure a line"),
            ]));
    }

    private static Label Field(string label, string name, string? value, int max, string? description = null) => new(
        label,
        new TextInput { CustomId = name, Style = TextInputStyle.Paragraph, Required = false, MaxLength = max, Value = string.IsNullOrEmpty(value) ? null : Harmless.Cut(value, max) },
        description);
}
