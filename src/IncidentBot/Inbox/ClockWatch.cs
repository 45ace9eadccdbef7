using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>
/// Notices that this machine's clock was set, forward or back, or that the machine was asleep. Timers know nothing of that: whoever waits for a time of day
/// has to look again when it is.
/// </summary>
public sealed class ClockWatch(TimeProvider clock, ILogger<ClockWatch> logger)
{
    /// <summary>How much the time of day may differ from the time that has passed: less is what keeping a clock right looks like.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);

    private (DateTimeOffset Day, long Passed) last = (clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>Raised by <see cref="Look"/>. Handlers must be quick and not throw.</summary>
    public event Action? WasSet;

    /// <summary>Called with each sign of life from Discord, which comes once in each 41 s or so. Not thread-safe.</summary>
    public void Look()
    {
        var now = (Day: clock.GetUtcNow(), Passed: clock.GetTimestamp());
        var by = now.Day - last.Day - clock.GetElapsedTime(last.Passed, now.Passed);
        last = now;
        if (by.Duration() < Unnoticed) return;
        logger.LogWarning("This machine's clock was set {Direction} by {By}, or the machine was asleep: what is due is looked for again", by > TimeSpan.Zero ? "forward" : "back", by.Duration());
        WasSet?.Invoke();
    }
}
