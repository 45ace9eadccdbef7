using System.Collections.Immutable;

namespace IncidentBot.Domain.Actions;

public enum ActionKind
{
    /// <summary>A task that is neither of the other two, or where nobody said.</summary>
    Task,

    /// <summary>Repairs this.</summary>
    Corrective,

    /// <summary>Keeps it from coming back.</summary>
    Preventive,
}

/// <summary>How much it matters among the others. The names are stored.</summary>
public enum ActionPriority
{
    Low,
    Medium,
    High,
    Urgent,
}

public enum ActionState
{
    Open,
    Done,
    Dropped,
}

/// <summary>Something to be done after (or because of) the incident.</summary>
public sealed record ActionItem
{
    public required IncidentId Incident { get; init; }

    /// <summary>From 1 up within the incident.</summary>
    public required int Number { get; init; }

    public required string Text { get; init; }

    public ActionKind Kind { get; init; }

    /// <summary>Null: nobody said.</summary>
    public ActionPriority? Priority { get; init; }

    public ActionState State { get; init; }

    public PersonId? Owner { get; init; }

    /// <summary>The last day on which it is in time, in the server's zone.</summary>
    public DateOnly? Due { get; init; }

    public required PersonId AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Null while it is open, and where it was closed in the tracker.</summary>
    public PersonId? ClosedBy { get; init; }

    /// <summary>Why it will not be done; null unless it is dropped.</summary>
    public string? DropReason { get; init; }

    /// <summary>The message it was made from, if it was.</summary>
    public MessageRef? Source { get; init; }

    /// <summary>Whom the bot has reminded of it.</summary>
    public FollowUpLog FollowUp { get; init; } = FollowUpLog.None;

    /// <summary>Where it stands in a tracker of issues, or is to stand; null: nowhere.</summary>
    public TrackedIssue? Issue { get; init; }

    public bool IsOverdue(DateOnly today) => State == ActionState.Open && Due < today;
}

/// <summary>What was done to have an action item done in time. Everything in it counts from <see cref="Since"/>.</summary>
public sealed record FollowUpLog
{
    public static readonly FollowUpLog None = new();

    /// <summary>When the item was given its date, or opened again; what would have been due before is not made up for. Null: when it was added.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Every reminder that was due by then is settled: one of them was sent.</summary>
    public DateTimeOffset? Through { get; init; }

    /// <summary>Reminders sent.</summary>
    public int Sent { get; init; }

    /// <summary>The day, in the server's zone, before which nobody wants to be reminded.</summary>
    public DateOnly? LaterOn { get; init; }

    public PersonId? LaterBy { get; init; }

    public DateTimeOffset? PutOffAt { get; init; }

    /// <summary>When the commander was told that it is long overdue.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>Messages whose buttons still ask.</summary>
    public ImmutableArray<AskedMessage> Asked { get; init; } = [];
}

/// <param name="To">Who was asked by name; null: everybody who reads the channel.</param>
/// <param name="IsEscalation">It went to the commander because the item is long overdue.</param>
public sealed record AskedMessage(MessageRef Message, PersonId? To, bool IsEscalation, DateTimeOffset At);

/// <summary>The issue of a tracker (GitHub, Gitea, Forgejo) that stands for an action item.</summary>
/// <param name="Tracker">Its name in the configuration.</param>
/// <param name="WantedAt">When it was asked for.</param>
public sealed record TrackedIssue(string Tracker, DateTimeOffset WantedAt)
{
    /// <summary>The tracker's number; null until it is made.</summary>
    public long? Number { get; init; }

    /// <summary>Where people read it.</summary>
    public string? Url { get; init; }

    /// <summary>What the tracker and the item agreed on last.</summary>
    public bool IsClosed { get; init; }

    /// <summary>A hash of what the tracker was told last; null: nothing yet.</summary>
    public string? Told { get; init; }

    /// <summary>Why it is followed no more, such as that it was deleted there; null: it is followed.</summary>
    public string? Lost { get; init; }

    /// <summary>It stands in the tracker, as far as is known.</summary>
    public bool IsThere => Number is not null && Lost is null;
}
