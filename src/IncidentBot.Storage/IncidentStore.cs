using System.Collections.Concurrent;
using System.Data.Common;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

/// <summary>
/// The record, on disk. Thread-safe. All writes go through <see cref="CommitAsync{T}"/>, one at a time and each in one transaction that is durable when
/// the task ends; reads see the last commit and wait for nobody. Everything throws <see cref="StorageException"/> when the disk or the file fails.
/// </summary>
public sealed partial class IncidentStore : IIncidentLookup, IAsyncDisposable
{
    /// <summary>How often a commit is tried when incidents change under it.</summary>
    private const int Tries = 4;

    private readonly StorageOptions options;
    private readonly Engine engine;
    private readonly Writer writer;
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly AsyncLocal<CommitScope?> current = new();
    private readonly ConcurrentDictionary<ChannelId, IncidentId> openChannels = new();
    private StorageException? trouble;
    private Task warming = Task.CompletedTask;
    private int followed;
    private bool disposed;

    private IncidentStore(StorageOptions options, Engine engine, Writer writer)
    {
        this.options = options;
        this.engine = engine;
        this.writer = writer;
    }

    /// <summary>
    /// Raised after a commit that gave the agenda something to do (items added, finished or put off). Handlers are called on the committing task: they must
    /// be quick and not throw.
    /// </summary>
    public event Action? AgendaChanged;

    /// <summary>Raised when a commit failed for a reason that <see cref="StorageException.MayPass">may pass</see>, and when one succeeds again after that.</summary>
    public event Action<StorageException?>? TroubleChanged;

    /// <summary>Why the last commit failed, if it is something that may pass; null once one has succeeded since.</summary>
    public StorageException? Trouble => Volatile.Read(ref trouble);

    /// <summary>The channels of open incidents, always in step with the last commit; a lookup takes nanoseconds.</summary>
    public IReadOnlyDictionary<ChannelId, IncidentId> OpenIncidentChannels => openChannels;

