using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Words;
using IncidentBot.Storage;

namespace IncidentBot.Escalate;

/// <summary>`/escalate`, the buttons on a page, `/escalation …`, and the card's button Escalate. Policies and on-call schedules will stand beside this.</summary>
public sealed class EscalateModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string EscalateButton = "escalate";
    public const string AcknowledgeButton = "page-ack";
    public const string CantHelpButton = "page-cant";
    public const string SnoozeButton = "page-snooze";
    private const string Form = "escalate-form";

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "escalate",
            "Call a person or a role for help; they are asked until somebody answers",
            [
                Option.PersonOrRole("to", "Who is asked"),
                Option.Whole("level", "How high, from 1", min: 1, max: 9),
                Option.Text("reason", "Why they are needed", max: 500),
                Option.Incident(),
            ],
            StartAsync,
            Domain.Servers.Verb.Page);
        catalog.Button(EscalateButton, OpenFormAsync, Domain.Servers.Verb.Page);
        catalog.Modal(Form, StartFromFormAsync, Domain.Servers.Verb.Page);

        catalog.Button(AcknowledgeButton, call => desk.DecideAsync(call, openly: true, (state, asker) => AnswerPage.Decide(state, Argument(call), asker)), needs: null);
        catalog.Button(CantHelpButton, call => desk.DecideAsync(call, openly: true, (state, asker) => CantHelp.Decide(state, Argument(call), asker)), needs: null);
        catalog.Button(SnoozeButton, call => desk.DecideAsync(call, openly: true, (state, asker) => Snooze.Decide(state, Argument(call), length: null, asker)), needs: null);

        catalog.Slash("escalation status", "Who was asked, and who answered", [Option.Incident()], StatusAsync);
        catalog.Slash(
            "escalation ack",
            "Say that you are on it",
            [Number(), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => AnswerPage.Decide(state, (int?)call.Whole("escalation"), asker)));
        catalog.Slash(
            "escalation snooze",
            "Put the next page off",
            [Option.Text("for", "How long: 15m, 30m, at most 1h", max: 50), Number(), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => Snooze.Decide(state, (int?)call.Whole("escalation"), call.Text("for"), asker)));
        catalog.Slash(
            "escalation stop",
            "Stop asking",
            [Number(), Option.Incident()],
            call => desk.DecideAsync(call, openly: true, (state, asker) => StopPaging.Decide(state, (int?)call.Whole("escalation"), asker)));
        catalog.Slash(
            "escalation preview",
            "What would happen when, if nobody answered",
            [Option.PersonOrRole("to", "Who would be asked"), Option.Incident()],
            PreviewAsync);
    }

    private static CommandOptionDefinition Number() => Option.Whole("escalation", "Its number; the newest when left out", min: 1);

    private static int? Argument(CommandCall call) =>
        int.TryParse(call.CustomId.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task StartAsync(CommandCall call)
    {
        var command = new EscalateCommand(await TargetAsync(call, call.Id("to")), call.Text("reason"), (int?)call.Whole("level"), IsBot(call, call.Id("to")));
        await desk.DecideAsync(call, openly: true, (state, asker) => StartEscalation.Decide(state, command, asker));
    }

    private async Task OpenFormAsync(CommandCall call)
    {
        if (await desk.FindOpenOrTellAsync(call) is not { } incident) return;
        await call.OpenFormAsync(new Modal(
            new CustomId(Form, incident.Id).ToString(),
            $"Call for help in {incident.Name}",
            [
                new Label("Who", new MentionableSelect { CustomId = "to", Required = true, MinValues = 1, MaxValues = 1 }, "A person, or everyone in a role"),
                new Label("Why", new TextInput { CustomId = "reason", Required = false, MaxLength = 500 }),
            ]));
    }

    private async Task StartFromFormAsync(CommandCall call)
    {
        var to = Snowflake.TryParse(call.Field("to"), out var id) ? id : (Snowflake?)null;
        var command = new EscalateCommand(await TargetAsync(call, to), call.Field("reason"), ToIsBot: IsBot(call, to));
        await desk.DecideAsync(call, openly: true, (state, asker) => StartEscalation.Decide(state, command, asker));
    }

    private async Task StatusAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileWithoutTalkAsync(incident.Id) is not { } file) return;
        await call.AnswerPrivatelyAsync(Harmless.Cut(EscalationWords.Status(IncidentState.Of(file), Desk.AskerOf(call)), 2000));
    }

    private async Task PreviewAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        var command = new EscalateCommand(await TargetAsync(call, call.Id("to")), ToIsBot: IsBot(call, call.Id("to")));
        await call.AnswerPrivatelyAsync(Harmless.Cut(EscalationWords.Preview(incident, command, Desk.AskerOf(call)), 2000));
    }

    private async Task<EscalationTarget?> TargetAsync(CommandCall call, Snowflake? to)
    {
        if (to is not { } id) return null;
        if (call.ResolvedPerson(id) is { } person)
        {
            await store.CommitAsync(scope => scope.SaveAsync(new KnownPerson(new(id.Value), person.Name)));
            return new(TargetKind.Person, id.Value, person.Name);
        }

        if (call.ResolvedRole(id) is not { } role) return null;
        await store.CommitAsync(scope => scope.SaveRoleNameAsync(call.Server, new(id.Value), role.Name));
        return new(TargetKind.ChatRole, id.Value, role.Name);
    }

    private static bool IsBot(CommandCall call, Snowflake? to) => to is { } id && call.ResolvedPerson(id) is { User.Bot: true };
}
