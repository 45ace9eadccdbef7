namespace IncidentBot.Sandbox.Time;

/// <summary>
/// A clock that stands still until it is driven. Timers fire in the order in which they fall due, each at its own instant,
/// so that hours pass in moments and the result is the same on every run. Thread-safe.
/// </summary>
public sealed class DrivenClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<(DrivenTimer Timer, long Generation), (long DueTicks, long Order)> due = new();
    private long nowTicks = start.UtcTicks;
    private long order;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer falls due, or null when nothing waits on this clock.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                DropStale();
                return due.TryPeek(out _, out var at) ? new DateTimeOffset(at.DueTicks, TimeSpan.Zero) : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref nowTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new DrivenTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward by <paramref name="by"/>, firing what falls due on the way.</summary>
    public void Advance(TimeSpan by) => AdvanceTo(GetUtcNow() + by);

    /// <summary>Moves the clock to <paramref name="instant"/>, firing what falls due on the way. An instant already past changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        while (true)
        {
            DrivenTimer? timer = null;
            lock (gate)
            {
                DropStale();
                if (due.TryPeek(out var next, out var at) && at.DueTicks <= instant.UtcTicks)
                {
                    due.Dequeue();
                    nowTicks = Math.Max(nowTicks, at.DueTicks);
                    timer = next.Timer;
                    timer.Rearm(at.DueTicks);
                }
                else
                {
                    nowTicks = Math.Max(nowTicks, instant.UtcTicks);
                }
            }

            if (timer is null) return;
            timer.Fire();
        }
    }

    private void DropStale()
    {
        while (due.TryPeek(out var next, out _) && next.Timer.Generation != next.Generation) due.Dequeue();
    }

    private sealed class DrivenTimer(DrivenClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public long Generation { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fireNow;
            lock (clock.gate)
            {
                if (Generation < 0) return false;
                Generation++;
                this.period = period;
                fireNow = dueTime == TimeSpan.Zero;
                if (fireNow) Rearm(clock.nowTicks);
                else if (dueTime > TimeSpan.Zero) Enqueue(clock.nowTicks + dueTime.Ticks);
            }

            // A timer that is due at once does not wait for the clock to be driven; the thread pool runs it, as the system's timers do.
            if (fireNow) ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        /// <summary>Called under the clock's lock: queues the next tick of a periodic timer, or retires a one-shot one.</summary>
        public void Rearm(long firedAt)
        {
            Generation++;
            if (period > TimeSpan.Zero) Enqueue(firedAt + period.Ticks);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate) Generation = -1;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(long at) => clock.due.Enqueue((this, Generation), (at, clock.order++));
    }
}
