using System.Globalization;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Words;
using IncidentBot.PolicyBooks;
using IncidentBot.Storage;

namespace IncidentBot.Escalate;

/// <summary>`/escalate`, the buttons on a page, `/escalation …`, and the card's button Escalate.</summary>
public sealed class EscalateModule(Desk desk, IncidentStore store) : ICommandModule
{
    public const string EscalateButton = "escalate";
    public const string AcknowledgeButton = "page-ack";
    public const string CantHelpButton = "page-cant";
    public const string SnoozeButton = "page-snooze";
    private const string Form = "escalate-form";
    private const char PolicyMark = 'p';
    private const char ScheduleMark = 's';

    /// <summary>As long as the name of a policy or schedule may be to be chosen here: Discord's limit on a choice, less a mark and a word before it.</summary>
    private const int MostName = 80;

    public void Register(Catalog catalog)
    {
        catalog.Slash(
            "escalate",
            "Call for help; people are asked until somebody answers",
            [
                Option.PersonOrRole("to", "Who is asked; left out: as the escalation policy says"),
                Policy(),
                Schedule(),
                Option.Whole("level", "The policy's level to go to", min: 1, max: StartEscalation.MostLevels),
                Option.Text("reason", "Why they are needed", max: 500),
                Option.Incident(),
            ],
            StartAsync,
            Domain.Servers.Verb.Page);
        catalog.Complete("policy", CompletePolicyAsync);
        catalog.Button(EscalateButton, OpenFormAsync, Domain.Servers.Verb.Page);
        catalog.Modal(Form, StartFromFormAsync, Domain.Servers.Verb.Page);

        catalog.Button(AcknowledgeButton, call => desk.DecideAsync(call, openly: true, (state, asker) => AnswerPage.Decide(state, Argument(call), asker)), needs: null);
        catalog.Button(CantHelpButton, call => desk.DecideAsync(call, openly: true, (state, asker, onCall) => CantHelp.Decide(state, Argument(call), asker, InChat.Lookup(onCall.Book))), needs: null);
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
            "escalation reassign",
            "Have somebody else asked instead of those who are asked now",
            [Option.PersonOrRole("to", "Who is asked instead"), Schedule(), Option.Text("reason", "Why they are needed", max: 500), Number(), Option.Incident()],
            ReassignAsync,
            Domain.Servers.Verb.Page);
        catalog.Slash(
            "escalation preview",
            "What would happen when, if nobody answered",
            [Option.PersonOrRole("to", "Who would be asked; left out: as the escalation policy says"), Policy(), Schedule(), Option.Incident()],
            PreviewAsync);
    }

    private static CommandOptionDefinition Policy() => Option.Text("policy", "By this escalation policy, instead of the one that fits the incident", max: MostName, autocomplete: true);

    private static CommandOptionDefinition Schedule() => Option.Text("schedule", "Whoever is on call in this schedule", max: MostName, autocomplete: true);

    private static CommandOptionDefinition Number() => Option.Whole("escalation", "Its number; the newest when left out", min: 1);

    private static int? Argument(CommandCall call) =>
        int.TryParse(call.CustomId.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task StartAsync(CommandCall call)
    {
        if (await CommandAsync(call) is not { } command) return;
        await desk.DecideAsync(call, openly: true, (state, asker, onCall) => StartEscalation.Decide(state, command, asker, onCall));
    }

    private async Task ReassignAsync(CommandCall call)
    {
        if (await CommandAsync(call) is not { } command) return;
        await desk.DecideAsync(call, openly: true, (state, asker, onCall) => Reassign.Decide(state, (int?)call.Whole("escalation"), command, asker, onCall));
    }

    /// <summary>Null: more than one of person, policy and schedule was named, and that was said.</summary>
    private async Task<EscalateCommand?> CommandAsync(CommandCall call)
    {
        var (to, policy, schedule) = (call.Id("to"), call.Text("policy"), call.Text("schedule"));
        if (new object?[] { to, policy, schedule }.Count(one => one is not null) > 1)
        {
            await call.RefuseAsync("Give one of `to`, `policy` and `schedule`. Nobody was paged.");
            return null;
        }

        var target = policy is not null ? new EscalationTarget(TargetKind.Policy, 0, policy.Trim()) : schedule is not null ? new EscalationTarget(TargetKind.Schedule, 0, schedule.Trim()) : await TargetAsync(call, to);
        return new EscalateCommand(target, call.Text("reason"), (int?)call.Whole("level"), IsBot(call, to));
    }

    private async Task OpenFormAsync(CommandCall call)
    {
        if (await desk.FindOpenOrTellAsync(call) is not { } incident) return;
        var book = (await store.OnCallAsync(incident.Server)).Book;
        var who = new Label("Who", new MentionableSelect { CustomId = "to", Required = book.Policies.IsEmpty, MinValues = book.Policies.IsEmpty ? 1 : 0, MaxValues = 1 }, "A person, or everyone in a role");
        var why = new Label("Why", new TextInput { CustomId = "reason", Required = false, MaxLength = 500 });
        await call.OpenFormAsync(new Modal(new CustomId(Form, incident.Id).ToString(), $"Call for help in {incident.Name}", Plans(book) is { Count: > 0 } plans
            ? [who, new Label("Or by policy or on-call schedule", new StringSelect { CustomId = "plan", Required = false, Placeholder = "The one that fits, or its next level", Options = plans }), why]
            : [who, why]));
    }

    /// <summary>What can be chosen in the form, as far as it has room.</summary>
    private static List<SelectOption> Plans(PolicyBook book) =>
    [
        .. book.Policies.Where(one => one.Name.Length <= MostName).Select(one => new SelectOption($"Policy {one.Name}", PolicyMark + one.Name))
            .Concat(book.Schedules.Where(one => one.Name.Length <= MostName).Select(one => new SelectOption($"On call in {one.Name}", ScheduleMark + one.Name)))
            .Take(25),
    ];

    private async Task StartFromFormAsync(CommandCall call)
    {
        var to = Snowflake.TryParse(call.Field("to"), out var id) ? id : (Snowflake?)null;
        var target = await TargetAsync(call, to) ?? call.Field("plan") switch
        {
            [PolicyMark, .. var name] => new EscalationTarget(TargetKind.Policy, 0, name),
            [ScheduleMark, .. var name] => new EscalationTarget(TargetKind.Schedule, 0, name),
            _ => null,
        };
        var command = new EscalateCommand(target, call.Field("reason"), ToIsBot: IsBot(call, to));
        await desk.DecideAsync(call, openly: true, (state, asker, onCall) => StartEscalation.Decide(state, command, asker, onCall));
    }

    private async Task StatusAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident || await store.LoadFileWithoutTalkAsync(incident.Id) is not { } file) return;
        var onCall = await store.OnCallAsync(incident.Server);
        await call.AnswerPrivatelyAsync(Harmless.Cut(EscalationWords.Status(IncidentState.Of(file), Desk.AskerOf(call), onCall), 2000));
    }

    private async Task PreviewAsync(CommandCall call)
    {
        if (await desk.FindOrTellAsync(call) is not { } incident) return;
        if (await CommandAsync(call) is not { } command) return;
        var (state, onCall) = await store.CommitAsync(async scope => (await Desk.StateAsync(scope, incident), await scope.OnCallAsync(incident.Server)));
        await call.AnswerPrivatelyAsync(Harmless.Cut(EscalationWords.Preview(state, command, Desk.AskerOf(call), onCall), 2000));
    }

    private async Task<IReadOnlyList<CommandChoice>> CompletePolicyAsync(CommandCall call, string typed) =>
        PolicyModule.Choices((await store.OnCallAsync(call.Server)).Book.Policies.Select(policy => policy.Name), typed);

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
