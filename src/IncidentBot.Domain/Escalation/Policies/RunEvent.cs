using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>An escalation by a policy: the picture it runs by and all that has happened, from which everything else follows.</summary>
public sealed record PolicyRun(PolicySnapshot Policy)
{
    /// <summary>In the order in which they were recorded; the first is <see cref="RunEvent.Began"/>.</summary>
    public ImmutableArray<RunEvent> Events { get; init; } = [];

    public PolicyRun With(RunEvent happened) => this with { Events = Events.Add(happened) };
}

public enum RunOutcome
{
    /// <summary>Every level was asked and nobody answered.</summary>
    NoAnswer,

    /// <summary>What was due is so old that it would only confuse.</summary>
    Expired,

    /// <summary>A person stopped it, or the incident was closed.</summary>
    Stopped,
}

/// <summary>Something that happened in an escalation.</summary>
/// <param name="At">UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Missed), "missed")]
[JsonDerivedType(typeof(Skipped), "skipped")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Lapsed), "lapsed")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Acknowledged), "acknowledged")]
[JsonDerivedType(typeof(StillOnIt), "still-on-it")]
[JsonDerivedType(typeof(CannotHelp), "cannot-help")]
[JsonDerivedType(typeof(Snoozed), "snoozed")]
[JsonDerivedType(typeof(Escalated), "escalated")]
[JsonDerivedType(typeof(Reassigned), "reassigned")]
[JsonDerivedType(typeof(StoppedBy), "stopped")]
public abstract record RunEvent(DateTimeOffset At)
{
    /// <summary>Paging began. A person who asked for a level begins there.</summary>
    public sealed record Began(DateTimeOffset At, int Level = 1) : RunEvent(At);

    /// <summary>A page was sent, or could not be.</summary>
    /// <param name="Target">Position in the level, from 0 up; <see cref="Extra"/>: asked besides.</param>
    /// <param name="People">Who was asked, as far as that is known: of a role, those who got a direct message.</param>
    /// <param name="Quietly">Told to a channel instead, because of quiet hours.</param>
    /// <param name="Failure">Why nobody got it, in words; null: delivered.</param>
    public sealed record Asked(DateTimeOffset At, Place Place, int Target, PolicyTarget Whom, ImmutableArray<Handle> People, bool Quietly = false, string? Failure = null) : RunEvent(At)
    {
        public const int Extra = -1;
    }

    /// <summary>A target had nobody to ask.</summary>
    /// <param name="Target">Position in the level, from 0 up, or <see cref="Asked.Extra"/>.</param>
    public sealed record Missed(DateTimeOffset At, Place Place, int Target, MissedTarget What) : RunEvent(At);

    /// <summary>A level was passed over.</summary>
    /// <param name="Unmet">The condition that is not met, within a sentence: "it is only for SEV1".</param>
    /// <param name="Nobody">Why none of its targets had anybody to ask.</param>
    public sealed record Skipped(DateTimeOffset At, Place Place, string? Unmet, ImmutableArray<MissedTarget> Nobody) : RunEvent(At);

    /// <summary>Quiet hours hold the next page up.</summary>
    public sealed record Held(DateTimeOffset At, DateTimeOffset Until) : RunEvent(At);

    /// <summary>The acknowledgement has gone stale; paging goes on.</summary>
    public sealed record Lapsed(DateTimeOffset At, Handle By) : RunEvent(At);

    public sealed record Ended(DateTimeOffset At, RunOutcome Outcome) : RunEvent(At);

    public sealed record Acknowledged(DateTimeOffset At, Handle By) : RunEvent(At);

    /// <summary>A sign of life from whoever acknowledged, such as an update: the acknowledgement is fresh again.</summary>
    public sealed record StillOnIt(DateTimeOffset At, Handle By) : RunEvent(At);

    public sealed record CannotHelp(DateTimeOffset At, Handle By) : RunEvent(At);

    public sealed record Snoozed(DateTimeOffset At, Handle By, DateTimeOffset Until) : RunEvent(At);

    /// <param name="Level">Null: the next one.</param>
    public sealed record Escalated(DateTimeOffset At, Handle By, int? Level = null) : RunEvent(At)
    {
        /// <summary>Why, in the person's words.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Somebody else is asked in place of the level that paging stands at.</summary>
    public sealed record Reassigned(DateTimeOffset At, Handle By, PolicyTarget To) : RunEvent(At)
    {
        /// <summary>Why, in the person's words.</summary>
        public string? Reason { get; init; }
    }

    /// <param name="By">Null: the incident was closed.</param>
    public sealed record StoppedBy(DateTimeOffset At, Handle? By = null) : RunEvent(At);
}

public enum MissReason
{
    NobodyOnCall,

    /// <summary>Whoever would be asked has said that they cannot help.</summary>
    CannotHelp,

    /// <summary>Whoever would be asked is asked already, through another target of the level.</summary>
    AskedAlready,

    /// <summary>Nobody has the role.</summary>
    NobodyInRole,
}

/// <summary>A target without anybody to ask.</summary>
/// <param name="People">Who would have been asked.</param>
public sealed record MissedTarget(PolicyTarget Whom, MissReason Why, ImmutableArray<Handle> People);
