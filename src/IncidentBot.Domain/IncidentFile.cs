using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Postmortems.Templates.Own;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain;

/// <summary>The whole record of one incident: all that a postmortem, an export or a search may be made from, and nothing else.</summary>
/// <param name="Entries">By number; removed ones included.</param>
/// <param name="Talk">By message id; deleted ones included.</param>
/// <param name="Escalations">By number.</param>
/// <param name="Actions">By number.</param>
/// <param name="PeopleNames">Display names of everyone who occurs, as last seen.</param>
public sealed record IncidentFile(
    Incident Incident,
    ImmutableArray<TimelineEntry> Entries,
    ImmutableArray<TalkMessage> Talk,
    ImmutableArray<Escalation.Escalation> Escalations,
    ImmutableArray<ActionItem> Actions,
    ImmutableDictionary<PersonId, string> PeopleNames,
    ServerSettings Settings)
{
    /// <summary>Incidents like this one that everyone on the server may see, the likest first. Found in the other records, not part of this one.</summary>
    [JsonIgnore]
    public ImmutableArray<SimilarIncident> Similar { get; init; } = [];

    /// <summary>The server's own template that this incident's postmortem follows, as it stands; null where a built-in one is followed. Kept with the server, no part of this record.</summary>
    [JsonIgnore]
    public OwnTemplate? Own { get; init; }

    /// <summary>The display name, or the bare id for someone never seen.</summary>
    public string NameOf(PersonId person) => PeopleNames.GetValueOrDefault(person) ?? person.ToString();

    /// <summary>The address of a message in Discord's client.</summary>
    public string LinkTo(MessageRef message) => $"https://discord.com/channels/{Incident.Server}/{message.Channel}/{message.Message}";
}
