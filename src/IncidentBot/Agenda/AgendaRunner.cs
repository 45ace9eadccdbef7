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
    IncidentStore store, IEnumerable<IDuty> duties, Readiness readiness, Activity activity, TimeProvider clock, ILogger<AgendaRunner> logger) : BackgroundService
{
    private const int SideBySide = 32;
    private const int MostAttempts = 12;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Type, IDuty> byKind = duties.ToDictionary(d => d.Kind);
    private readonly SemaphoreSlim changed = new(0, 1);
    private int running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.AgendaChanged += Wake;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                // Woken while looking means looking again: the signal is only taken once everything that was due has been taken.
                if (await TakeAsync(stoppingToken)) continue;
                await WaitAsync(await store.NextDueAsync(stoppingToken), stoppingToken);
            }
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

    private async Task<bool> TakeAsync(CancellationToken stoppingToken)
    {
        using var looking = activity.Begin();
        var room = SideBySide - Volatile.Read(ref running);
        if (room <= 0) return false;
        var items = await store.TakeDueAsync(clock.GetUtcNow(), room, Lease, stoppingToken);
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

            var record = duty.ReadsTalk ? store.LoadFileAsync(item.Incident, stoppingToken) : store.LoadFileWithoutTalkAsync(item.Incident, stoppingToken);
            if (await record is not { } file)
            {
                await store.FailAsync(item, "its incident is not in the record", null, stoppingToken);
                return;
            }

            switch (await AttemptAsync(duty, item, file, stoppingToken))
            {
                case DutyResult.Finished:
                    await store.CompleteAsync(item, null, stoppingToken);
                    break;
                case DutyResult.Recorded recorded:
                    await RecordAsync(item, recorded.Record, stoppingToken);
                    break;
                case DutyResult.Later later:
                    await RetryOrGiveUpAsync(item, file, later, stoppingToken);
                    break;
                case DutyResult.GivenUp givenUp:
                    await GiveUpAsync(item, file, givenUp.Reason, stoppingToken);
                    break;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The lease is freed at the next start.
        }
        catch (StorageException e)
        {
            logger.LogError("The agenda could not be kept: {Reason}", e.Message);
        }
    }

    private async Task<DutyResult> AttemptAsync(IDuty duty, AgendaItem item, IncidentFile file, CancellationToken stoppingToken)
    {
        try
        {
            return await duty.DoAsync(item, file, stoppingToken);
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
        catch (DiscordApiException e)
        {
            return DutyResult.NotYet(TimeSpan.Zero, e.Reason);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageException)
        {
            logger.LogError(e, "{Kind} of incident {Incident} failed", item.Owed.GetType().Name, item.Incident);
            return DutyResult.NotYet(TimeSpan.Zero, e.Message);
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
        if (item.Attempts >= MostAttempts) return GiveUpAsync(item, file, later.Why, stoppingToken);
        var pause = later.Wait > TimeSpan.Zero ? later.Wait : Backoff(item.Attempts);
        logger.LogWarning("{Kind} of {Incident} is tried again in {Pause}: {Why}", item.Owed.GetType().Name, file.Incident.Name, pause, later.Why);
        return store.CommitAsync(
            async scope =>
            {
                if (!await scope.RetryAsync(item, clock.GetUtcNow() + pause, later.Why)) return;
                if (later.Note is { } note && await scope.FindIncidentAsync(item.Incident) is { } incident) await scope.SaveAsync(note(incident));
            },
            stoppingToken);
    }

    private async Task GiveUpAsync(AgendaItem item, IncidentFile file, string reason, CancellationToken stoppingToken)
    {
        logger.LogError("{Kind} of {Incident} is given up: {Reason}", item.Owed.GetType().Name, file.Incident.Name, reason);

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

    private static string WhatFailed(Owed owed) => owed switch
    {
        OpenChannel => "The incident's channel could not be made",
        ShowCard => "The card could not be shown",
        Announce => "The announcement could not be posted",
        PostPostmortem => "The postmortem could not be posted",
        SendPage => "A page could not be sent",
        ShowPageAnswer => "A page could not be brought up to date",
        OfferHandover => "The handover could not be offered",
        LetIn => "People could not be let into the channel",
        Tell or TellAlerts => "Something could not be said in the channel",
        _ => "Something could not be done",
    };

    // 1, 2, 4 … seconds, never more than the longest pause; the spread keeps many incidents from trying in step.
    private static TimeSpan Backoff(int attempts)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(attempts - 1, 0, 20)), LongestPause.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 + (Random.Shared.NextDouble() / 5)));
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
