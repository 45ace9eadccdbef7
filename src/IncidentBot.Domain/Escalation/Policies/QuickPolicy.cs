using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>The policy behind `/escalate to:@somebody`: page that person, role or schedule every 5 minutes, five times.</summary>
public static class QuickPolicy
{
    public static Policy For(EscalationTarget target) => new()
    {
        Name = "call",
        Levels = [new Level { Targets = [Target(target)], AckWithin = NextPage.Interval }],
        Repeat = new Repeat(NextPage.Attempts - 1),
    };

    /// <summary>A call that begins.</summary>
    public static PolicyRun Begin(EscalationTarget target, DateTimeOffset now) => new(PolicySnapshot.Of(For(target), [])) { Events = [new RunEvent.Began(now.ToUniversalTime())] };

    /// <summary>
    /// A call from the time when escalations kept only their pages and their end, told as a run. A page counts as delivered whatever became of its direct
    /// messages: it was shown in the channel too, and repeated.
    /// </summary>
    public static PolicyRun RunOf(Escalation escalation)
    {
        var target = Target(escalation.Target);
        var run = Begin(escalation.Target, escalation.StartedAt);
        foreach (var page in escalation.Pages)
        {
            var people = page.People.Distinct();
            run = run.With(new RunEvent.Asked(page.At, new Place(1, page.Attempt), 0, target, [.. people.Select(Handle.Of)]));
        }

        // When somebody declined or put it off was not kept, and does not matter, as long as a snooze is not taken for one that is too long.
        var last = escalation.Pages.IsEmpty ? escalation.StartedAt : escalation.Pages[^1].At;
        foreach (var person in escalation.Declined) run = run.With(new RunEvent.CannotHelp(last, Handle.Of(person)));
        if (escalation.SnoozedUntil is { } until) run = run.With(new RunEvent.Snoozed(until - Snooze.Shortest, Handle.Of(escalation.RequestedBy), until));
        return escalation.State switch
        {
            EscalationState.Acknowledged => run.With(new RunEvent.Acknowledged(escalation.AcknowledgedAt ?? last, Handle.Of(escalation.AcknowledgedBy ?? default))),
            EscalationState.Unanswered => run.With(new RunEvent.Ended(escalation.EndedAt ?? last, RunOutcome.NoAnswer)),
            EscalationState.Stopped => run.With(new RunEvent.StoppedBy(escalation.EndedAt ?? last, escalation.StoppedBy is { } by ? Handle.Of(by) : null)),
            _ => run,
        };
    }

    internal static PolicyTarget Target(EscalationTarget target) => target.Kind switch
    {
        TargetKind.Person => new PolicyTarget(PolicyTargetKind.Person, target.Id.ToString(), target.Id),
        TargetKind.Schedule => new PolicyTarget(PolicyTargetKind.Schedule, target.Name),
        _ => new PolicyTarget(PolicyTargetKind.Role, target.Name.TrimStart('@'), target.Id),
    };
}
