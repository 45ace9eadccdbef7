namespace IncidentBot.Domain.Retention;

/// <summary>What becomes of a closed incident's channel. The record stays, whatever becomes of it.</summary>
public enum ClosedChannel
{
    Keep,

    /// <summary>It is moved into a category of its own, where nobody writes any more.</summary>
    Archive,

    Delete,
}

/// <summary>What a server wants to become of the channels of closed incidents.</summary>
/// <param name="Closed">Keep, unless somebody asked for more.</param>
/// <param name="After">How long after closing; at least <see cref="Shortest"/>.</param>
public sealed record RetentionRule(ClosedChannel Closed, TimeSpan After)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>So long before, the channel is told, and can be kept with a button.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(1);

    public static readonly RetentionRule Default = new(ClosedChannel.Keep, TimeSpan.FromDays(30));
}

/// <summary>How far it is with one incident's channel.</summary>
/// <param name="How">What was announced.</param>
/// <param name="AnnouncedAt">When the channel was told.</param>
/// <param name="Due">Not before then.</param>
public sealed record ChannelRetirement(ClosedChannel How, DateTimeOffset AnnouncedAt, DateTimeOffset Due)
{
    /// <summary>Who pressed Keep; then nothing becomes of it until the incident is closed once more.</summary>
    public PersonId? KeptBy { get; init; }

    /// <summary>When it was archived, or its deletion decided; null: not yet.</summary>
    public DateTimeOffset? DoneAt { get; init; }
}
