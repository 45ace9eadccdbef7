namespace IncidentBot.Domain.Reminders;

/// <summary>What people are reminded of. In the order in which they come when several are due at once.</summary>
public enum ReminderKind
{
    /// <summary>It is open, and nobody is incident commander.</summary>
    NoCommander,

    /// <summary>An update was promised for an instant that is there. While a promise stands, <see cref="NoUpdate"/> keeps quiet.</summary>
    UpdateDue,

    /// <summary>It is open, and nobody has said for a while where things stand.</summary>
    NoUpdate,

    /// <summary>It has been open for long: perhaps it is over, and nobody said so.</summary>
    StillOpen,

    /// <summary>It is resolved, and nobody recorded why it happened.</summary>
    NoCause,

    /// <summary>The postmortem is due soon: the one that comes before its time, and once.</summary>
    PostmortemDue,

    /// <summary>The day on which the postmortem was due has passed, and it is not published.</summary>
    PostmortemOverdue,

    /// <summary>People were asked to review the postmortem as it is now, and have not answered.</summary>
    ReviewWaiting,
}

public static class ReminderKinds
{
    public static readonly IReadOnlyList<ReminderKind> All = Enum.GetValues<ReminderKind>();

    /// <summary>"no-commander": what buttons carry. Never changed, because messages outlive the program that posted them.</summary>
    public static string Key(this ReminderKind kind) => kind switch
    {
        ReminderKind.NoCommander => "no-commander",
        ReminderKind.UpdateDue => "update-due",
        ReminderKind.NoUpdate => "no-update",
        ReminderKind.StillOpen => "still-open",
        ReminderKind.PostmortemDue => "postmortem-due",
        ReminderKind.PostmortemOverdue => "postmortem-overdue",
        ReminderKind.ReviewWaiting => "review-waiting",
        _ => "no-cause",
    };

    /// <summary>Null for what this version does not know.</summary>
    public static ReminderKind? Find(string? key) => All.Where(kind => kind.Key() == key).Select(kind => (ReminderKind?)kind).FirstOrDefault();

    /// <summary>What it is about, as part of a sentence: "no incident commander".</summary>
    public static string Subject(this ReminderKind kind) => kind switch
    {
        ReminderKind.NoCommander => "no incident commander",
        ReminderKind.UpdateDue => "a promised update",
        ReminderKind.NoUpdate => "no update",
        ReminderKind.StillOpen => "still open",
        ReminderKind.PostmortemDue => "the postmortem is due soon",
        ReminderKind.PostmortemOverdue => "the postmortem is overdue",
        ReminderKind.ReviewWaiting => "the postmortem waits for review",
        _ => "no root cause recorded",
    };

    /// <summary>It comes before the instant it is about, and has no sense after it.</summary>
    public static bool ComesBefore(this ReminderKind kind) => kind == ReminderKind.PostmortemDue;

    /// <summary>How long one press on Snooze puts it off: about as long as it takes until it makes sense again.</summary>
    public static TimeSpan Snooze(this ReminderKind kind) => kind switch
    {
        ReminderKind.StillOpen => TimeSpan.FromHours(4),
        ReminderKind.NoCause or ReminderKind.PostmortemDue or ReminderKind.PostmortemOverdue or ReminderKind.ReviewWaiting => TimeSpan.FromDays(1),
        _ => TimeSpan.FromMinutes(30),
    };
}