    /// <summary>
    /// Opens the database, makes it when there is none, and brings it up to this version. Holds it until disposed: a second process is refused.
    /// </summary>
    /// <exception cref="StorageException">It cannot be used; the message says why, and nothing was touched.</exception>
    public static async Task<IncidentStore> OpenAsync(StorageOptions options, CancellationToken cancellationToken = default)
    {
        var of = Engine.Of(options);
        IncidentStore? store = null;
        try
        {
            store = new IncidentStore(options, of, await of.OpenAsync(cancellationToken));
            store.FollowAll();
            store.warming = Task.Run(store.WarmAsync, CancellationToken.None);
            return store;
        }
        catch (Exception e)
        {
            if (store is not null) await store.DisposeAsync();
            if (of.Caused(e)) throw of.Translate(e);
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it; when it throws, nothing is kept. The work must not wait for the network, and must not
    /// commit by itself. When an incident changed since the work read it, the work is run again, from the start, a few times.
    /// </summary>
    /// <exception cref="StorageException">With <see cref="StorageFault.Conflict"/> when it stayed in conflict, or whatever the disk says.</exception>
    /// <exception cref="InvalidOperationException">It was called from within the work of another commit, and would wait for itself.</exception>
    public async Task<T> CommitAsync<T>(Func<CommitScope, Task<T>> work, CancellationToken cancellationToken = default)
    {
        if (current.Value is { Ended: false }) throw new InvalidOperationException("A commit was begun within the work of another one: use its scope.");
        bool agendaChanged;
        AttachmentChange attachmentsChanged;
        T result;
        await turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            (result, agendaChanged, attachmentsChanged) = await TryAsync(work);
        }
        catch (StorageException e) when (e.MayPass)
        {
            Note(e);
            throw;
        }
        catch (Exception e) when (engine.Caused(e))
        {
            var translated = engine.Translate(e);
            if (translated.MayPass) Note(translated);
            throw translated;
        }
        finally
        {
            turn.Release();
        }

        Note(null);
        if (agendaChanged) AgendaChanged?.Invoke();
        if (attachmentsChanged != AttachmentChange.None) AttachmentsChanged?.Invoke(attachmentsChanged);
        return result;
    }

    /// <summary>Saves next to nothing, to see whether something can be saved.</summary>
    /// <exception cref="StorageException">It cannot.</exception>
    public Task TryToSaveAsync(CancellationToken cancellationToken = default) => CommitAsync(static scope => scope.ProbeAsync(), cancellationToken);

    /// <inheritdoc cref="CommitAsync{T}"/>
    public Task CommitAsync(Func<CommitScope, Task> work, CancellationToken cancellationToken = default) => CommitAsync(
        async scope =>
        {
            await work(scope);
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Clears what was taken out of the record from where the engine still holds it: SQLite's log has earlier states of the pages, PostgreSQL's tables have earlier states
    /// of the rows. A reader that is under way holds it up; it is tried for a moment, and done later in any case (at the next start, or by PostgreSQL itself). PostgreSQL's
    /// own log and what is copied from it (replicas, archives) is in the hands of whoever runs the server.
    /// </summary>
    /// <returns>Whether nothing of it is left.</returns>
    public async Task<bool> ScrubAsync(CancellationToken cancellationToken = default)
    {
        const int ScrubTries = 3;
        for (var attempt = 0; attempt < ScrubTries; attempt++)
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                if (writer.Scrub()) return true;
            }
            catch (Exception e) when (engine.Caused(e))
            {
                throw engine.Translate(e);
            }
            finally
            {
                turn.Release();
            }
        }

        return false;
    }

    /// <summary>Waits for the commit that is under way, then closes the database and lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await warming;
        await turn.WaitAsync();
        try
        {
            if (disposed) return;
            disposed = true;
            engine.ForgetReaders();
            await writer.DisposeAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Wakes EF's reads and writes while the bot connects, so that the first command does not pay for them.</summary>
    private async Task WarmAsync()
    {
        try
        {
            await NextDueAsync();
            await LoadFileAsync(default);
            await RehearseAsync();
        }
        catch (Exception e) when (e is StorageException || engine.Caused(e))
        {
            // Whoever needs the database next is told.
        }
    }

    /// <summary>A declaration and its agenda, written and taken back: nothing of it is ever committed.</summary>
    private async Task RehearseAsync()
    {
        await turn.WaitAsync();
        try
        {
            if (disposed) return;
            await using var transaction = await writer.BeginAsync();
            await using var scope = new CommitScope(writer, transaction, options.Clock);
            await Rehearsal.PlayAsync(scope, options.Clock.GetUtcNow());
            await transaction.RollbackAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(T Result, bool AgendaChanged, AttachmentChange AttachmentsChanged)> TryAsync<T>(Func<CommitScope, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await writer.BeginAsync();
            if (followed != writer.Session) FollowAll();
            await using var scope = new CommitScope(writer, transaction, options.Clock);
            current.Value = scope;
            try
            {
                var result = await work(scope);
                await scope.FinishAsync();
                await writer.CommitAsync(transaction, Note, closing.Token);
                foreach (var incident in scope.SavedIncidents) Follow(incident);
                return (result, scope.AgendaChanged, scope.AttachmentsChanged);
            }
            catch (Exception e) when (e is IncidentChangedException or DbUpdateConcurrencyException)
            {
                if (attempt < Tries) continue;
                throw new StorageException(StorageFault.Conflict, "Someone else changed the incident at the same moment: look at it and try again.", e);
            }
            catch (Exception e) when (engine.Caused(e) && writer.IsLost && attempt < Tries)
            {
                // Nothing of it was kept. A server that was started again answers on a new connection; if it does not, the next try says so.
            }
        }
    }

    private async Task<T> ReadAsync<T>(Func<IncidentContext, Task<T>> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = engine.Reader();
            try
            {
                await connection.OpenAsync(cancellationToken);

                // One transaction: all queries of a read see the same commit.
                await using var transaction = await engine.BeginReadingAsync(connection, cancellationToken);
                await using var db = engine.Context(transaction);
                return await read(db);
            }
            catch (Exception e) when (engine.Caused(e))
            {
                // A connection that was kept from before the server was started again.
                if (attempt > 1 || !engine.IsLost(connection)) throw engine.Translate(e);
                engine.ForgetReaders();
            }
        }
    }

    private void Note(StorageException? now)
    {
        // The last few bytes take a small commit now and then; that is not yet an end of it.
        if (now is null && trouble is { Fault: StorageFault.DiskFull } && !engine.HasRoom) return;
        var before = Interlocked.Exchange(ref trouble, now);
        if (before?.Fault != now?.Fault) TroubleChanged?.Invoke(now);
    }

    /// <summary>Reads anew which channels are those of open incidents.</summary>
    private void FollowAll()
    {
        var open = writer.OpenChannels().ToDictionary();
        foreach (var (channel, _) in openChannels)
        {
            if (!open.ContainsKey(channel)) openChannels.TryRemove(channel, out _);
        }

        foreach (var (channel, incident) in open) openChannels[channel] = incident;
        followed = writer.Session;
    }

    private void Follow(Incident incident)
    {
        foreach (var (channel, id) in openChannels)
        {
            if (id == incident.Id && (!incident.IsOpen || channel != incident.Channel)) openChannels.TryRemove(channel, out _);
        }

        if (incident is { IsOpen: true, Channel: { } own }) openChannels[own] = incident.Id;
    }
}
