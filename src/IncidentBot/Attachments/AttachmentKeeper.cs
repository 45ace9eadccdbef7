using System.Collections.Concurrent;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Attachments;

/// <summary>
/// Copies the files people attach, since Discord's links die within a day. That a copy is owed stands in the record from the commit that took the message in;
/// so nothing here is lost by a kill, and the message path never waits. A few at a time, beside the agenda: a slow file must not hold up a page.
/// </summary>
public sealed class AttachmentKeeper(
    IncidentStore store,
    AttachmentFolder folder,
    AttachmentFetcher fetcher,
    IDiscordApi api,
    BotOptions options,
    Readiness readiness,
    Activity activity,
    ClockWatch watch,
    TimeProvider clock,
    ILogger<AttachmentKeeper> logger) : BackgroundService
{
    private const int SideBySide = 3;

    /// <summary>With the pauses below, about seven hours.</summary>
    private const int MostAttempts = 12;
    private const double Spread = 0.1;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>What fails within this time is said in one line.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMinutes(1);

    /// <summary>What was posted longer ago, in an incident that is over, is not talked about any more.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<(MessageId Message, int Position), Task> underWay = new();
    private readonly SemaphoreSlim changed = new(0, 1);

    /// <summary>One at a time names a file, or takes an unused one away: neither can come between the other's steps.</summary>
    private readonly SemaphoreSlim naming = new(1, 1);
    private long keptBytes;
    private DateTimeOffset looked;
    private volatile bool mayHaveUnused = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.AttachmentsChanged += Hear;
        watch.Corrected += Wake;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await TakeAsync(stoppingToken)) continue;
                await WaitAsync(stoppingToken);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException || (e is OperationCanceledException && stoppingToken.IsCancellationRequested))
        {
            // The bot is going down; what is left stands in the record.
        }
        finally
        {
            watch.Corrected -= Wake;
            store.AttachmentsChanged -= Hear;
            await Task.WhenAll(underWay.Values);
        }
    }

    private async Task<bool> TakeAsync(CancellationToken stoppingToken)
    {
        using var looking = activity.Begin();
        try
        {
            var now = looked = clock.GetUtcNow();
            await store.PullBackCopiesAsync(now, LongestPause * (1 + Spread), stoppingToken);
            if (mayHaveUnused) await MakeRoomAsync(stoppingToken);
            foreach (var incident in await store.UnsaidDueAsync(now, stoppingToken)) await SayAsync(incident, stoppingToken);
            var room = SideBySide - underWay.Count;
            if (room <= 0) return false;
            var due = await store.CopiesDueAsync(now, SideBySide + room, stoppingToken);
            var fresh = due.Where(owed => !underWay.ContainsKey(Key(owed))).Take(room).ToList();
            foreach (var owed in fresh) Start(owed, stoppingToken);
            return fresh.Count > 0;
        }
        catch (StorageException e)
        {
            logger.LogError("Attached files could not be looked after: {Reason}", e.Message);
            return false;
        }
    }

    private void Start(OwedCopy owed, CancellationToken stoppingToken)
    {
        var work = activity.Begin();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        underWay[Key(owed)] = began.Task;
        _ = Task.Run(
            async () =>
            {
                using (work)
                {
                    try
                    {
                        await CopyAsync(owed, stoppingToken);
                    }
                    catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
                    {
                        // The bot is going down; it is still owed.
                    }
                    catch (StorageException e)
                    {
                        logger.LogError("What became of an attached file could not be recorded: {Reason}", e.Message);
                    }
                    finally
                    {
                        underWay.TryRemove(Key(owed), out _);
                        began.SetResult();
                        Wake();
                    }
                }
            },
            CancellationToken.None);
    }

    private async Task CopyAsync(OwedCopy owed, CancellationToken stoppingToken)
    {
        if (OverLimit(owed.File.Size) is { } limit)
        {
            await GiveUpAsync(owed, limit, byLimit: true);
            return;
        }

        FetchResult result;
        FileStream? begun = null;
        try
        {
            begun = folder.Begin();
            result = await FetchAsync(owed, begun, stoppingToken);
            if (result is FetchResult.Fetched { Copy: var copy })
            {
                await KeepAsync(owed, begun, copy, stoppingToken);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result = new FetchResult.Trouble($"the disk could not be written: {e.Message}");
        }
        catch (DiscordApiException e)
        {
            result = new FetchResult.Trouble($"the message could not be read: {e.Reason}");
        }
        finally
        {
            if (begun is not null) Discard(begun);
        }

        switch (result)
        {
            case FetchResult.Forbidden { Why: var why }:
                await GiveUpAsync(owed, why);
                break;
            case FetchResult.LinkDead { Why: var why }:
                await PutOffAsync(owed, why, wait: null);
                break;
            case FetchResult.Trouble { Why: var why, Wait: var wait }:
                await PutOffAsync(owed, why, wait);
                break;
        }
    }

    /// <summary>Through the link that is known, or, when that has died, through the new one that the message carries when it is read again.</summary>
    private async Task<FetchResult> FetchAsync(OwedCopy owed, FileStream to, CancellationToken stoppingToken)
    {
        if (!AttachmentLink.IsExpired(owed.File.Url, clock.GetUtcNow()))
        {
            var result = await fetcher.FetchAsync(owed.File.Url, owed.File.Size, to, stoppingToken);
            if (result is not FetchResult.LinkDead) return result;
            to.SetLength(0);
        }

        var message = await api.GetMessageAsync(new(owed.Message.Channel.Value), new(owed.Message.Message.Value), stoppingToken);
        if (message is null) return new FetchResult.Forbidden("the message was deleted first");
        var now = message.Attachments.Concat(message.MessageSnapshots.SelectMany(forwarded => forwarded.Message.Attachments)).FirstOrDefault(a => a.Id.Value == owed.File.Id);
        if (now is null) return new FetchResult.Forbidden("it was taken off the message first");
        return OverLimit(now.Size) is { } limit ? new FetchResult.Forbidden(limit) : await fetcher.FetchAsync(now.Url, now.Size, to, stoppingToken);
    }

    // Named in the record before it lies on the disk: whatever lies there is known, and can be taken away again when nothing refers to it.
    private async Task KeepAsync(OwedCopy owed, FileStream begun, KeptCopy copy, CancellationToken stoppingToken)
    {
        await naming.WaitAsync(stoppingToken);
        try
        {
            if (OverLimit(copy.Size) is { } limit)
            {
                await GiveUpAsync(owed, limit, byLimit: true);
                return;
            }

            if (await store.CommitAsync(scope => scope.BookFileAsync(copy), CancellationToken.None)) Interlocked.Add(ref keptBytes, copy.Size);
            folder.Finish(begun, copy);
            await store.CommitAsync(
                async scope =>
                {
                    if (!await scope.SaveCopyAsync(owed, copy)) mayHaveUnused = true;
                    else await BringIntoStepAsync(scope, owed.Incident);
                },
                CancellationToken.None);
        }
        catch
        {
            mayHaveUnused = true;
            throw;
        }
        finally
        {
            naming.Release();
        }
    }

    private async Task PutOffAsync(OwedCopy owed, string why, TimeSpan? wait)
    {
        if (owed.Attempts + 1 >= MostAttempts)
        {
            await GiveUpAsync(owed, why);
            return;
        }

        // 5, 15, 45 … seconds; the spread keeps files of one outage from coming back in step.
        var seconds = Math.Min(FirstPause.TotalSeconds * Math.Pow(3, owed.Attempts), LongestPause.TotalSeconds);
        var pause = TimeSpan.FromSeconds(seconds * (1 - Spread + (Random.Shared.NextDouble() * 2 * Spread)));
        if (wait > pause) pause = wait.Value < LongestPause ? wait.Value : LongestPause;
        logger.LogWarning("An attached file of message {Message} is fetched again in {Pause}: {Why}", owed.Message.Message, pause, why);
        await store.CommitAsync(scope => scope.PutOffCopyAsync(owed, clock.GetUtcNow() + pause), CancellationToken.None);
    }

    private async Task GiveUpAsync(OwedCopy owed, string why, bool byLimit = false)
    {
        logger.LogError("An attached file of message {Message} is not kept: {Why}", owed.Message.Message, why);
        await store.CommitAsync(
            async scope =>
            {
                var now = clock.GetUtcNow();
                var isTalkedAbout = now - owed.SaidAt < Recent || await scope.FindIncidentAsync(owed.Incident) is { IsOpen: true };
                await scope.GiveUpCopyAsync(owed, why, byLimit, isTalkedAbout ? now + Gathering : null);
            },
            CancellationToken.None);
    }

    private Task SayAsync(IncidentId id, CancellationToken stoppingToken) => store.CommitAsync(
        async scope =>
        {
            var files = await scope.TakeUnsaidAsync(id);
            if (files.Count > 0 && await scope.FindIncidentAsync(id) is { } incident)
                await scope.SaveAsync(FilesNotKept.Decide(incident, [.. files.Select(f => f.File)], tell: true, clock.GetUtcNow()));
        },
        stoppingToken);

    // A postmortem that is posted already shows what was copied since.
    private static async Task BringIntoStepAsync(CommitScope scope, IncidentId id)
    {
        if (await scope.FindIncidentAsync(id) is { Status: IncidentStatus.Resolved, PostmortemMessages.IsEmpty: false }) await scope.OweAsync(id, new PostPostmortem());
    }

    /// <summary>Takes files away that nothing refers to any more; what was not kept for want of room is owed again as far as there is room now.</summary>
    private async Task MakeRoomAsync(CancellationToken stoppingToken)
    {
        await naming.WaitAsync(stoppingToken);
        try
        {
            mayHaveUnused = false;
            foreach (var hash in await store.UnusedFilesAsync(stoppingToken))
            {
                folder.Delete(hash);
                await store.CommitAsync(scope => scope.ForgetFileAsync(hash), stoppingToken);
            }

            // At the start, too: the limits may have been raised.
            Interlocked.Exchange(ref keptBytes, await store.KeptBytesAsync(stoppingToken));
            var again = await store.ReconsiderCopiesAsync(options.Attachments.MaxBytes, options.Attachments.MaxTotalBytes, stoppingToken);
            if (again > 0) logger.LogInformation("There is room now for {Count} attached files that were over the limits: they are fetched", again);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not forgotten: it stays in the record as unused, and is tried again with the next change and at the next start.
            logger.LogError("A file that nothing refers to any more could not be deleted: {Reason}", e.Message);
        }
        finally
        {
            naming.Release();
        }
    }

    private string? OverLimit(long size)
    {
        var limits = options.Attachments;
        if (size > limits.MaxBytes) return $"files over {FileSize.InWords(limits.MaxBytes)} are not kept";
        return Interlocked.Read(ref keptBytes) + size > limits.MaxTotalBytes ? $"the room for attached files is used up ({FileSize.InWords(limits.MaxTotalBytes)})" : null;
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        // What was due when it was last looked is in hand, or waits for a hand to be free.
        var wait = Timeout.InfiniteTimeSpan;
        try
        {
            if (await store.NextCopyDueAsync(underWay.IsEmpty ? null : looked, stoppingToken) is { } due) wait = due - clock.GetUtcNow();
        }
        catch (StorageException)
        {
            wait = FirstPause;
        }

        if (wait != Timeout.InfiniteTimeSpan)
        {
            if (wait <= TimeSpan.Zero) return;
            if (wait > TimeSpan.FromDays(1)) wait = TimeSpan.FromDays(1);
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)); // Timers count whole milliseconds: never too early.
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(wait, clock, until.Token), changed.WaitAsync(until.Token));
        await until.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private static (MessageId Message, int Position) Key(OwedCopy owed) => (owed.Message.Message, owed.Position);

    private void Discard(FileStream begun)
    {
        try
        {
            AttachmentFolder.Discard(begun);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept at the next start.
            logger.LogWarning("An unfinished file could not be deleted: {Reason}", e.Message);
        }
    }

    private void Hear(AttachmentChange change)
    {
        if (change.HasFlag(AttachmentChange.Freed)) mayHaveUnused = true;
        Wake();
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
