using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>
/// Carries out what the bot owes: takes what is due, incidents and servers side by side and the items of each in order; retries what may work later; and says aloud
/// what cannot be done.
/// </summary>
public sealed class AgendaRunner(
    IncidentStore store, Errands errands, Readiness readiness, Recordkeeper keeper, Activity activity, ClockWatch watch, TimeProvider clock, ILogger<AgendaRunner> logger) : BackgroundService
{
    private const int SideBySide = 32;

    /// <summary>Places that only urgent things take: a page does not wait until one of 32 slow postmortems is posted.</summary>
    private const int UrgentBesides = 8;

    /// <summary>Before the record is asked again after it could not be read or written.</summary>
    private static readonly TimeSpan UntilRecordWorks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenEditsOfOld = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim changed = new(0, 1);
    private int running;
    private DateTimeOffset nextPurge;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.AgendaChanged += Wake;
        watch.Corrected += Wake;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot is going down; what is left stands in the agenda.
        }
        finally
        {
            watch.Corrected -= Wake;
            store.AgendaChanged -= Wake;
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Woken while looking means looking again: the signal is only taken once everything that was due has been taken.
            if (await TakeAsync(stoppingToken)) return;
            await PurgeAsync(stoppingToken);
            await WaitAsync(await store.NextDueAsync(stoppingToken), stoppingToken);
        }
        catch (StorageException e)
        {
            // A full disk or a locked file passes; what is owed stays owed.
            logger.LogError("The agenda cannot be read or written for now: {Reason}", e.Message);
            await Task.Delay(UntilRecordWorks, clock, stoppingToken);
        }
    }

    private async Task<bool> TakeAsync(CancellationToken stoppingToken)
    {
        using var looking = activity.Begin();
        var room = SideBySide - Volatile.Read(ref running);
        if (room + UrgentBesides <= 0) return false;
        var items = await store.TakeDueAsync(clock.GetUtcNow(), room, DutyTerms.Lease, UrgentBesides, stoppingToken);
        foreach (var item in items)
        {
            Interlocked.Increment(ref running);
            var work = activity.Begin();
            _ = Task.Run(
                async () =>
                {
                    using (work)
                    {
                        try
                        {
                            await DoAsync(item, stoppingToken);
                        }
                        finally
                        {
                            Interlocked.Decrement(ref running);
                            Wake();
                        }
                    }
                },
                CancellationToken.None);
        }

        return items.Length > 0;
    }

    private async Task DoAsync(AgendaItem item, CancellationToken stoppingToken)
    {
        try
        {
            if (!errands.Knows(item))
            {
                await store.FailAsync(item, "this version does not know how to do it", null, stoppingToken);
                return;
            }

            if (await IsTooLateAsync(item, stoppingToken)) return;
            if (await errands.OpenAsync(item, stoppingToken) is not { } errand)
            {
                await store.FailAsync(item, "its incident is not in the record", null, stoppingToken);
                return;
            }

            switch (await AttemptAsync(errand, stoppingToken))
            {
                // What Discord has seen must not be forgotten because the disk is full just now.
                case DutyResult.Finished:
                    await keeper.KeepAsync(() => store.CompleteAsync(item, null, stoppingToken), stoppingToken);
                    break;
                case DutyResult.Remembered remembered:
                    await keeper.KeepAsync(() => store.CommitAsync(scope => scope.CompleteAsync(item, remembered.Owed), stoppingToken), stoppingToken);
                    break;
                case DutyResult.Recorded recorded:
                    await keeper.KeepAsync(() => RecordAsync(errand, recorded, stoppingToken), stoppingToken);
                    break;
                case DutyResult.Later later:
                    await keeper.KeepAsync(() => RetryOrGiveUpAsync(errand, later, stoppingToken), stoppingToken);
                    break;
                case DutyResult.GivenUp givenUp:
                    await keeper.KeepAsync(() => GiveUpAsync(errand, givenUp.Reason, stoppingToken), stoppingToken);
                    break;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The lease is freed at the next start.
        }
        catch (StorageException e) when (e.Fault is StorageFault.Corrupt)
        {
            logger.LogError("{Kind} of {Whom} is set aside: {Reason}", item.Owed.GetType().Name, Errands.NameOf(item), e.Message);
            await store.FailAsync(item, e.Message, null, stoppingToken);
        }
        catch (StorageException e) when (e.MayPass)
        {
            // It did not get to the end, and what it did is looked for before it is done again.
            await keeper.KeepAsync(() => store.RetryAsync(item, clock.GetUtcNow(), e.Message, stoppingToken), stoppingToken);
        }
        catch (StorageException e)
        {
            // It is done again when its lease has run out, and looked for before.
            logger.LogError("The agenda could not be kept: {Reason}", e.Message);
        }
    }

    /// <summary>What has lost its sense is not done: it is recorded as expired, with what follows from that.</summary>
    private async Task<bool> IsTooLateAsync(AgendaItem item, CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        if (DutyTerms.Expiry(item.Owed) is not { } expiry || now - (item.Owed.Due ?? item.Created) <= expiry) return false;
        if (await errands.OpenAsync(item, stoppingToken, forDoing: false) is not { } errand) return false;
        if (errand.DueSince(now) is not { } since || now - since <= expiry) return false;
        logger.LogWarning("{Kind} of {Whom} came too late and is not done: it was due at {Due:u}", item.Owed.GetType().Name, errand.Whom, since);
        await store.CommitAsync(
            async scope =>
            {
                if (await scope.ExpireAsync(item, $"it was due at {since:u}, and it is too late for it")) await errand.ExpireAsync(scope, now);
            },
            stoppingToken);
        return true;
    }

    private async Task<DutyResult> AttemptAsync(Errand errand, CancellationToken stoppingToken)
    {
        using var longest = new CancellationTokenSource(DutyTerms.LongestAttempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, stoppingToken);
        try
        {
            return await errand.DoAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return DutyResult.NotYet(TimeSpan.Zero, "it took too long");
        }
        catch (RateLimitedException e)
        {
            // It does not keep others waiting while it waits.
            return DutyResult.NoRoom(e.OpensIn, e.Message);
        }
        catch (DiscordApiException e) when (e.Code == DiscordErrorCode.MaximumEditsOfOldMessage)
        {
            // Of a message older than an hour Discord takes few edits, whoever they are by.
            return DutyResult.NotYet(BetweenEditsOfOld, e.Reason);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return DutyResult.Impossible($"Discord does not let me: {e.Reason}");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.NotFound)
        {
            return DutyResult.Impossible($"what it is about is gone: {e.Reason}");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.BadRequest)
        {
            return DutyResult.Impossible($"Discord refused it: {e.Reason}");
        }
        catch (DiscordApiException e) when (e.Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            return DutyResult.NotYet(TimeSpan.Zero, e.Reason);
        }
        catch (DiscordApiException e)
        {
            return DutyResult.Failed(e.Reason);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageException)
        {
            logger.LogError(e, "{Kind} of {Whom} failed", errand.Item.Owed.GetType().Name, errand.Whom);
            return DutyResult.Failed(e.Message);
        }
    }

    private Task RecordAsync(Errand errand, DutyResult.Recorded recorded, CancellationToken stoppingToken) => store.CommitAsync(
        async scope =>
        {
            if (await scope.CompleteAsync(errand.Item)) await recorded.Record(scope, errand.Item);
        },
        stoppingToken);

    private Task RetryOrGiveUpAsync(Errand errand, DutyResult.Later later, CancellationToken stoppingToken)
    {
        var item = errand.Item;
        var isOwn = later.Obstacle == Obstacle.Own;
        var isEnough = isOwn ? item.Failures + 1 >= DutyTerms.MostFailures : later.Obstacle == Obstacle.Outside && item.Attempts >= DutyTerms.MostAttempts;
        if (isEnough) return GiveUpAsync(errand, later.Why, stoppingToken);
        var pause = later.Wait > TimeSpan.Zero ? later.Wait : DutyTerms.Pause(item.Attempts, Random.Shared);
        logger.Log(later.Obstacle == Obstacle.Limit ? LogLevel.Debug : LogLevel.Warning, "{Kind} of {Whom} is tried again in {Pause}: {Why}", item.Owed.GetType().Name, errand.Whom, pause, later.Why);
        return store.CommitAsync(
            async scope =>
            {
                if (await scope.RetryAsync(item, clock.GetUtcNow() + pause, later.Why, isOwn)) await errand.PutOffAsync(scope, later);
            },
            stoppingToken);
    }

    private async Task GiveUpAsync(Errand errand, string reason, CancellationToken stoppingToken)
    {
        logger.LogError("{Kind} of {Whom} is set aside: {Reason}", errand.Item.Owed.GetType().Name, errand.Whom, reason);
        await store.CommitAsync(
            async scope =>
            {
                if (await scope.FailAsync(errand.Item, reason)) await errand.GiveUpAsync(scope, reason, clock.GetUtcNow());
            },
            stoppingToken);
    }

    // A few at a time, so that nobody waits for the record meanwhile.
    private async Task PurgeAsync(CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        if (now < nextPurge) return;
        foreach (var (state, keep) in new[] { (AgendaState.Done, DutyTerms.KeepEnded), (AgendaState.Expired, DutyTerms.KeepEnded), (AgendaState.Failed, DutyTerms.KeepSetAside) })
        {
            while (await store.PurgeAgendaAsync(state, now - keep, DutyTerms.PurgedAtOnce, stoppingToken) == DutyTerms.PurgedAtOnce) stoppingToken.ThrowIfCancellationRequested();
        }

        nextPurge = now + DutyTerms.BetweenPurges;
    }

    private async Task WaitAsync(DateTimeOffset? nextDue, CancellationToken stoppingToken)
    {
        if (nextDue is not { } due)
        {
            await changed.WaitAsync(stoppingToken);
            return;
        }

        // It fell due between looking and asking when: looked for again, unless there is no room for it, which whoever ends makes.
        var wait = due - clock.GetUtcNow();
        if (wait <= TimeSpan.Zero && Volatile.Read(ref running) < SideBySide) return;
        if (wait <= TimeSpan.Zero) wait = Timeout.InfiniteTimeSpan;
        else if (wait > TimeSpan.FromDays(1)) wait = TimeSpan.FromDays(1);
        else wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)); // Timers count whole milliseconds: never too early.
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var timer = wait == Timeout.InfiniteTimeSpan ? Task.Delay(Timeout.InfiniteTimeSpan, clock, until.Token) : Task.Delay(wait, clock, until.Token);
        await Task.WhenAny(timer, changed.WaitAsync(until.Token));
        await until.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private void Wake()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
