using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>
/// The policy behind `/escalate to:@somebody`: page that person or role every 5 minutes, five times. Such an escalation keeps its pages itself
/// (<see cref="Escalation.Pages"/>); here they are told as what has happened in a run of the policy.
/// </summary>
public static class QuickPolicy
{
    /// <summary>The policy has no conditions, so it does not matter which incident it is.</summary>
    internal static readonly IncidentFacts AnyIncident = new(Severity.Sev1, []);

    public static Policy For(EscalationTarget target) => new()
    {
        Name = "call",
        Levels = [new Level { Targets = [Target(target)], AckWithin = NextPage.Interval }],
        Repeat = new Repeat(NextPage.Attempts - 1),
    };

    /// <summary>An escalation that is paging, as a run. A page counts as delivered whatever became of its direct messages: it is shown in the channel too, and repeated.</summary>
    public static PolicyRun RunOf(Escalation escalation)
    {
        var target = Target(escalation.Target);
        var run = new PolicyRun(PolicySnapshot.Of(For(escalation.Target), [])) { Events = [new RunEvent.Began(escalation.StartedAt)] };
        foreach (var page in escalation.Pages) run = run.With(new RunEvent.Asked(page.At, new Place(1, page.Attempt), 0, target, []));

        // Only the end of a snooze is kept; when it began does not matter, as long as it is not taken for one that is too long.
        return escalation.SnoozedUntil is { } until ? run.With(new RunEvent.Snoozed(until - Snooze.Shortest, default, until)) : run;
    }

    private static PolicyTarget Target(EscalationTarget target) => target.Kind == TargetKind.Person
        ? new PolicyTarget(PolicyTargetKind.Person, target.Id.ToString(), target.Id)
        : new PolicyTarget(PolicyTargetKind.Role, target.Name.TrimStart('@'), target.Id);
}
