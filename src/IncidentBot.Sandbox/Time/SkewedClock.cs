namespace IncidentBot.Sandbox.Time;

/// <summary>Another machine's clock: the time of day is off against <paramref name="right"/>, while timers and elapsed time are the same. Thread-safe.</summary>
public sealed class SkewedClock(TimeProvider right) : TimeProvider
{
    private long aheadTicks;

    /// <summary>How far it is ahead; negative: behind.</summary>
    public TimeSpan Ahead
    {
        get => new(Volatile.Read(ref aheadTicks));
        set => Volatile.Write(ref aheadTicks, value.Ticks);
    }

    public override long TimestampFrequency => right.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => right.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Ahead;

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => right.CreateTimer(callback, state, dueTime, period);
}
