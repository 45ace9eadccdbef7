namespace IncidentBot.Discord;

/// <summary>Waiting on the clock, counted by a <see cref="CallMeter"/>.</summary>
internal static class Pause
{
    /// <summary>Waits until the clock reads <paramref name="due"/>; returns at once when it does already.</summary>
    public static async Task UntilAsync(TimeSpan due, MonotonicClock clock, CallMeter? meter, CancellationToken cancellationToken)
    {
        // Timers count whole milliseconds and may fire a little early.
        for (var left = due - clock.Now; left > TimeSpan.Zero; left = due - clock.Now)
        {
            await using var wait = new Wait(clock.Time, TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), meter, cancellationToken);
            await wait.Over;
        }
    }

    public static Task ForAsync(TimeSpan duration, MonotonicClock clock, CallMeter? meter, CancellationToken cancellationToken) =>
        UntilAsync(clock.Now + duration, clock, meter, cancellationToken);

    private sealed class Wait : IAsyncDisposable
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CallMeter? meter;
        private readonly ITimer timer;
        private readonly CancellationTokenRegistration cancellation;
        private int ended;

        public Wait(TimeProvider time, TimeSpan duration, CallMeter? meter, CancellationToken cancellationToken)
        {
            this.meter = meter;

            // The timer is armed first: a driver that sees this call waiting must find on its clock what it waits for.
            timer = time.CreateTimer(static wait => ((Wait)wait!).End(CancellationToken.None), this, duration, Timeout.InfiniteTimeSpan);
            meter?.WaitBegins();
            cancellation = cancellationToken.UnsafeRegister(static (wait, token) => ((Wait)wait!).End(token), this);
        }

        public Task Over => over.Task;

        public async ValueTask DisposeAsync()
        {
            await cancellation.DisposeAsync();
            await timer.DisposeAsync();
        }

        private void End(CancellationToken cancelled)
        {
            if (Interlocked.Exchange(ref ended, 1) != 0) return;
            meter?.WaitEnds();
            if (cancelled.IsCancellationRequested) over.TrySetCanceled(cancelled);
            else over.TrySetResult();
        }
    }
}
