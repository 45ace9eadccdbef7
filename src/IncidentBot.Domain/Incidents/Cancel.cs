namespace IncidentBot.Domain.Incidents;

/// <summary>Closes an incident that was none.</summary>
public static class Cancel
{
    public static Outcome Decide(IncidentState state, string? reason, Asker asker) => new Refusal("This is not ready yet.");
}
