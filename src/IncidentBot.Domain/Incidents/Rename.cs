namespace IncidentBot.Domain.Incidents;

/// <summary>Gives the incident another title.</summary>
public static class Rename
{
    public static Outcome Decide(IncidentState state, string? title, Asker asker) => new Refusal("This is not ready yet.");
}
