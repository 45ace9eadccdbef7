using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reminders;

/// <summary>After how long a server wants to be reminded of what. Every default can be changed, and turned off, by severity.</summary>
public sealed record ReminderRules
{
    public static readonly ReminderRules Default = new();

    /// <summary>Counted from when the incident was opened, reopened, or given its present severity.</summary>
    public ReminderTimes NoCommander { get; init; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), null);

    /// <summary>Counted from the promised instant; zero: at that instant.</summary>
    public ReminderTimes UpdateDue { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Counted from the last update or change of status, or as <see cref="NoCommander"/>.</summary>
    public ReminderTimes NoUpdate { get; init; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(4), null);

    /// <summary>Counted as <see cref="NoCommander"/>.</summary>
    public ReminderTimes StillOpen { get; init; } = new(TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromDays(3), TimeSpan.FromDays(7));

    /// <summary>Counted from when it was resolved.</summary>
    public ReminderTimes NoCause { get; init; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1), null);

    /// <summary>How long before 10:00 of the day on which the postmortem is due.</summary>
    public ReminderTimes PostmortemDue { get; init; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1));

    /// <summary>Counted from 10:00 of the day on which the postmortem was due.</summary>
    public ReminderTimes PostmortemOverdue { get; init; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1));

    /// <summary>Counted from when the first of those who have not answered was asked, or the text was changed after their answer.</summary>
    public ReminderTimes ReviewWaiting { get; init; } = new(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(2));

    /// <summary>Drills are exercised without reminders.</summary>
    public bool QuietInDrills { get; init; }

    public ReminderTimes this[ReminderKind kind] => kind switch
    {
        ReminderKind.NoCommander => NoCommander,
        ReminderKind.UpdateDue => UpdateDue,
        ReminderKind.NoUpdate => NoUpdate,
        ReminderKind.StillOpen => StillOpen,
        ReminderKind.PostmortemDue => PostmortemDue,
        ReminderKind.PostmortemOverdue => PostmortemOverdue,
        ReminderKind.ReviewWaiting => ReviewWaiting,
        _ => NoCause,
    };

    public ReminderRules With(ReminderKind kind, ReminderTimes times) => kind switch
    {
        ReminderKind.NoCommander => this with { NoCommander = times },
        ReminderKind.UpdateDue => this with { UpdateDue = times },
        ReminderKind.NoUpdate => this with { NoUpdate = times },
        ReminderKind.StillOpen => this with { StillOpen = times },
        ReminderKind.PostmortemDue => this with { PostmortemDue = times },
        ReminderKind.PostmortemOverdue => this with { PostmortemOverdue = times },
        ReminderKind.ReviewWaiting => this with { ReviewWaiting = times },
        _ => this with { NoCause = times },
    };
}

/// <summary>After how long, by severity. Null: never.</summary>
/// <remarks>Its properties come through the constructor and have no defaults of their own: a stored "never" is left out of the text, and must be read as that.</remarks>
public sealed record ReminderTimes(TimeSpan? Sev1, TimeSpan? Sev2, TimeSpan? Sev3, TimeSpan? Sev4)
{
    public static readonly ReminderTimes Never = new(null, null, null, null);

    public TimeSpan? this[Severity severity] => severity switch
    {
        Severity.Sev1 => Sev1,
        Severity.Sev2 => Sev2,
        Severity.Sev3 => Sev3,
        _ => Sev4,
    };

    public ReminderTimes With(Severity severity, TimeSpan? after) => severity switch
    {
        Severity.Sev1 => this with { Sev1 = after },
        Severity.Sev2 => this with { Sev2 = after },
        Severity.Sev3 => this with { Sev3 = after },
        _ => this with { Sev4 = after },
    };
}
