namespace IncidentBot.Discord;

/// <summary>
/// The heartbeat of one connection. It is dead when a heartbeat that was sent is still unanswered at the time of the next one.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/events/gateway#sending-heartbeats"/>
internal sealed class Heart(MonotonicClock clock, TimeSpan interval, Func<CancellationToken, Task> send, Func<bool> readerIsHeldUp, Random random)
{
    // A machine that was asleep wakes with all its timers due while the answer lies unread in the socket (and a driven clock can leap likewise). So before
    // a connection is given up, the network gets a moment of the system's own time to hand over what it has.
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TaskCompletionSource answered = NewAnswer();
    private TimeSpan sentAt;
    private (DateTimeOffset At, TimeSpan Latency)? lastAnswer;

    /// <summary>From one beat to the next.</summary>
    public TimeSpan Interval => interval;

    public DateTimeOffset? AnsweredAt
    {
        get
        {
            lock (gate) return lastAnswer?.At;
        }
    }

    public TimeSpan? Latency
    {
        get
        {
            lock (gate) return lastAnswer?.Latency;
        }
    }

    /// <summary>Beats until cancelled; returns when the connection is dead.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        // All bots that lost the same server come back at the same moment: the first beat is spread over the interval.
        await Pause.ForAsync(interval * random.NextDouble(), clock, meter: null, cancellationToken);
        while (true)
        {
            Task answer;
            lock (gate)
            {
                answered = NewAnswer();
                answer = answered.Task;
                sentAt = clock.Now;
            }

            try
            {
                await send(cancellationToken).WaitAsync(interval, clock.Time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return;
            }

            await Pause.ForAsync(interval, clock, meter: null, cancellationToken);
            if (!await ArrivesAsync(answer, cancellationToken)) return;
        }
    }

    public void Answered()
    {
        lock (gate)
        {
            lastAnswer = (clock.Time.GetUtcNow(), clock.Now - sentAt);
            answered.TrySetResult();
        }
    }

    private static TaskCompletionSource NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<bool> ArrivesAsync(Task answer, CancellationToken cancellationToken)
    {
        if (answer.IsCompleted) return true;
        try
        {
            await answer.WaitAsync(LastChance, TimeProvider.System, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            // While the reader is busy with an event, nothing is taken from the socket, and its answer may well be there.
            return readerIsHeldUp();
        }
    }
}
