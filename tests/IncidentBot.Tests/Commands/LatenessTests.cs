using IncidentBot.Inbox;
using IncidentBot.Sandbox.Time;

namespace IncidentBot.Tests.Commands;

/// <summary>How far the machine's clock is off, from what the bot posts.</summary>
public sealed class LatenessTests
{
    private readonly DrivenClock clock = new(new(2026, 3, 4, 3, 0, 0, TimeSpan.Zero));
    private readonly Lateness lateness;

    public LatenessTests() => lateness = new(clock);

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public void A_clock_that_is_off_is_learnt_from_the_first_thing_posted(int ahead)
    {
        Post(tookSeconds: 0, ahead);
        lateness.Skew.ShouldBe(TimeSpan.FromSeconds(ahead));
        lateness.IsTooLate(clock.GetUtcNow().AddSeconds(-ahead - 2.9)).ShouldBeFalse();
        lateness.IsTooLate(clock.GetUtcNow().AddSeconds(-ahead - 3.1)).ShouldBeTrue();
    }

    [Fact]
    public void A_slow_answer_is_not_taken_for_a_fast_clock()
    {
        Post(tookSeconds: 20, ahead: 0);
        lateness.Skew.ShouldBe(TimeSpan.Zero);
        lateness.IsTooLate(clock.GetUtcNow().AddSeconds(-4)).ShouldBeTrue();
    }

    private void Post(double tookSeconds, double ahead)
    {
        var sent = lateness.Now;
        clock.Advance(TimeSpan.FromSeconds(tookSeconds / 2));
        var posted = clock.GetUtcNow().AddSeconds(-ahead);
        clock.Advance(TimeSpan.FromSeconds(tookSeconds / 2));
        lateness.Learn(sent, posted);
    }
}
