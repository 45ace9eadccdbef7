using System.Collections.Immutable;

namespace IncidentBot.Domain.OnCall;

/// <summary>Who is on call when: layers of rotations on the local clock of one time zone, and overrides on top. <see cref="Rota"/> works it out.</summary>
public sealed record Schedule
{
    public required string Name { get; init; }

    /// <summary>IANA name of the zone its clock times are in.</summary>
    public required string Zone { get; init; }

    /// <summary>From the lowest to the highest. Of those that have somebody at a moment the highest alone counts.</summary>
    public ImmutableArray<Layer> Layers { get; init; } = [];

    /// <summary>Applied to what the layers say, in this order.</summary>
    public ImmutableArray<Override> Overrides { get; init; } = [];

    /// <summary>Everyone who can ever be on call in it.</summary>
    public IEnumerable<Handle> People => Layers.SelectMany(layer => layer.Turns.SelectMany(turn => turn))
        .Concat(Overrides.Where(change => change.Kind != OverrideKind.Remove).Select(change => change.Person))
        .Distinct();
}

/// <summary>A rotation through people.</summary>
public sealed record Layer
{
    public required string Name { get; init; }

    /// <summary>Who follows whom; each turn is one person, or several who are on call together.</summary>
    public required ImmutableArray<ImmutableArray<Handle>> Turns { get; init; }

    /// <summary>Null: the first turn lasts for good.</summary>
    public Rotation? Rotation { get; init; }

    /// <summary>Empty: around the clock.</summary>
    public ImmutableArray<ActiveSpan> Hours { get; init; } = [];

    /// <summary>Local time from which the layer counts: the first person's turn begins. Null: since ever, for a layer that does not rotate.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Local time at which it ends. Null: never.</summary>
    public DateTime? End { get; init; }
}

/// <summary>Hours of a weekday, on the local clock.</summary>
/// <param name="Day">The day on which they begin.</param>
/// <param name="To">Not later than <paramref name="From"/>: on the next day. 00:00 is the midnight at the end of the day.</param>
public sealed record ActiveSpan(DayOfWeek Day, TimeOnly From, TimeOnly To)
{
    public TimeSpan Length => To > From ? To - From : To - From + (To == From ? TimeSpan.FromDays(1) : TimeSpan.Zero);
}

public enum OverrideKind
{
    /// <summary>The person is on call too.</summary>
    Add,

    /// <summary>The person is not on call.</summary>
    Remove,

    /// <summary>The person is on call instead of another, or of everyone.</summary>
    Replace,
}

/// <summary>A change to a schedule for some time.</summary>
/// <param name="Person">Who is added, removed, or comes in.</param>
/// <param name="Instead">Of a replacement: for whom; null: for everyone. Where that person is not on call nothing changes.</param>
public sealed record Override(OverrideKind Kind, DateTimeOffset From, DateTimeOffset To, Handle Person, Handle? Instead = null)
{
    /// <summary>Why, in a person's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Two people take each other's shift: what that means for the schedule or schedules the shifts are in.</summary>
    public static (Override First, Override Second) Swap(Shift one, Shift other) =>
        (new(OverrideKind.Replace, one.From, one.To, other.Person, one.Person), new(OverrideKind.Replace, other.From, other.To, one.Person, other.Person));
}

/// <summary>Somebody is on call in a schedule without a break.</summary>
/// <param name="From">UTC, inclusive.</param>
/// <param name="To">UTC, exclusive.</param>
public sealed record Shift(string Schedule, Handle Person, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}
