namespace IncidentBot.Discord;

/// <summary>
/// Time that only goes forward, on the injected clock, as time passed since it was made. Pauses are measured with it, because the machine's wall clock
/// may be set back, and a rate limit would then last for hours.
/// </summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long origin = time.GetTimestamp();

    public TimeProvider Time { get; } = time;

    public TimeSpan Now => Time.GetElapsedTime(origin);
}
