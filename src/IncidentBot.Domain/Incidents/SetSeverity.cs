namespace IncidentBot.Domain.Incidents;

/// <summary>Says how bad it is; also afterwards, as a correction.</summary>
public static class SetSeverity
{
    public static Outcome Decide(IncidentState state, Severity severity, string? reason, Asker asker) => new Refusal("This is not ready yet.");
}
