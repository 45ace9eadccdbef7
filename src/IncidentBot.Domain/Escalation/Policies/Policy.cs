using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>Who is asked for help, in which order, until somebody answers.</summary>
public sealed record Policy
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Which incidents take it (see <see cref="ChoosePolicy"/>).</summary>
    public Condition For { get; init; } = new();

    /// <summary>Taken by incidents that no other policy is for.</summary>
    public bool IsDefault { get; init; }

    public ImmutableArray<Level> Levels { get; init; } = [];

    /// <summary>Null: each level once.</summary>
    public Repeat? Repeat { get; init; }

    /// <summary>The policy that goes on after the last level.</summary>
    public string? Then { get; init; }

    /// <summary>An acknowledgement with no sign of life for so long pages again. Null: it holds.</summary>
    public TimeSpan? AckTimeout { get; init; }

    public QuietHours? Quiet { get; init; }
}

/// <summary>One level of a policy.</summary>
public sealed record Level
{
    public static readonly TimeSpan UsualAckWithin = TimeSpan.FromMinutes(5);

    public ImmutableArray<PolicyTarget> Targets { get; init; } = [];

    /// <summary>One target at a time, each time the next (round robin), instead of all at once.</summary>
    public bool InTurn { get; init; }

    /// <summary>How long it has for an answer before the next level is asked.</summary>
    public TimeSpan AckWithin { get; init; } = UsualAckWithin;

    /// <summary>How long to wait before it is asked.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Where it is not met the level is skipped.</summary>
    public Condition When { get; init; } = new();
}

/// <summary>The levels are gone through again when nobody answered.</summary>
/// <param name="Times">How often again, from 1 up.</param>
/// <param name="From">The level it begins with again, from 1 up.</param>
public sealed record Repeat(int Times, int From = 1)
{
    public const int Most = 20;
}

public enum QuietAction
{
    /// <summary>Pages wait until the quiet hours end.</summary>
    Hold,

    /// <summary>Each level is told to a channel, without a ping and without direct messages.</summary>
    Channel,
}

/// <summary>Hours in which mild incidents wake nobody. A person who escalates by hand is not held up by them.</summary>
/// <param name="From">Incidents of this severity and milder ones keep quiet.</param>
/// <param name="Channel">Of <see cref="QuietAction.Channel"/>; null: the incident's own.</param>
public sealed record QuietHours(TimeWindow Time, Severity From, QuietAction Action, PolicyTarget? Channel = null)
{
    /// <summary>Null when pages go out; else when the quiet ends. Hours without an end are no quiet hours.</summary>
    public DateTimeOffset? QuietUntil(Severity severity, DateTimeOffset now) => severity >= From ? Time.EndAfter(now) : null;
}
