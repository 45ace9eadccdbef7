using System.Collections.Immutable;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Timeline;

/// <summary>What an entry is about. The first group is marked by people, the second written by the bot as things are done.</summary>
public enum EntryKind
{
    KeyEvent = 0,
    Detection = 1,
    Hypothesis = 2,

    /// <summary>A hypothesis or an attempt that turned out wrong: a misleading path.</summary>
    RuledOut = 3,
    Cause = 4,
    Fix = 5,
    Impact = 6,
    ActionItem = 7,

    Declared = 20,
    Update = 21,
    Status = 22,
    Severity = 23,
    Role = 24,

    /// <summary>A milestone was set or corrected.</summary>
    Milestone = 25,

    /// <summary>Who was asked for help, and why.</summary>
    Escalation = 26,

    /// <summary>One page of an escalation went out, or could not be delivered.</summary>
    Page = 27,
    Acknowledged = 28,

    /// <summary>Nobody answered, the paging was stopped, or the person could not help.</summary>
    EscalationEnded = 29,
    Link = 30,
    Renamed = 31,
    Resolved = 32,
    Reopened = 33,
    Closed = 34,

    /// <summary>Anything else the bot has to say for the record: a channel that was deleted, a gap in what it heard.</summary>
    Note = 35,

    /// <summary>A monitoring system reported something, or that it is over.</summary>
    Alert = 40,

    /// <summary>People were reminded of something, or put that off. Bookkeeping: see <see cref="EntryKindWords.IsQuiet"/>.</summary>
    Reminder = 41,

    /// <summary>A section of the postmortem was written, or given back to the bot. From here on: what is done with the document and with what follows from the incident, not with the incident.</summary>
    Section = 50,

    /// <summary>The review of the postmortem: asked for, approved, changes asked for.</summary>
    Review = 51,

    /// <summary>The postmortem was published, as it stood then.</summary>
    Published = 52,

    /// <summary>A correction to a published postmortem.</summary>
    Correction = 53,

    /// <summary>What became of an action item: added afterwards, changed, done, dropped, opened again.</summary>
    FollowUp = 60,
}

/// <summary>How a person put an entry there.</summary>
public enum MarkedThrough
{
    Command,
    MessageMenu,
    Reaction,
}

/// <param name="Emoji">The reaction, when it was one.</param>
public sealed record Mark(PersonId By, MarkedThrough Through, DateTimeOffset At, string? Emoji = null);

/// <summary>
/// One line of the incident's timeline. Three times are kept apart: when it happened, when it was said, when it was recorded (all UTC).
/// An entry made from a message keeps the link; there is at most one entry for a message and kind, with a mark for each person who asked for it.
/// </summary>
public sealed record TimelineEntry
{
    public required IncidentId Incident { get; init; }

    /// <summary>From 1 up within the incident, in the order of recording. People name it in commands: "#12".</summary>
    public required int Number { get; init; }

    public required EntryKind Kind { get; init; }

    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>When the message was posted; null when the entry does not come from a message.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>
    /// By this machine's clock, or Discord's where somebody asked for it by a command or button; never before what it records was said, even when this
    /// machine's clock is behind.
    /// </summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who said or did it; null for the bot itself.</summary>
    public PersonId? By { get; init; }

    public MessageRef? Source { get; init; }

    public required string Text { get; init; }

    public ImmutableArray<Mark> Marks { get; init; } = [];

    /// <summary>Set when a person changed text or time: the entry then no longer follows edits of its message.</summary>
    public EntryEdit? Edited { get; init; }

    /// <summary>Set when a person took it out, or the last mark was taken back. It stays in the record.</summary>
    public EntryRemoval? Removed { get; init; }

    /// <summary>Set when its words were taken out for good.</summary>
    public Redaction? Redacted { get; init; }

    /// <summary>The time in which the bot heard nothing, when that is what the entry tells of.</summary>
    public Gap? Gap { get; init; }

    /// <summary>What became of a section of the postmortem, when that is what the entry tells of.</summary>
    public SectionChange? Section { get; init; }

    /// <summary>The postmortem as it was published, when that is what the entry tells of.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The correction to a published postmortem, when that is what the entry tells of.</summary>
    public Correction? Correction { get; init; }

    public bool Shown => Removed is null;

    /// <summary>Whether it tells of the document that is made from the record, or of what was done about its action items, and so is no part of the story itself.</summary>
    public bool IsAboutDocument => Kind >= EntryKind.Section;
}

public sealed record EntryEdit(PersonId By, DateTimeOffset At, string TextBefore, DateTimeOffset HappenedAtBefore);

public sealed record EntryRemoval(PersonId By, DateTimeOffset At);

/// <summary>A time in which the bot heard nothing of what happened on Discord.</summary>
/// <param name="From">The last moment at which it had heard everything.</param>
/// <param name="Until">From when on it heard again.</param>
public sealed record Gap(DateTimeOffset From, DateTimeOffset Until);
