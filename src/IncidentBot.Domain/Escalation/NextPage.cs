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
    public sealed record GiveUp : PageStep;

    /// <summary>It was answered, stopped, or the incident is closed: nothing more, ever.</summary>
    public sealed record Over : PageStep;
}

/// <summary>Decides, at the moment a page is due, whether it is still right to send it.</summary>
public static class NextPage
{
    public const int Attempts = 5;
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public static PageStep Of(Incident incident, Escalation escalation, DateTimeOffset now)
    {
        if (!incident.IsOpen || escalation.State != EscalationState.Paging) return new PageStep.Over();
        var due = DueAt(escalation);
        if (now < due) return new PageStep.Wait(due);
        var attempt = AttemptAfter(escalation);
        return attempt > Attempts ? new PageStep.GiveUp() : new PageStep.Send(attempt);
    }

    /// <summary>When the next page, or the giving up after the last, is due.</summary>
    internal static DateTimeOffset DueAt(Escalation escalation)
    {
        var due = escalation.Pages.IsEmpty ? escalation.StartedAt : escalation.Pages[^1].At + Interval;
        return escalation.SnoozedUntil > due ? escalation.SnoozedUntil.Value : due;
    }

    /// <summary>One more than the pages there are: after the last it is the number of the step that gives up.</summary>
    internal static int AttemptAfter(Escalation escalation) => escalation.Pages.IsEmpty ? 1 : escalation.Pages[^1].Attempt + 1;
}
