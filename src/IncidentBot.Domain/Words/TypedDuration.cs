namespace IncidentBot.Domain.Words;

public sealed record ReadDuration(TimeSpan? Length, Refusal? Refusal);

/// <summary>Reads the lengths of time people type: "30m", "1h30m", "2 days", "90 min".</summary>
public static class TypedDuration
{
    public static ReadDuration Read(string? text) => new(null, new Refusal("This is not ready yet."));
}
