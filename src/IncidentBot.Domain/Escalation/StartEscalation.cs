using System.Globalization;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <param name="To">Null: nobody was named; the policy that is for the incident, or when it is paging already, its next level.</param>
/// <param name="Level">Of a policy the level to begin with, or to go to; null: the first, or the next.</param>
/// <param name="ToIsBot">The person named is a bot.</param>
public sealed record EscalateCommand(EscalationTarget? To, string? Reason = null, int? Level = null, bool ToIsBot = false);

/// <summary>Calls for help: pages a person, everyone in a chat role, whoever is on call, or level by level as a policy says, until somebody answers.</summary>
public static class StartEscalation
{
    /// <summary>The highest level that can be asked for.</summary>
    public const int MostLevels = 99;

    public static Outcome Decide(IncidentState state, EscalateCommand command, Asker asker, OnCallRecord onCall)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Page, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        if (command.To is null && UnderWay(state) is { } underWay && command is { ToIsBot: false, Level: null or (>= 1 and <= MostLevels) }) return EscalateFurther.Decide(state, underWay, command, asker);
        if (Check(incident, command, onCall, asker.Now, out var reason, out var chosen) is { } wrong) return wrong;
        var target = chosen is null ? command.To! : EscalationTarget.Of(chosen.Policy);
        if (state.Escalations.FirstOrDefault(one => one.State == EscalationState.Paging && one.Target.IsSame(target)) is { } running)
        {
            if (chosen is not null && command.Level is not null) return EscalateFurther.Decide(state, running, command, asker);
            var further = chosen is null ? "" : " `/escalate` without anything else goes to its next level.";
            var who = chosen is null ? $"{EscalationWords.Shown(target)} is" : $"By {EscalationWords.Shown(target)} people are";
            return new Refusal($"{who} being paged already, since {Say.Clock(running.StartedAt)} (escalation {running.Number}).{further} `/escalation status` shows how it stands.");
        }

