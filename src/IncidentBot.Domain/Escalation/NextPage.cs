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

    public static PageStep Of(Incident incident, Escalation escalation, DateTimeOffset now) => new PageStep.Over();
}
