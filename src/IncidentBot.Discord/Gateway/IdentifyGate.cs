namespace IncidentBot.Discord;

/// <summary>
/// New sessions are scarce: so many a day, and per 5 seconds only as many as <c>max_concurrency</c> says. Resuming is free and does not pass here.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/events/gateway#rate-limiting"/>
internal sealed class IdentifyGate(IDiscordApi api, MonotonicClock clock, CallMeter pauses, DiscordLog log) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<int, Turn> turns = [];

    /// <summary>Waits until this shard may identify. The turn is over, and the next shard's 5 seconds begin, when it is disposed.</summary>
    public async Task<(string Url, IDisposable Turn)> PassAsync(int shard, CancellationToken cancellationToken)
    {
        var bot = await api.GetGatewayBotAsync(cancellationToken);
        var limit = bot.SessionStartLimit;
        if (limit is { Total: > 0, Remaining: <= 0 })
        {
            var pause = TimeSpan.FromMilliseconds(Math.Max(limit.ResetAfter, 1_000));
            log(DiscordLogLevel.Error, $"All {limit.Total} session starts of the day are used up; shard {shard} waits {pause} for new ones.", null);
            await Pause.ForAsync(pause, clock, pauses, cancellationToken);
        }

        Turn turn;
        lock (gate)
        {
            var key = shard % Math.Max(1, limit.MaxConcurrency);
            if (!turns.TryGetValue(key, out turn!)) turns[key] = turn = new Turn(clock, pauses);
        }

        await turn.TakeAsync(cancellationToken);
        return (bot.Url, new Held(turn));
    }

    public void Dispose()
    {
        foreach (var turn in turns.Values) turn.Dispose();
    }

    private sealed class Turn(MonotonicClock clock, CallMeter pauses) : IDisposable
    {
        private readonly SemaphoreSlim one = new(1, 1);
        private TimeSpan opensAt;

        public async Task TakeAsync(CancellationToken cancellationToken)
        {
            await one.WaitAsync(cancellationToken);
            try
            {
                await Pause.UntilAsync(opensAt, clock, pauses, cancellationToken);
            }
            catch
            {
                one.Release();
                throw;
            }
        }

        public void Done()
        {
            opensAt = clock.Now + Interval;
            one.Release();
        }

        public void Dispose() => one.Dispose();
    }

    private sealed class Held(Turn turn) : IDisposable
    {
        private bool done;

        public void Dispose()
        {
            if (done) return;
            done = true;
            turn.Done();
        }
    }
}
