using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Record;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>How many similar incidents a document names.</summary>
    private const int SimilarInDocument = 5;

    /// <summary>The whole record of an incident, of one moment, with similar ones that everyone may see; null when there is none.</summary>
    public Task<IncidentFile?> LoadFileAsync(IncidentId id, CancellationToken cancellationToken = default) => ReadAsync(
        async db => await new RecordReader(db, cancellationToken).LoadFileAsync(id) is { } file
            ? file with { Similar = await new SimilarReader(db, cancellationToken).FindAsync(file.Incident, Visibility.IsForEveryone, SimilarInDocument) }
            : null,
        cancellationToken);

    /// <summary>Incidents of the same server like this one, the likest first; drills and those that <paramref name="maySee"/> refuses are left out.</summary>
    public Task<ImmutableArray<SimilarIncident>> SimilarAsync(Incident subject, Func<Incident, bool> maySee, int most, CancellationToken cancellationToken = default)
        => ReadAsync(db => new SimilarReader(db, cancellationToken).FindAsync(subject, maySee, most), cancellationToken);

    /// <summary>The record without what was said: of an incident with thousands of messages, the small part that a card or a page is made from.</summary>
    public Task<IncidentFile?> LoadFileWithoutTalkAsync(IncidentId id, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).LoadFileAsync(id, TalkInFile.None), cancellationToken);

    /// <summary>The record with only those messages that timeline entries were made from.</summary>
    public Task<IncidentFile?> LoadFileWithQuotedTalkAsync(IncidentId id, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).LoadFileAsync(id, TalkInFile.Quoted), cancellationToken);

    /// <summary>A message with its revisions and files; null when it is not stored.</summary>
    public Task<TalkMessage?> FindMessageAsync(MessageId id, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TalkReader(db, cancellationToken).FindAsync(id), cancellationToken);

    public Task<Incident?> FindIncidentAsync(IncidentId id) => FindIncidentAsync(id, CancellationToken.None);

    public Task<Incident?> FindIncidentAsync(IncidentId id, CancellationToken cancellationToken)
        => ReadAsync(db => new RecordReader(db, cancellationToken).FindAsync(id), cancellationToken);

    public Task<Incident?> FindIncidentAsync(ServerId server, int number) => FindIncidentAsync(server, number, CancellationToken.None);

    public Task<Incident?> FindIncidentAsync(ServerId server, int number, CancellationToken cancellationToken)
        => ReadAsync(db => new RecordReader(db, cancellationToken).FindAsync(server, number), cancellationToken);

    public Task<Incident?> FindIncidentAsync(ChannelId channel) => FindIncidentAsync(channel, CancellationToken.None);

    /// <inheritdoc cref="IIncidentLookup.FindIncidentAsync(ChannelId)"/>
    public Task<Incident?> FindIncidentAsync(ChannelId channel, CancellationToken cancellationToken)
        => ReadAsync(db => new RecordReader(db, cancellationToken).FindAsync(channel), cancellationToken);

    /// <summary>By number; removed ones included.</summary>
    public Task<ImmutableArray<TimelineEntry>> EntriesAsync(IncidentId incident, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).EntriesAsync(incident), cancellationToken);

    /// <summary>By number.</summary>
    public Task<ImmutableArray<ActionItem>> ActionsAsync(IncidentId incident, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).ActionsAsync(incident), cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<ImmutableArray<Incident>> ListIncidentsAsync(ServerId server, IncidentFilter filter, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).ListAsync(server, filter), cancellationToken);

    /// <summary>Open incidents of all servers that have a channel, newest first.</summary>
    public Task<ImmutableArray<Incident>> OpenIncidentsAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).OpenAsync(), cancellationToken);

    /// <summary>Open incidents of all servers whose channel is not made yet, or not known.</summary>
    public Task<ImmutableArray<Incident>> OpenWithoutChannelAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).OpenWithoutChannelAsync(), cancellationToken);

    /// <summary>Action items of a server's incidents, by due date, then by incident and number; open ones only unless <paramref name="all"/>.</summary>
    public Task<ImmutableArray<(Incident Incident, ActionItem Action)>> ListActionsAsync(
        ServerId server, PersonId? owner = null, bool all = false, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).ListActionsAsync(server, owner, all), cancellationToken);

    /// <summary>All incidents of a server by number, private ones included, and their action items that are still open: what statistics are made from.</summary>
    public Task<(ImmutableArray<Incident> Incidents, ImmutableArray<ActionItem> OpenActions)> ForStatisticsAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).ForStatisticsAsync(server), cancellationToken);

    /// <summary>
    /// Where all the <paramref name="words"/> occur together: incidents first, the likeliest first, then entries, then talk, each newest first. Upper and lower case
    /// are the same (in talk for the letters of ASCII only), accents do not matter in incidents and entries, and the beginning of a word finds it. Private incidents
    /// are among the hits: the caller decides who may see what.
    /// </summary>
    public Task<ImmutableArray<SearchHit>> SearchAsync(ServerId server, string words, int limit = 25, CancellationToken cancellationToken = default)
        => ReadAsync(db => new Search(db, cancellationToken).FindAsync(server, words, limit), cancellationToken);

    /// <summary>What is set for a server; the defaults when nothing is.</summary>
    public Task<ServerSettings> SettingsAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).SettingsAsync(server), cancellationToken);

    /// <summary>Names as last seen; people never seen are missing.</summary>
    public Task<ImmutableDictionary<PersonId, string>> NamesAsync(IReadOnlyCollection<PersonId> people, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).NamesAsync(people), cancellationToken);

    /// <summary>Names of a server's chat roles as last seen.</summary>
    public Task<ImmutableDictionary<ChatRoleId, string>> RoleNamesAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).RoleNamesAsync(server), cancellationToken);

    /// <summary>The servers whose roles were ever heard of.</summary>
    public Task<ImmutableArray<ServerId>> KnownServersAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new RecordReader(db, cancellationToken).ServersAsync(), cancellationToken);

    /// <summary>Whether an interaction was handled within the last day, and changed something.</summary>
    public Task<bool> WasCarriedOutAsync(ulong interaction, CancellationToken cancellationToken = default)
        => ReadAsync(db => db.Interactions.AnyAsync(row => row.Id == interaction && row.Answer == null, cancellationToken), cancellationToken);

    /// <summary>Where each shard's events were last taken up to, by shard.</summary>
    public Task<ImmutableArray<GatewayPosition>> GatewayPositionsAsync(CancellationToken cancellationToken = default)
        => ReadAsync<ImmutableArray<GatewayPosition>>(
            async db =>
            [
                .. (await db.GatewayPositions.AsNoTracking().OrderBy(row => row.Shard).ToListAsync(cancellationToken))
                    .Select(static row => new GatewayPosition(row.Shard, row.SessionId, row.ResumeUrl, row.Sequence) { ShardCount = row.ShardCount, At = row.At }),
            ],
            cancellationToken);
}
