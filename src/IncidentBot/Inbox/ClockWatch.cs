using IncidentBot.Discord;
using IncidentBot.Time;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>
/// Looks after the bot's clock. Where the machine's was set, or the machine was asleep, it asks Discord for the time; and when the time of day turns out to be
/// another than was thought, whoever waits for one looks again: timers know nothing of that.
/// </summary>
public sealed class ClockWatch(DiscordTime clock, IDiscordApi api, Activity activity, ILogger<ClockWatch> logger)
{
    private (DateTimeOffset Day, long Passed) last = (clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>The time of day is another than was thought. Handlers must be quick and not throw.</summary>
    public event Action? Corrected;

    /// <summary>Called with each sign of life from Discord, which comes once in each 41 s or so, by one caller at a time. Returns at once.</summary>
    public void Look()
    {
        if (clock.IsInDoubt)
        {
            logger.LogWarning("This machine's clock was set, or the machine was asleep: I ask Discord for the time");
            _ = AskAsync();
        }

        var now = (Day: clock.GetUtcNow(), Passed: clock.GetTimestamp());
        var by = now.Day - last.Day - clock.GetElapsedTime(last.Passed, now.Passed);
        last = now;
        if (by.Duration() < DiscordTime.Tolerance) return;
        logger.LogWarning("By Discord's clock it is {Direction} by {By} than I thought: what is due is looked for again", by > TimeSpan.Zero ? "later" : "earlier", by.Duration());
        Corrected?.Invoke();
    }

    private async Task AskAsync()
    {
        using var work = activity.Begin();
        try
        {
            await api.GetGatewayBotAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is DiscordApiException or ObjectDisposedException)
        {
            logger.LogWarning("Discord does not say the time just now: {Reason}", e.Message);
        }
    }
}
