using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Escalation;

/// <summary>Decides, at the moment something is due, what is right to do about an escalation: the engine (<see cref="NextStep"/>), asked about an incident.</summary>
public static class NextPage
{
    /// <summary>How often somebody who is called by name is asked.</summary>
    public const int Attempts = 5;

    /// <summary>How long one who is called by name has to answer before they are asked again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Nothing, ever, once the incident is closed.</summary>
    public static Plan Of(Incident incident, Escalation escalation, DateTimeOffset now, OnCallLookup onCall) =>
        incident.IsOpen ? NextStep.Of(EscalationRun.Of(escalation), IncidentFacts.Of(incident), now, onCall) : Plan.Nothing;

    /// <summary>One more than the pages there are.</summary>
    public static int AttemptAfter(Escalation escalation) => escalation.Pages.IsEmpty ? 1 : escalation.Pages[^1].Attempt + 1;

    /// <summary>The next look at an escalation; it is harmless when nothing is due by then.</summary>
    /// <param name="at">Null: now.</param>
    internal static SendPage Look(Escalation escalation, DateTimeOffset? at) => new(escalation.Number, AttemptAfter(escalation)) { Due = at };
}
