namespace IncidentBot.Domain.Words;

/// <summary>On which side of now a typed time may lie.</summary>
public enum TimeSide
{
    /// <summary>Not in the future; up to a minute of skew counts as now.</summary>
    Past,
    Future,
    Any,
}

/// <summary>What was understood, or why nothing was.</summary>
/// <param name="Words">"10 May 2023 14:30 WAT (2 hours ago)", for the answer.</param>
public sealed record ReadTime(DateTimeOffset? At, string Words, Refusal? Refusal);

/// <summary>Reads the times people type.</summary>
public static class TypedTime
{
    /// <param name="zone">IANA zone for what is typed without one.</param>
    public static ReadTime Read(string? text, DateTimeOffset now, string zone, TimeSide side = TimeSide.Past) => new(null, "", new Refusal("This is not ready yet."));

    /// <summary>"10 May 2023 14:30 WAT (2 hours ago)".</summary>
    public static string InWords(DateTimeOffset at, DateTimeOffset now, string zone) => "";

    /// <summary>"14:30", with the date when it is not today's: "9 May 14:30".</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, string zone) => "";
}
