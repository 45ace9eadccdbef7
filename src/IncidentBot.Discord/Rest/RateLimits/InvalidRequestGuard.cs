namespace IncidentBot.Discord;

/// <summary>
/// 10,000 answers of 401, 403 or 429 within ten minutes ban the machine's address from Discord. Long before that something is badly wrong: it is said
/// aloud, and above 8,000 calls leave one a second, of which ten minutes hold only 600.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"/>
internal sealed class InvalidRequestGuard(MonotonicClock clock, CallMeter meter, DiscordLog log)
{
    internal const int WarnEvery = 1_000;
    internal const int SlowDownFrom = 8_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SlowPace = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Queue<TimeSpan> seen = new();
    private TimeSpan nextMayLeave;

    public Task PassAsync(CancellationToken cancellationToken)
    {
        TimeSpan leaves;
        lock (gate)
        {
            Forget();
            if (seen.Count < SlowDownFrom) return Task.CompletedTask;
            leaves = nextMayLeave > clock.Now ? nextMayLeave : clock.Now;
            nextMayLeave = leaves + SlowPace;
        }

        return Pause.UntilAsync(leaves, clock, meter, cancellationToken);
    }

    public void Count()
    {
        int count;
        lock (gate)
        {
            Forget();
            seen.Enqueue(clock.Now);
            count = seen.Count;
        }

        if (count % WarnEvery != 0) return;
        log(DiscordLogLevel.Error, $"Discord refused {count} calls within ten minutes (401, 403 or 429); at 10,000 it bans this address. "
            + (count >= SlowDownFrom ? "Calls now leave one a second." : "Look for a missing permission or a wrong token."), null);
    }

    private void Forget()
    {
        while (seen.TryPeek(out var oldest) && oldest <= clock.Now - Window) seen.Dequeue();
    }
}