        return chosen is null ? Call(state, target, reason, command.Level ?? 1, asker) : ByPolicy(state, chosen, reason, command.Level ?? 1, asker, onCall);
    }

    /// <summary>What declaring an incident starts: paging by the policy that is for it. Whoever declares need not be allowed to page.</summary>
    /// <returns>Null: no policy is for it.</returns>
    public static Decision? OnDeclare(IncidentState state, Asker asker, OnCallRecord onCall) =>
        ChoosePolicy.For(onCall.Book, IncidentFacts.Of(state.Incident), asker.Now) is { } chosen ? ByPolicy(state, chosen, reason: null, level: 1, asker, onCall) : null;

    /// <summary>The newest escalation by a policy that is still paging, or that somebody answered.</summary>
    internal static Escalation? UnderWay(IncidentState state) =>
        state.Escalations.LastOrDefault(one => !EscalationRun.IsCall(one) && one.State is EscalationState.Paging or EscalationState.Acknowledged);

    /// <param name="chosen">Null: a call to <see cref="EscalateCommand.To"/>.</param>
    internal static Refusal? Check(Incident incident, EscalateCommand command, OnCallRecord onCall, DateTimeOffset now, out string? reason, out ChosenPolicy? chosen)
    {
        reason = null;
        chosen = null;
        if (command.ToIsBot) return new Refusal("A bot cannot answer a page. Choose a person or a role. Nobody was paged.");
        if (command.To is { Kind: TargetKind.ChatRole } role && role.Id == incident.Server.Value)
            return new Refusal("That would page everyone on the server. Choose a person or a role. Nobody was paged.");
        if (Choose(incident, command, onCall.Book, now, out chosen) is { } unknown) return unknown;
        if (chosen is not null && InChat.Snapshot(onCall, chosen.Policy).Levels.Length is var levels && command.Level is { } level && (level < 1 || level > levels))
            return new Refusal($"The policy {Say.Text(chosen.Policy.Name)} has {Say.Count(levels, "level")}. Nobody was paged.");
        if (command.Level is < 1 or > 9 && chosen is null) return new Refusal("The level is a number from 1 to 9. Nobody was paged.");
        return Limits.RefuseReason(command.Reason, out reason);
    }

    private static Refusal? Choose(Incident incident, EscalateCommand command, PolicyBook book, DateTimeOffset now, out ChosenPolicy? chosen)
    {
        chosen = command.To switch
        {
            null => ChoosePolicy.For(book, IncidentFacts.Of(incident), now),
            { Kind: TargetKind.Policy } named => book.Policy(named.Name) is { } known ? new ChosenPolicy(known, "") : null,
            _ => null,
        };
        if (chosen is not null || command.To is { Kind: TargetKind.Person or TargetKind.ChatRole }) return null;
        const string Nobody = "Nobody was paged.";
        switch (command.To)
        {
            case { Kind: TargetKind.Schedule } named when book.Schedule(named.Name) is not null:
                return null;
            case { Kind: TargetKind.Schedule } named:
                return new Refusal($"There is no on-call schedule {Say.Text(named.Name)}{Known(book.Schedules.Select(one => one.Name))}. {Nobody}");
            case { } named:
                return new Refusal($"There is no escalation policy {Say.Text(named.Name)}{Known(book.Policies.Select(one => one.Name))}. {Nobody}");
            case null when book.Policies.IsEmpty:
                return new Refusal($"Say whom to page: `/escalate to:@person` or `/escalate to:@role`. {Nobody}");
            default:
                return new Refusal($"No escalation policy is for this incident. Say whom to page: `/escalate to:@person`, `to:@role`, or `policy:` with one of them. {Nobody}");
        }
    }

    private static string Known(IEnumerable<string> names) => names.Take(10).Select(Say.Text).ToList() is { Count: > 0 } known ? $"; there is {Lists.InWords(known)}" : "";

    private static Decision ByPolicy(IncidentState state, ChosenPolicy chosen, string? reason, int level, Asker asker, OnCallRecord onCall)
    {
        var draft = new Draft(state, asker);
        var target = EscalationTarget.Of(chosen.Policy);
        var begun = new PolicyRun(InChat.Snapshot(onCall, chosen.Policy)) { Events = [new RunEvent.Began(asker.Now.ToUniversalTime(), level)] };
        Begin(draft, target, begun, reason, level, asker, chosen.Why.Length == 0 ? null : chosen.Why);
        var because = chosen.Why.Length == 0 ? "" : $", because {chosen.Why}";
        var from = level == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" from level {level}");
        draft.Write(EntryKind.Escalation, $"Paging by {EscalationWords.Who(target)}{from}{because}{(reason is null ? "" : ": " + reason)}");
        var shown = chosen.Why.Length == 0 ? "" : $" ({Harmless.Line(chosen.Why, 200)})";
        return draft.Done($"Paging by {EscalationWords.Shown(target)}{from}{shown}{Say.Because(reason)}. What follows, and when: `/escalation status`. To end it: `/escalation stop`.");
    }

    private static Decision Call(IncidentState state, EscalationTarget target, string? reason, int level, Asker asker)
    {
        var draft = new Draft(state, asker);
        Begin(draft, target, QuickPolicy.Begin(target, asker.Now), reason, level, asker, because: null);
        draft.Incident = Invite(draft.Incident, target);
        var high = level == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (level {level})");
        draft.Write(EntryKind.Escalation, $"Asked {EscalationWords.Who(target)} for help{high}{(reason is null ? "" : ": " + reason)}");
        return draft.Done($"Paging {EscalationWords.Shown(target)}{high}{Say.Because(reason)}. The page is repeated every 5 minutes, {NextPage.Attempts} times at most, until somebody acknowledges. To end it: `/escalation stop`.");
    }

    private static void Begin(Draft draft, EscalationTarget target, PolicyRun run, string? reason, int level, Asker asker, string? because)
    {
        var escalation = new Escalation
        {
            Incident = draft.Incident.Id,
            Number = draft.Incident.LastEscalation + 1,
            Target = target,
            Reason = reason,
            ChosenBecause = because,
            Level = level,
            RequestedBy = asker.Person,
            StartedAt = asker.Now.ToUniversalTime(),
            Run = run,
        };
        draft.Put(escalation);
        draft.Incident = draft.Incident with { LastEscalation = escalation.Number };
        draft.Owe(NextPage.Look(escalation, at: null));
    }

    /// <summary>Whoever is asked by name belongs to the incident; those on call do once a page has gone to them.</summary>
    internal static Incident Invite(Incident incident, EscalationTarget target)
    {
        if (target.Kind == TargetKind.ChatRole && new ChatRoleId(target.Id) is var role && !incident.InvitedRoles.Contains(role)) return incident with { InvitedRoles = incident.InvitedRoles.Add(role) };
        if (target.Kind == TargetKind.Person && new PersonId(target.Id) is var person && !incident.Invited.Contains(person)) return incident with { Invited = incident.Invited.Add(person) };
        return incident;
    }
}
