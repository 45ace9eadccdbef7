namespace IncidentBot.Domain.Incidents;

/// <summary>Records how it was noticed and, when a time is given, the detected milestone.</summary>
public static class SetDetection
{
    public static Outcome Decide(IncidentState state, string? text, string? at, Asker asker) => new Refusal("This is not ready yet.");
}
