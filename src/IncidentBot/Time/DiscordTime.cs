namespace IncidentBot.Time;

/// <summary>
/// The one clock of the bot: Discord's time of day, as far as this machine can tell. What people do carries Discord's time, and what the bot owes them follows
/// from it; on a machine whose own clock is off, a page would otherwise come hours late, or be taken to be too late for. A machine that keeps its time within
/// <see cref="Tolerance"/> is believed. Its clock may be set, forward or back: here time goes on as it has passed. Timers are the machine's. Thread-safe.
/// </summary>
/// <param name="machine">This machine's clock.</param>
/// <param name="measured">How far Discord's last answer found it ahead; negative: behind; null: nothing was asked yet. See <see cref="Discord.IDiscordApi.ClockAhead"/>.</param>
public sealed class DiscordTime(TimeProvider machine, Func<TimeSpan?> measured) : TimeProvider
{
    /// <summary>Answers say their time in whole seconds, and may be on their way for some.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private (DateTimeOffset Day, long Passed) last = (machine.GetUtcNow(), machine.GetTimestamp());
    private TimeSpan? seen;
    private TimeSpan ahead;
    private bool inDoubt;

    /// <summary>
    /// The machine's clock was set and Discord was not heard since: whether it was asleep, and time went on after all, is not known. The next answer tells.
    /// </summary>
    public bool IsInDoubt
    {
        get
        {
            GetUtcNow();
            lock (gate) return inDoubt;
        }
    }

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            var now = (Day: machine.GetUtcNow(), Passed: machine.GetTimestamp());
            var set = now.Day - last.Day - machine.GetElapsedTime(last.Passed, now.Passed);
            last = now;
            if (set.Duration() >= Tolerance)
            {
                ahead += set;
                inDoubt = true;
            }

            Learn();
            return now.Day - ahead;
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    // Each answer counts once: one from before the clock was set says nothing of what it shows now.
    private void Learn()
    {
        if (measured() is not { } answer || answer == seen) return;
        seen = answer;
        inDoubt = false;
        if ((answer - ahead).Duration() >= Tolerance) ahead = answer;
    }
}
