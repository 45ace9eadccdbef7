namespace IncidentBot.Domain.Incidents;

/// <summary>Takes up a closed incident again.</summary>
public static class Reopen
{
    public static Outcome Decide(IncidentState state, string? reason, Asker asker) => new Refusal("This is not ready yet.");
}
