namespace IncidentBot.Domain.Timeline;

/// <summary>Writes a line into the timeline by hand.</summary>
public static class AddEntry
{
    /// <param name="at">As typed; empty: now.</param>
    /// <param name="kind">One of those people mark; null: key event.</param>
    public static Outcome Decide(IncidentState state, string? text, string? at, EntryKind? kind, Asker asker) => new Refusal("This is not ready yet.");
}
