namespace IncidentBot.Domain.Escalation;

/// <summary>Every page was sent and nobody answered: recorded, and said aloud in the channel.</summary>
public static class GiveUp
{
    /// <returns>Null when it is not (or no longer) the time for it.</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now) => null;
}
