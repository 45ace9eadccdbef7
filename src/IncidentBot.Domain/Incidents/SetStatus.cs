namespace IncidentBot.Domain.Incidents;

/// <summary>Moves an open incident between investigating, identified and monitoring.</summary>
public static class SetStatus
{
    public static Outcome Decide(IncidentState state, IncidentStatus status, Asker asker, string? reason = null) => new Refusal("This is not ready yet.");
}
