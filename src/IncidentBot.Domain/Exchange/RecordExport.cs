using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Exchange;

/// <summary>The whole record, to be carried from one database to another: everything people see, nothing of what the bot still owes.</summary>
/// <param name="Incidents">By server and number.</param>
/// <param name="People">Display names of everyone who occurs, as last seen.</param>
public sealed record RecordExport(ImmutableArray<ExportedServer> Servers, ImmutableArray<ExportedIncident> Incidents, ImmutableDictionary<PersonId, string> People);

/// <param name="Roles">Names of its chat roles as last seen, by id.</param>
/// <param name="Books">Policies and schedules, version by version, the first one first.</param>
/// <param name="OnCall">What was changed about them in chat; null: nothing.</param>
public sealed record ExportedServer(ServerSettings Settings, ImmutableArray<ExportedRole> Roles, ImmutableArray<BookVersion> Books, OnCallState? OnCall)
{
    public ServerId Server => Settings.Server;

    /// <summary>The templates that it wrote itself, version by version, by key and then by number. Exports of before there were any have none.</summary>
    public ImmutableArray<OwnTemplate> Templates { get; init; } = [];
}

public sealed record ExportedRole(ChatRoleId Id, string Name);

/// <param name="Entries">By number; removed ones included.</param>
/// <param name="Talk">By message id, with revisions and what is known of attached files; their contents are not in it.</param>
/// <param name="Redactions">Messages whose words must not come back, also where the message itself is not in the record.</param>
public sealed record ExportedIncident(
    Incident Incident,
    ImmutableArray<TimelineEntry> Entries,
    ImmutableArray<TalkMessage> Talk,
    ImmutableArray<Escalation.Escalation> Escalations,
    ImmutableArray<ActionItem> Actions,
    ImmutableArray<RedactedMessage> Redactions);

public sealed record RedactedMessage(MessageId Message, Redaction Redaction);
