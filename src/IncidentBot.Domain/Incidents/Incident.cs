using System.Collections.Immutable;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Reports;
using IncidentBot.Domain.Retention;

namespace IncidentBot.Domain.Incidents;

/// <summary>
/// One incident: all that is decided about it. It is a value: every decision makes a new one. What people said, the timeline, escalations and action
/// items belong to it, and are kept beside it because there can be many (see <see cref="IncidentFile"/>). All instants are UTC.
/// </summary>
public sealed record Incident
{
    public required IncidentId Id { get; init; }

    public required ServerId Server { get; init; }

    /// <summary>What people call it, from 1 up on each server: "INC-7".</summary>
    public required int Number { get; init; }

    public required string Title { get; init; }

    public required Severity Severity { get; init; }

    public required IncidentStatus Status { get; init; }

    public required PersonId DeclaredBy { get; init; }

    public required Milestones Milestones { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>An exercise: everything works, nothing counts, nobody outside is told.</summary>
    public bool IsDrill { get; init; }

    /// <summary>The first line said about it, if any.</summary>
    public string? Summary { get; init; }

    /// <summary>Services hurt, the one named at declaration first, without repetition.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>The message it was declared from, if it was.</summary>
    public MessageRef? Origin { get; init; }

    /// <summary>Its channel; null until it was created.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>What is becoming of its channel since it was closed; null: nothing.</summary>
    public ChannelRetirement? Retirement { get; init; }

    public MessageRef? Card { get; init; }

    /// <summary>The card could not be pinned for lack of permission, and the channel was told so.</summary>
    public bool CardUnpinned { get; init; }

    public MessageRef? Announcement { get; init; }

    /// <summary>
    /// The messages that hold the posted postmortem, in reading order: the opening with its summary, then the parts. In a forum all stand in the post, whose id is
    /// the opening's; under an opening in a text channel the parts stand in its thread, which has its id too, or after it where no thread can be made.
    /// </summary>
    public ImmutableArray<MessageRef> PostmortemMessages { get; init; } = [];

    /// <summary>The post in the forum could not be given all its tags, and the channel was told so.</summary>
    public bool PostmortemTagsTold { get; init; }

    public ImmutableArray<StatusChange> StatusHistory { get; init; } = [];

    public ImmutableArray<SeverityChange> SeverityHistory { get; init; } = [];

    /// <summary>Who had which role from when to when, oldest first.</summary>
    public ImmutableArray<RoleInterval> Roles { get; init; } = [];

    /// <summary>A handover that was offered and not yet accepted.</summary>
    public HandoverOffer? Handover { get; init; }

    public ImmutableArray<ImpactStatement> Impacts { get; init; } = [];

    /// <summary>The root cause as people recorded it; the newest wins, older ones stay in the timeline.</summary>
    public Statement? Cause { get; init; }

    /// <summary>What resolved it.</summary>
    public Statement? Fix { get; init; }

    /// <summary>How it was noticed.</summary>
    public Statement? Detection { get; init; }

    public ImmutableArray<IncidentLink> Links { get; init; } = [];

    /// <summary>People asked for help in it: they belong to it also when it is private.</summary>
    public ImmutableArray<PersonId> Invited { get; init; } = [];

    /// <summary>Chat roles asked for help in it.</summary>
    public ImmutableArray<ChatRoleId> InvitedRoles { get; init; } = [];

    /// <summary>When the next status update was promised.</summary>
    public DateTimeOffset? NextUpdateDue { get; init; }

    /// <summary>What became of the reminders: one log for each kind that came.</summary>
    public ImmutableArray<ReminderLog> Reminders { get; init; } = [];

    /// <summary>Sections of the postmortem that people wrote; they survive regeneration.</summary>
    public ImmutableDictionary<string, Statement> WrittenSections { get; init; } = ImmutableDictionary<string, Statement>.Empty;

    /// <summary>What is decided about the postmortem as a document.</summary>
    public PostmortemState Postmortem { get; init; } = new();

    /// <summary>Alerts that belong to it, in the order in which they came.</summary>
    public ImmutableArray<IncidentAlert> Alerts { get; init; } = [];

    /// <summary>How many reports came for alerts beyond those it can tell apart.</summary>
    public int AlertsUnlisted { get; init; }

    /// <summary>An alert opened it.</summary>
    public bool OpenedByAlert { get; init; }

    /// <summary>The report it was read from; null for one that was run here.</summary>
    public ImportedReport? Imported { get; init; }

    /// <summary>It was imported, and was never taken up here: it has no channel and owes nobody anything.</summary>
    public bool IsHistory => Imported is not null && Channel is null && !IsOpen;

    /// <summary>When its channel was last told about its alerts.</summary>
    public DateTimeOffset? AlertsToldAt { get; init; }

    /// <summary>When its channel was last told that it takes in alerts of other matters, because there are so many.</summary>
    public DateTimeOffset? AlertStormAt { get; init; }

    /// <summary>The numbers last given to a timeline entry, an action item and an escalation of this incident.</summary>
    public int LastEntry { get; init; }

    public int LastAction { get; init; }

    public int LastEscalation { get; init; }

    /// <summary>Grows by one with each commit: two people deciding at once are told apart by it.</summary>
    public int Version { get; init; }

    /// <summary>"INC-7".</summary>
    public string Name => "INC-" + Number;

    public bool IsOpen => Status.IsOpen();

    public PersonId? Holder(IncidentRole role)
    {
        foreach (var interval in Roles)
        {
            if (interval.To is null && interval.Role == role) return interval.Person;
        }

        return null;
    }
}

public sealed record StatusChange(IncidentStatus Status, DateTimeOffset At, PersonId By, string? Reason = null);

public sealed record SeverityChange(Severity Severity, DateTimeOffset At, PersonId By, string? Reason = null);

/// <summary>A role in an incident: one of the three known ones or one that the server configured. Compared by key.</summary>
/// <param name="Key">Lower case, without spaces: "commander", "communications", "scribe", "legal".</param>
public readonly record struct IncidentRole(string Key)
{
    public static readonly IncidentRole Commander = new("commander");
    public static readonly IncidentRole Communications = new("communications");
    public static readonly IncidentRole Scribe = new("scribe");

    /// <summary>"incident commander", "communications lead", "scribe", or the configured name.</summary>
    public string Title => Key switch
    {
        "commander" => "incident commander",
        "communications" => "communications lead",
        _ => Key.Replace('-', ' '),
    };
}

/// <param name="To">Null while the person still has the role.</param>
public sealed record RoleInterval(IncidentRole Role, PersonId Person, DateTimeOffset From, DateTimeOffset? To);

public sealed record HandoverOffer(PersonId From, PersonId To, DateTimeOffset At);

/// <summary>Something a person recorded about the incident, with its origin.</summary>
/// <param name="At">When it happened or held, as far as said; else when it was said.</param>
public sealed record Statement(string Text, PersonId By, DateTimeOffset At, MessageRef? Source = null);

/// <param name="Percent">Share of users, 0 to 100.</param>
/// <param name="People">Absolute number of users.</param>
public sealed record ImpactStatement(string Text, decimal? Percent, long? People, ImmutableArray<string> Services, PersonId By, DateTimeOffset At, MessageRef? Source = null);

public enum LinkKind
{
    /// <summary>This one was closed into the other.</summary>
    DuplicateOf,

    /// <summary>The other one was closed into this.</summary>
    HasDuplicate,

    Related,
}

public sealed record IncidentLink(LinkKind Kind, int Number, DateTimeOffset At, PersonId By);
