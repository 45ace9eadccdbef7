namespace IncidentBot.Domain.Incidents;

/// <summary>Records what resolved it.</summary>
public static class SetFix
{
    public static Outcome Decide(IncidentState state, string? text, Asker asker) => new Refusal("This is not ready yet.");
}
