using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Escalation;

/// <summary>What an escalation needs now.</summary>
public abstract record PageStep
{
    private PageStep()
    {
    }

    /// <summary>Send this page, then record it.</summary>
    public sealed record Send(int Attempt) : PageStep;

    /// <summary>Nothing before this instant: ask again then.</summary>
    public sealed record Wait(DateTimeOffset Until) : PageStep;

    /// <summary>All pages went out and nobody answered: say so (<see cref="IncidentBot.Domain.Escalation.GiveUp"/>).</summary>
    public sealed record GiveUp : PageStep
    {
        /// <summary>Not all went out: the next was due so long ago, while the bot was away, that it would only confuse.</summary>
        public bool TooLate { get; init; }
    }

    /// <summary>It was answered, stopped, or the incident is closed: nothing more, ever.</summary>
    public sealed record Over : PageStep;
}

/// <summary>
/// Decides, at the moment a page is due, whether it is still right to send it. Calling somebody by name is the simplest policy there is
/// (<see cref="Policies.QuickPolicy"/>), and the same engine runs it.
/// </summary>
public static class NextPage
{
    public const int Attempts = 5;
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public static PageStep Of(Incident incident, Escalation escalation, DateTimeOffset now)
    {
        if (!incident.IsOpen || escalation.State != EscalationState.Paging) return new PageStep.Over();
        var plan = Plan(escalation, now);
        if (plan.WakeAt is { } wake) return new PageStep.Wait(wake);
        return plan.Due is [RunStep.Ask ask, ..] ? new PageStep.Send(ask.Place.Round) : new PageStep.GiveUp { TooLate = plan.Due is [RunStep.End { Outcome: RunOutcome.Expired }, ..] };
    }

    /// <summary>When the next page, or the giving up after the last, is due.</summary>
    internal static DateTimeOffset DueAt(Escalation escalation)
    {
        // A moment before anything: whatever comes next is then still to be waited for.
        var plan = Plan(escalation, escalation.StartedAt.AddTicks(-1));
        return plan.WakeAt ?? plan.DueSince ?? escalation.StartedAt;
    }

    /// <summary>One more than the pages there are: after the last it is the number of the step that gives up.</summary>
    internal static int AttemptAfter(Escalation escalation) => escalation.Pages.IsEmpty ? 1 : escalation.Pages[^1].Attempt + 1;

    private static Plan Plan(Escalation escalation, DateTimeOffset now) => NextStep.Of(QuickPolicy.RunOf(escalation), QuickPolicy.AnyIncident, now, (_, _) => []);
}
