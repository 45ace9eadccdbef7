namespace IncidentBot.Domain.Incidents;

/// <summary>Records the root cause.</summary>
public static class SetCause
{
    public static Outcome Decide(IncidentState state, string? text, Asker asker) => new Refusal("This is not ready yet.");
}
