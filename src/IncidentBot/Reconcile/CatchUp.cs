using IncidentBot.Discord;
using IncidentBot.Domain.Incidents;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Reconcile;

/// <summary>
/// After a session that could not be resumed, each open incident is compared with Discord, the newest first and a few at a time, while live events go on.
/// What is still to be compared stands in the record: a crash in the middle leaves the rest to the next start.
/// </summary>
public sealed class CatchUp(
    IncidentStore store, IncidentReader incidents, Readiness readiness, Activity activity, ClockWatch watch, TimeProvider clock, ILogger<CatchUp> logger) : BackgroundService
{
    /// <summary>Few enough to leave room in the global rate limit (50 requests a second) for people's commands.</summary>
    private const int SideBySide = 4;

    /// <summary>About ten minutes of trying, with the pauses between.</summary>
    private const int MostAttempts = 10;

    private const int ProgressEvery = 25;

    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PauseWithoutRecord = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<int, SessionLost> lost = [];
    private readonly SemaphoreSlim woken = new(0, 1);
    private IDisposable? announced;

    /// <summary>Events of a shard were not heard since then. They are owed once its new session stands.</summary>
    public void Lost(SessionLost session)
    {
        if (!lost.TryGetValue(session.Shard, out var earlier) || session.Since < earlier.Since) lost[session.Shard] = session;
    }

    /// <summary>A new session stands. If events are missing before it, the shard's open incidents are to be compared; that is on disk when this returns.</summary>
    public async Task OweAsync(int shard, int shardCount, CancellationToken cancellationToken)
    {
        if (lost.TryGetValue(shard, out var session))
        {
            // With another number of shards the servers are dealt anew: what any of the old sessions missed may be any incident's.
            var dealtAnew = session.ShardCount != shardCount;
            await OweAsync(session.Since, incident => dealtAnew || ShardOf(incident, shardCount) == shard, cancellationToken);
            if (dealtAnew) await store.CommitAsync(scope => scope.ForgetGatewayPositionsAsync(exceptOf: shardCount), cancellationToken);
            lost.Remove(shard);
        }

        Wake();
    }

    /// <summary>Those open incidents are to be compared, because nobody can say that everything was heard since then.</summary>
    public async Task OweAsync(DateTimeOffset since, Func<Incident, bool> which, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow();
        var open = await store.OpenIncidentsAsync(cancellationToken);
        await store.CommitAsync(
            async scope =>
            {
                foreach (var incident in open.Where(which)) await scope.OweReconciliationAsync(incident.Id, since, until);
            },
            cancellationToken);
    }

    /// <summary>Looks for what is to be done. Counts as work under way from this moment on.</summary>
    public void Wake()
    {
        lock (gate) announced ??= activity.Begin();
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        watch.Corrected += Wake;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            Wake();
            while (true)
            {
                await woken.WaitAsync(stoppingToken);
                var work = TakeAnnounced();
                try
                {
                    if (await PassAsync(stoppingToken) is { } next) WakeAt(next);
                }
                catch (StorageException e)
                {
                    logger.LogError("What happened while I was away could not be read: {Reason}", e.Message);
                    WakeAt(clock.GetUtcNow() + PauseWithoutRecord);
                }
                finally
                {
                    work?.Dispose();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot is going down; what is left stands in the record.
        }
        catch (ObjectDisposedException)
        {
            // The record was closed under it: the bot is being ended.
        }
        finally
        {
            watch.Corrected -= Wake;
        }
    }

    // The server's shard, by Discord's formula (https://discord.com/developers/docs/events/gateway#sharding).
    private static int ShardOf(Incident incident, int count) => (int)((incident.Server.Value >> 22) % (ulong)Math.Max(1, count));

    /// <returns>When the next attempt of one that did not work is due; null: there is none.</returns>
    private async Task<DateTimeOffset?> PassAsync(CancellationToken cancellationToken)
    {
        await store.CommitAsync(scope => scope.PullBackReconciliationsAsync(clock.GetUtcNow(), LongestPause), cancellationToken);
        var all = await store.ReconciliationsAsync(cancellationToken);
        var due = all.Where(r => r.Due <= clock.GetUtcNow()).ToList();
        if (due.Count > 0)
        {
            logger.LogInformation("Reading what happened in {Count} incident(s) while I was away", due.Count);
            var progress = new Progress(due.Count, clock, logger);
            var view = incidents.Look();
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (one, token) =>
                progress.Add(await TryAsync(one, view, token)));
            progress.End();
        }

        return (await store.ReconciliationsAsync(cancellationToken)).Select(r => (DateTimeOffset?)r.Due).Min();
    }

    private async Task<int> TryAsync(Reconciliation owed, DiscordView view, CancellationToken cancellationToken)
    {
        try
        {
            return await incidents.ReconcileAsync(owed, view, cancellationToken);
        }
        catch (DiscordApiException e)
        {
            await PutOffAsync(owed, e.Reason, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageException and not ObjectDisposedException)
        {
            logger.LogError(e, "Incident {Incident} could not be compared with Discord", owed.Incident);
            await PutOffAsync(owed, e.Message, cancellationToken);
        }

        return 0;
    }

    private async Task PutOffAsync(Reconciliation owed, string reason, CancellationToken cancellationToken)
    {
        if (owed.Attempts + 1 >= MostAttempts)
        {
            logger.LogError("What was said in incident {Incident} while I was away could not be read, and I give it up: {Reason}", owed.Incident, reason);
            await incidents.GiveUpAsync(owed, reason, cancellationToken);
            return;
        }

        var pause = Math.Min(Math.Pow(2, owed.Attempts), LongestPause.TotalSeconds);
        logger.LogWarning("What was said in incident {Incident} while I was away could not be read, I try again in {Pause:0} s: {Reason}", owed.Incident, pause, reason);
        await store.CommitAsync(scope => scope.PutOffReconciliationAsync(owed, clock.GetUtcNow() + TimeSpan.FromSeconds(pause), reason), cancellationToken);
    }

    private IDisposable? TakeAnnounced()
    {
        lock (gate)
        {
            var work = announced;
            announced = null;
            return work;
        }
    }

    private void WakeAt(DateTimeOffset at)
    {
        var wait = at - clock.GetUtcNow();
        var timer = new ITimer?[1];
        timer[0] = clock.CreateTimer(
            _ =>
            {
                Wake();
                timer[0]?.Dispose();
            },
            null,
            wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.FromMilliseconds(1),
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>One line in the log for each 25 incidents or 10 seconds.</summary>
    private sealed class Progress(int all, TimeProvider clock, ILogger logger)
    {
        private readonly Lock gate = new();
        private DateTimeOffset said = clock.GetUtcNow();
        private int done;
        private int recovered;

        public void Add(int messages)
        {
            lock (gate)
            {
                done++;
                recovered += messages;
                var now = clock.GetUtcNow();
                if (done == all || (done % ProgressEvery != 0 && now - said < ProgressAfter)) return;
                said = now;
                logger.LogInformation("Catching up: {Done} of {All} incidents read, {Recovered} changes recovered", done, all, recovered);
            }
        }

        public void End() => logger.LogInformation("Caught up on {All} incident(s): {Recovered} changes recovered", all, recovered);
    }
}
