using IncidentBot.Inbox;
using IncidentBot.Sandbox.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Tests.Agenda;

/// <summary>Timers do not notice that a clock was set; the bot does.</summary>
public sealed class ClockWatchTests
{
    private readonly DrivenClock right = new(new(2026, 3, 4, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(6)]
    public void A_clock_that_is_set_is_noticed_once(int seconds)
    {
        var (machine, watch, times) = Watched();
        machine.Ahead = TimeSpan.FromSeconds(seconds);
        right.Advance(TimeSpan.FromSeconds(41));
        watch.Look();
        times().ShouldBe(1);
        right.Advance(TimeSpan.FromSeconds(41));
        watch.Look();
        times().ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_is_kept_right_little_by_little_is_no_news_however_far_it_gets()
    {
        var (machine, watch, times) = Watched();
        for (var beat = 0; beat < 100; beat++)
        {
            machine.Ahead += TimeSpan.FromSeconds(1);
            right.Advance(TimeSpan.FromSeconds(41));
            watch.Look();
        }

        times().ShouldBe(0);
    }

    private (SkewedClock Machine, ClockWatch Watch, Func<int> Times) Watched()
    {
        var machine = new SkewedClock(right);
        var watch = new ClockWatch(machine, NullLogger<ClockWatch>.Instance);
        var times = 0;
        watch.WasSet += () => times++;
        return (machine, watch, () => times);
    }
}
