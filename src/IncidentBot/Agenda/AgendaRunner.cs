using System.Net;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>
/// Carries out what the bot owes: takes what is due, incidents side by side and the items of one incident in order; retries what may work later; and says aloud what cannot be done.
/// </summary>
public sealed class AgendaRunner(
    IncidentStore store, IEnumerable<IDuty> duties, Readiness readiness, Recordkeeper keeper, Activity activity, TimeProvider clock, ILogger<AgendaRunner> logger) : BackgroundService
{
    private const int SideBySide = 32;

    /// <summary>Places that only urgent things take: a page does not wait until one of 32 slow postmortems is posted.</summary>
    private const int UrgentBesides = 8;

    /// <summary>Before the record is asked again after it could not be read or written.</summary>
    private static readonly TimeSpan UntilRecordWorks = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Type, IDuty> byKind = duties.ToDictionary(d => d.Kind);
    private readonly SemaphoreSlim changed = new(0, 1);
    private int running;
    private DateTimeOffset nextPurge;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.AgendaChanged += Wake;
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
            if (!byKind.TryGetValue(item.Owed.GetType(), out var duty))
            {
                await store.FailAsync(item, "this version does not know how to do it", null, stoppingToken);
                return;
            }

            if (await IsTooLateAsync(duty, item, stoppingToken)) return;
            var record = duty.ReadsTalk ? store.LoadFileAsync(item.Incident, stoppingToken) : store.LoadFileWithoutTalkAsync(item.Incident, stoppingToken);
            if (await record is not { } file)
            {
                await store.FailAsync(item, "its incident is not in the record", null, stoppingToken);
                return;
            }

            switch (await AttemptAsync(duty, item, file, stoppingToken))
            {
                // What Discord has seen must not be forgotten because the disk is full just now.
                case DutyResult.Finished:
                    await keeper.KeepAsync(() => store.CompleteAsync(item, null, stoppingToken), stoppingToken);
                    break;
                case DutyResult.Recorded recorded:
                    await keeper.KeepAsync(() => RecordAsync(item, recorded.Record, stoppingToken), stoppingToken);
                    break;
                case DutyResult.Later later:
                    await keeper.KeepAsync(() => RetryOrGiveUpAsync(item, file, later, stoppingToken), stoppingToken);
                    break;
                case DutyResult.GivenUp givenUp:
                    await keeper.KeepAsync(() => GiveUpAsync(item, file, givenUp.Reason, stoppingToken), stoppingToken);
                    break;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The lease is freed at the next start.
        }
        catch (StorageException e) when (e.Fault is StorageFault.Corrupt)
        {
            logger.LogError("{Kind} of incident {Incident} is set aside: {Reason}", item.Owed.GetType().Name, item.Incident, e.Message);
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
    private async Task<bool> IsTooLateAsync(IDuty duty, AgendaItem item, CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        if (DutyTerms.Expiry(item.Owed) is not { } expiry || now - (item.Owed.Due ?? item.Created) <= expiry) return false;
        if (await store.LoadFileWithoutTalkAsync(item.Incident, stoppingToken) is not { } file) return false;
        if (duty.DueSince(item, file, now) is not { } since || now - since <= expiry) return false;
        logger.LogWarning("{Kind} of {Incident} came too late and is not done: it was due at {Due:u}", item.Owed.GetType().Name, file.Incident.Name, since);
        await store.CommitAsync(
            async scope =>
            {
                if (!await scope.ExpireAsync(item, $"it was due at {since:u}, and it is too late for it")) return;
                if (await scope.FindIncidentAsync(item.Incident) is not { } incident) return;
                if (duty.Expire(item, await Desk.StateAsync(scope, incident), now) is { } decision) await scope.SaveAsync(decision);
            },
            stoppingToken);
        return true;
    }

    private async Task<DutyResult> AttemptAsync(IDuty duty, AgendaItem item, IncidentFile file, CancellationToken stoppingToken)
    {
        using var longest = new CancellationTokenSource(DutyTerms.LongestAttempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, stoppingToken);
        try
        {
            return await duty.DoAsync(item, file, either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return DutyResult.NotYet(TimeSpan.Zero, "it took too long");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return DutyResult.Impossible($"Discord does not let me: {e.Reason}");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.NotFound)
        {
            return DutyResult.Impossible($"what it is about is gone: {e.Reason}");
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.BadRequest && e.Code != DiscordErrorCode.MaximumEditsOfOldMessage)
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
            logger.LogError(e, "{Kind} of incident {Incident} failed", item.Owed.GetType().Name, item.Incident);
            return DutyResult.Failed(e.Message);
        }
    }

    // Decided on the state as it is in the commit: the incident may have changed while the duty was talking to Discord.
    private Task RecordAsync(AgendaItem item, Func<IncidentState, Decision?> record, CancellationToken stoppingToken) => store.CommitAsync(
        async scope =>
        {
            if (!await scope.CompleteAsync(item)) return;
            if (await scope.FindIncidentAsync(item.Incident) is not { } incident) return;
            if (record(await Desk.StateAsync(scope, incident)) is { } decision) await scope.SaveAsync(decision);
        },
        stoppingToken);

    private Task RetryOrGiveUpAsync(AgendaItem item, IncidentFile file, DutyResult.Later later, CancellationToken stoppingToken)
    {
        var isOwn = later.Obstacle == Obstacle.Own;
        var isEnough = isOwn ? item.Failures + 1 >= DutyTerms.MostFailures : later.Obstacle == Obstacle.Outside && item.Attempts >= DutyTerms.MostAttempts;
        if (isEnough) return GiveUpAsync(item, file, later.Why, stoppingToken);
        var pause = later.Wait > TimeSpan.Zero ? later.Wait : DutyTerms.Pause(item.Attempts, Random.Shared);
        logger.LogWarning("{Kind} of {Incident} is tried again in {Pause}: {Why}", item.Owed.GetType().Name, file.Incident.Name, pause, later.Why);
        return store.CommitAsync(
            async scope =>
            {
                if (!await scope.RetryAsync(item, clock.GetUtcNow() + pause, later.Why, isOwn)) return;
                if (later.Note is { } note && await scope.FindIncidentAsync(item.Incident) is { } incident) await scope.SaveAsync(note(incident));
            },
            stoppingToken);
    }

    private async Task GiveUpAsync(AgendaItem item, IncidentFile file, string reason, CancellationToken stoppingToken)
    {
        logger.LogError("{Kind} of {Incident} is set aside: {Reason}", item.Owed.GetType().Name, file.Incident.Name, reason);

        // Said in the channel, unless the channel itself is the trouble.
        var canTell = item.Owed is not (Tell or OpenChannel or MarkMessage) && file.Incident.Channel is not null;
        await store.CommitAsync(
            async scope =>
            {
                if (!await scope.FailAsync(item, reason)) return;
                if (await scope.FindIncidentAsync(item.Incident) is not { } incident) return;
                await scope.SaveAsync(DutyFailed.Decide(incident, WhatFailed(item.Owed), reason, canTell, clock.GetUtcNow()));
            },
            stoppingToken);
    }

    /// <summary>What was owed and could not be done, as a sentence without its full stop.</summary>
    internal static string WhatFailed(Owed owed) => owed switch
    {
        OpenChannel => "The incident's channel could not be made",
        ShowCard => "The card could not be shown",
        Announce => "The announcement could not be posted",
        PostPostmortem => "The postmortem could not be posted",
        SendPage => "A page could not be sent",
        CallWebhook => "Another service could not be told of a page",
        ShowPageAnswer => "A page could not be brought up to date",
        OfferHandover => "The handover could not be offered",
        LetIn => "People could not be let into the channel",
        EraseMessage => "A message of mine that repeats something redacted could not be deleted",
        CompareChannel => "What was said in the channel could not be compared with the record",
        TendClosedChannel => "The channel of this closed incident could not be archived or deleted",
        BringBackChannel => "The channel could not be brought back from the archive",
        Tell or TellAlerts => "Something could not be said in the channel",
        _ => "Something could not be done",
    };

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
