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

    public ActionState State { get; init; }

    public PersonId? Owner { get; init; }

    /// <summary>A date in the server's zone.</summary>
    public DateOnly? Due { get; init; }

    public required PersonId AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public PersonId? ClosedBy { get; init; }

    /// <summary>The message it was made from, if it was.</summary>
    public MessageRef? Source { get; init; }
}
