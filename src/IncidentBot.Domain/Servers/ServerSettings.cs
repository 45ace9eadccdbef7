using System.Collections.Immutable;
using IncidentBot.Domain.Actions.FollowingUp;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Servers;

/// <summary>What is set per chat server. Everything has a default that works on a server nobody has set up.</summary>
public sealed record ServerSettings
{
    public required ServerId Server { get; init; }

    /// <summary>IANA zone of documents and of times people type without a zone.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>Where incidents are announced; null: a channel named "incidents" is looked for or made.</summary>
    public ChannelId? AnnouncementChannel { get; init; }

    /// <summary>Where postmortems are posted, a text channel or a forum; null: one named "postmortems" is looked for or made.</summary>
    public ChannelId? PostmortemChannel { get; init; }

    /// <summary>What is looked for or made while <see cref="PostmortemChannel"/> is not set.</summary>
    public PostmortemPlace PostmortemsAs { get; init; } = PostmortemPlace.Text;

    /// <summary>Roles in an incident beside the three known ones.</summary>
    public ImmutableArray<string> ExtraRoles { get; init; } = [];

    /// <summary>Who may do what, by chat role; a verb without an entry has its default (see <see cref="Verb"/>).</summary>
    public ImmutableDictionary<Verb, ImmutableArray<ChatRoleId>> Allowed { get; init; } = ImmutableDictionary<Verb, ImmutableArray<ChatRoleId>>.Empty;

    /// <summary>What becomes of the channels of closed incidents.</summary>
    public RetentionRule Retention { get; init; } = RetentionRule.Default;

    /// <summary>After how long people are reminded of what.</summary>
    public ReminderRules Reminders { get; init; } = ReminderRules.Default;

    /// <summary>By when postmortems are due, and how many approvals they need.</summary>
    public ReviewRules Reviews { get; init; } = ReviewRules.Default;

    /// <summary>What an alert does that belongs to no open incident.</summary>
    public AlertHandling Alerts { get; init; } = AlertHandling.Declare;

    /// <summary>The least severity at which an alert opens an incident; what is less bad only joins one.</summary>
    public Severity AlertsFrom { get; init; } = Severity.Sev3;

    /// <summary>Where it is said who is on call when that changes. Whoever's shift begins is told directly in any case; null: nobody else is, but of what does not arrive.</summary>
    public ChannelId? OnCallChannel { get; init; }

    /// <summary>Roles of the chat server that whoever is on call has for as long.</summary>
    public ImmutableArray<OnCallRole> OnCallRoles { get; init; } = [];

    /// <summary>Which template postmortems follow: for a severity, or for all that have none of their own. At most one for each.</summary>
    public ImmutableArray<TemplateSetting> Templates { get; init; } = [];

    /// <summary>How action items are followed up.</summary>
    public FollowUpRules FollowUp { get; init; } = FollowUpRules.Default;

    /// <summary>Which reaction marks what.</summary>
    public ImmutableDictionary<string, EntryKind> Reactions { get; init; } = DefaultReactions;

    public static ImmutableDictionary<string, EntryKind> DefaultReactions { get; } = new Dictionary<string, EntryKind>
    {
        ["📌"] = EntryKind.KeyEvent,
        ["🔎"] = EntryKind.Hypothesis,
        ["❌"] = EntryKind.RuledOut,
        ["🎯"] = EntryKind.Cause,
        ["🔧"] = EntryKind.Fix,
        ["📈"] = EntryKind.Impact,
        ["✅"] = EntryKind.ActionItem,
    }.ToImmutableDictionary();
}

/// <summary>Whoever is on call in a schedule has a role of the chat server. Several schedules may share one.</summary>
public sealed record OnCallRole(string Schedule, ChatRoleId Role);

/// <summary>The kind of channel that postmortems are posted in.</summary>
public enum PostmortemPlace
{
    /// <summary>A message for each, with the rest in a thread under it.</summary>
    Text,

    /// <summary>A post for each, with tags.</summary>
    Forum,
}

/// <param name="Severity">Null: for every severity that has none of its own.</param>
/// <param name="Key">Of the template.</param>
public sealed record TemplateSetting(Severity? Severity, string Key);

/// <summary>What alerts may do on a server.</summary>
public enum AlertHandling
{
    /// <summary>Open an incident, when they belong to none that is open.</summary>
    Declare,

    /// <summary>Only join open incidents.</summary>
    Attach,
}

/// <summary>What a person may be allowed to do. Everyone may declare, use, resolve and page unless the server says otherwise; settings and private incidents are for those who manage the server.</summary>
public enum Verb
{
    Declare,
    Use,
    Resolve,
    Page,
    Configure,
    SeePrivate,
}
