using System.Collections.Immutable;

namespace IncidentBot.Domain.Reminders;

/// <summary>What became of one kind of reminder in an incident. There is at most one of each kind.</summary>
public sealed record ReminderLog(ReminderKind Kind)
{
    /// <summary>Since when what it reminded of had been so. What begins later is another matter, and its reminders are counted anew.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How often it reminded of that; from 1 up, once there was any.</summary>
    public int Sent { get; init; }

    /// <summary>The last time; null: none yet.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The message that stands in the channel with its buttons; null: none does, because it was answered, or could not be posted.</summary>
    public MessageRef? Message { get; init; }

    /// <summary>Who was asked by name in that message; null: nobody.</summary>
    public PersonId? To { get; init; }

    /// <summary>Who was asked by name besides.</summary>
    public ImmutableArray<PersonId> Also { get; init; } = [];

    /// <summary>Not before then. May have passed.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    public PersonId? SnoozedBy { get; init; }

    /// <summary>How often it was put off since <see cref="Since"/>.</summary>
    public int Snoozes { get; init; }

    /// <summary>Who does not want it any more; then it never comes again in this incident.</summary>
    public PersonId? DismissedBy { get; init; }

    /// <summary>Somebody put it off since it last came.</summary>
    internal bool IsSnoozed => SnoozedUntil > SentAt;
}
