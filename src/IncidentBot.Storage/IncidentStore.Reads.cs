using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>The whole record of an incident, of one moment; null when there is none.</summary>
    public Task<IncidentFile?> LoadFileAsync(IncidentId id, CancellationToken cancellationToken = default) => throw ToCome();

    public Task<Incident?> FindIncidentAsync(IncidentId id, CancellationToken cancellationToken = default) => throw ToCome();

    public Task<Incident?> FindIncidentAsync(ServerId server, int number, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>The incident of a channel, open or closed.</summary>
    public Task<Incident?> FindIncidentAsync(ChannelId channel, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Newest first.</summary>
    public Task<ImmutableArray<Incident>> ListIncidentsAsync(ServerId server, IncidentFilter filter, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Open incidents of all servers that have a channel, newest first.</summary>
    public Task<ImmutableArray<Incident>> OpenIncidentsAsync(CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Action items of a server's incidents, by due date, then by incident and number; open ones only unless <paramref name="all"/>.</summary>
    public Task<ImmutableArray<(Incident Incident, ActionItem Action)>> ListActionsAsync(ServerId server, PersonId? owner = null, bool all = false, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Where all the <paramref name="words"/> occur together: incidents first, then entries, then talk, each newest first. Private incidents are among them.</summary>
    public Task<ImmutableArray<SearchHit>> SearchAsync(ServerId server, string words, int limit = 25, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>What is set for a server; the defaults when nothing is.</summary>
    public Task<ServerSettings> SettingsAsync(ServerId server, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Names as last seen; people never seen are missing.</summary>
    public Task<ImmutableDictionary<PersonId, string>> NamesAsync(IReadOnlyCollection<PersonId> people, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Names of a server's chat roles as last seen.</summary>
    public Task<ImmutableDictionary<ChatRoleId, string>> RoleNamesAsync(ServerId server, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>The answer that was remembered for an interaction; null when there is none (yet).</summary>
    public Task<string?> FindAnswerAsync(ulong interaction, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>Where each shard's events were last taken up to.</summary>
    public Task<ImmutableArray<GatewayPosition>> GatewayPositionsAsync(CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>The newest stored message of a channel; null when there is none.</summary>
    public Task<MessageId?> LastMessageAsync(ChannelId channel, CancellationToken cancellationToken = default) => throw ToCome();
}
