using IncidentBot.Sandbox.Time;
using IncidentBot.Time;

namespace IncidentBot.Tests.Agenda;

/// <summary>The bot goes by Discord's time, whatever its machine's clock shows.</summary>
public sealed class DiscordTimeTests
{
    private readonly DrivenClock discord = new(new(2026, 3, 4, 3, 0, 0, TimeSpan.Zero));
    private readonly SkewedClock machine;
    private readonly DiscordTime time;
    private TimeSpan? answer;

    public DiscordTimeTests()
    {
        machine = new(discord);
        time = new(machine, () => answer);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_clock_that_is_off_by_hours_is_put_right_by_the_first_answer(int hours)
    {
        machine.Ahead = TimeSpan.FromHours(hours);
        var started = new DiscordTime(machine, () => answer);
        started.GetUtcNow().ShouldBe(discord.GetUtcNow().AddHours(hours));
        answer = TimeSpan.FromHours(hours);
        started.GetUtcNow().ShouldBe(discord.GetUtcNow());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public void A_clock_that_is_off_by_a_moment_is_believed(int seconds)
    {
        machine.Ahead = answer.GetValueOrDefault();
        answer = TimeSpan.FromSeconds(seconds);
        time.GetUtcNow().ShouldBe(machine.GetUtcNow());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(6)]
    public void When_the_clock_is_set_time_goes_on_as_it_has_passed_until_Discord_is_heard(int seconds)
    {
        Heard(TimeSpan.Zero);
        machine.Ahead = TimeSpan.FromSeconds(seconds);
        discord.Advance(TimeSpan.FromSeconds(41));
        time.GetUtcNow().ShouldBe(discord.GetUtcNow());
        time.IsInDoubt.ShouldBeTrue();

        Heard(machine.Ahead + TimeSpan.FromMilliseconds(200));
        time.GetUtcNow().ShouldBe(discord.GetUtcNow());
        time.IsInDoubt.ShouldBeFalse();
    }

    [Fact]
    public void After_a_sleep_Discord_tells_how_long_it_was()
    {
        // A machine asleep: its timers stand still, its clock does not. For the clock's reader that looks as if it had been set.
        Heard(TimeSpan.Zero);
        machine.Ahead = TimeSpan.FromHours(8);
        time.GetUtcNow().ShouldBe(discord.GetUtcNow());
        Heard(TimeSpan.FromMilliseconds(-300));
        time.GetUtcNow().ShouldBe(machine.GetUtcNow(), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void A_clock_that_is_kept_right_little_by_little_is_no_news_however_far_it_gets()
    {
        Heard(TimeSpan.Zero);
        for (var beat = 0; beat < 100; beat++)
        {
            machine.Ahead += TimeSpan.FromSeconds(1);
            discord.Advance(TimeSpan.FromSeconds(41));
            time.IsInDoubt.ShouldBeFalse();
        }

        time.GetUtcNow().ShouldBe(machine.GetUtcNow());
    }

    private void Heard(TimeSpan ahead)
    {
        answer = ahead;
        time.GetUtcNow();
    }
}
