namespace IncidentBot.Domain.Escalation;

/// <summary>Puts the next page off.</summary>
public static class Snooze
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <param name="length">As typed; empty: 15 minutes.</param>
    public static Outcome Decide(IncidentState state, int? number, string? length, Asker asker) => new Refusal("This is not ready yet.");
}
