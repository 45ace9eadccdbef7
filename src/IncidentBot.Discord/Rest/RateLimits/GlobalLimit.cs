namespace IncidentBot.Discord;

/// <summary>50 calls a second over all routes, and whatever pause Discord asks of the whole bot.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/rate-limits#global-rate-limit"/>
internal sealed class GlobalLimit(MonotonicClock clock, CallMeter meter)
{
    private readonly SlidingWindow window = new(50, TimeSpan.FromSeconds(1));
    private long closedUntilTicks;

    private TimeSpan ClosedUntil => new(Interlocked.Read(ref closedUntilTicks));

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        await Pause.UntilAsync(window.Reserve(clock.Now), clock, meter, cancellationToken);
        while (ClosedUntil > clock.Now) await Pause.UntilAsync(ClosedUntil, clock, meter, cancellationToken);
    }

    public void CloseUntil(TimeSpan moment)
    {
        long seen;
        do seen = Interlocked.Read(ref closedUntilTicks);
        while (moment.Ticks > seen && Interlocked.CompareExchange(ref closedUntilTicks, moment.Ticks, seen) != seen);
    }
}
