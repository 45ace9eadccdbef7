namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>How a server has its action items followed up: who is reminded when, what the weekly digest is, and which tracker they go to.</summary>
public sealed record FollowUpRules
{
    public static readonly FollowUpRules Default = new();

    /// <summary>The first local hour in which people are written to, 0 to 23. Nobody is from 20:00 on, or where that is later, from two hours after it.</summary>
    public int Hour { get; init; } = 9;

    /// <summary>When an item's owner is reminded.</summary>
    public ReminderDays Days { get; init; } = new(Before: 2, After: 3, Every: 7);

    /// <summary>So many days after its date the incident's commander hears of it, once.</summary>
    public EscalationDays Escalation { get; init; } = new(14);

    /// <summary>When the digest is posted.</summary>
    public DigestTime Digest { get; init; } = new(DayOfWeek.Monday, new TimeOnly(9, 0));

    /// <summary>Where; null: where incidents are announced.</summary>
    public ChannelId? DigestChannel { get; init; }

    /// <summary>The tracker that items go to, by its name in the configuration; null: none.</summary>
    public string? Tracker { get; init; }

    /// <summary>Each item goes there by itself; otherwise those that somebody sends.</summary>
    public bool TracksAll { get; init; }

    /// <summary>Items of private incidents may go there, too.</summary>
    public bool TracksPrivate { get; init; }
}

/// <summary>Days before and after an item's date on which its owner is reminded; on the day itself they always are, unless all are off.</summary>
/// <remarks>Like <see cref="EscalationDays"/> and <see cref="DigestTime"/> without defaults of its own: what is off is left out of the stored text, and must be read as off.</remarks>
/// <param name="Before">Null: not before.</param>
/// <param name="After">Null: not after.</param>
/// <param name="Every">Then again every so many days, up to <see cref="NextFollowUp.MostRepeats"/> times; null: only once.</param>
/// <param name="Off">Nobody is reminded.</param>
public sealed record ReminderDays(int? Before, int? After, int? Every, bool Off = false);

/// <param name="After">Null: never.</param>
public sealed record EscalationDays(int? After);

/// <param name="Day">Null: there is no digest.</param>
/// <param name="At">By the local clock.</param>
public sealed record DigestTime(DayOfWeek? Day, TimeOnly At);
