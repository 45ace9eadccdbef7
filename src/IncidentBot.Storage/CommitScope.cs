using System.Collections.Immutable;
using System.Data.Common;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using IncidentBot.Storage.Talk;

namespace IncidentBot.Storage;

/// <summary>What can be read and saved within one commit. Reads see what was saved before in it. Not thread-safe, and of no use once the work has ended.</summary>
public sealed partial class CommitScope : IIncidentLookup
{
    private readonly Writer writer;
    private readonly DbTransaction transaction;
    private readonly TalkWriter talk;
    private readonly TimeProvider clock;
    private readonly List<Incident> savedIncidents = [];
    private IncidentContext? context;
    private AgendaBook? agenda;
    private bool talking;
    private bool erased;

    internal CommitScope(Writer writer, DbTransaction transaction, TimeProvider clock)
    {
        this.writer = writer;
        this.transaction = transaction;
        talk = writer.Talk;
        this.clock = clock;
    }

    internal bool Ended { get; private set; }

    internal bool AgendaChanged => agenda?.Changed ?? false;

    internal IReadOnlyList<Incident> SavedIncidents => savedIncidents;

    private RecordReader Read => new(Db, CancellationToken.None);

    private RecordWriter Write => new(Db);

    private AgendaBook Agenda => agenda ??= new AgendaBook(Db, clock);

    private InteractionBook Interactions => new(Db, clock);

    /// <summary>Made on first use: a batch of messages does without.</summary>
    private IncidentContext Db
    {
        get
        {
            ObjectDisposedException.ThrowIf(Ended, this);
            return context ??= writer.Context(transaction);
        }
    }

    private TalkWriter Talk
    {
        get
        {
            ObjectDisposedException.ThrowIf(Ended, this);
            if (!talking) talk.Begin();
            talking = true;
            return talk;
        }
    }

    public Task<Incident?> FindIncidentAsync(IncidentId id) => Read.FindAsync(id);

    public Task<Incident?> FindIncidentAsync(ServerId server, int number) => Read.FindAsync(server, number);

    public Task<Incident?> FindIncidentAsync(ChannelId channel) => Read.FindAsync(channel);

    /// <summary>The incident that a report was imported as on this server, by the report's hash; null when it was not.</summary>
    public Task<Incident?> FindImportedAsync(ServerId server, string hash) => Read.FindImportedAsync(server, hash);

    /// <summary>A server's closed incidents that still have a channel, by number.</summary>
    public Task<ImmutableArray<Incident>> ListClosedWithChannelAsync(ServerId server) => Read.ClosedWithChannelAsync(server);

    /// <summary>A server's open incidents, and the latest of its closed ones, newest first.</summary>
    /// <param name="latest">How many of the server's newest incidents are looked at for closed ones.</param>
    public Task<ImmutableArray<Incident>> OpenAndLatestAsync(ServerId server, int latest) => Read.OpenAndLatestAsync(server, latest);

    /// <summary>A server's incidents that have open action items.</summary>
    public Task<ImmutableArray<IncidentId>> WithOpenActionsAsync(ServerId server) => Read.WithOpenActionsAsync(server);

    /// <summary>The whole record as it stands within this commit.</summary>
    public Task<IncidentFile?> LoadFileAsync(IncidentId id) => Read.LoadFileAsync(id);

    /// <summary>By number; removed ones included.</summary>
    public Task<ImmutableArray<TimelineEntry>> EntriesAsync(IncidentId incident) => Read.EntriesAsync(incident);

    public Task<TimelineEntry?> FindEntryAsync(IncidentId incident, int number) => Read.FindEntryAsync(incident, number);

    /// <summary>Entries made from a message, by number; removed ones included.</summary>
    public Task<ImmutableArray<TimelineEntry>> EntriesOfAsync(IncidentId incident, MessageId message) => Read.EntriesOfAsync(incident, message);

    /// <summary>By number.</summary>
    public Task<ImmutableArray<Domain.Escalation.Escalation>> EscalationsAsync(IncidentId incident) => Read.EscalationsAsync(incident);

    public Task<Domain.Escalation.Escalation?> FindEscalationAsync(IncidentId incident, int number) => Read.FindEscalationAsync(incident, number);

    /// <summary>By number.</summary>
    public Task<ImmutableArray<ActionItem>> ActionsAsync(IncidentId incident) => Read.ActionsAsync(incident);

    public Task<ActionItem?> FindActionAsync(IncidentId incident, int number) => Read.FindActionAsync(incident, number);

    public Task<TalkMessage?> FindMessageAsync(MessageId id) => new TalkReader(Db, CancellationToken.None).FindAsync(id);

    /// <summary>What is set for a server; the defaults when nothing is.</summary>
    public Task<ServerSettings> SettingsAsync(ServerId server) => Read.SettingsAsync(server);

    /// <summary>What must be done last before the commit: when something was redacted, nothing of it may stay in the full-text index either.</summary>
    internal async Task FinishAsync()
    {
        if (erased) await Db.Words.PurgeAsync();
    }

    /// <summary>Ends the scope; the transaction is the store's.</summary>
    internal async ValueTask DisposeAsync()
    {
        Ended = true;
        if (context is not null) await context.DisposeAsync();
    }
}
