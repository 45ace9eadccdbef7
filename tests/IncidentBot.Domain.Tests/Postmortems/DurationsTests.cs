using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Tests.Postmortems;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("00:00:00", "less than a minute")]
    [InlineData("00:00:59", "less than a minute")]
    [InlineData("00:01:00", "1 minute")]
    [InlineData("02:10:40", "2 hours, 10 minutes")]
    [InlineData("-00:20:00", "20 minutes")]
    [InlineData("1.02:05:00", "1 day, 2 hours, 5 minutes")]
    [InlineData("1.00:05:00", "1 day, 5 minutes")]
    [InlineData("40.00:00:00", "40 days")]
    public void A_span_is_said_in_whole_minutes(string span, string words) =>
        Durations.InWords(TimeSpan.Parse(span)).ShouldBe(words);

    [Fact]
    public void Lists_are_joined_as_in_English()
    {
        Lists.InWords([]).ShouldBe("");
        Lists.InWords(["a"]).ShouldBe("a");
        Lists.InWords(["a", "b"]).ShouldBe("a and b");
        Lists.InWords(["a", "b", "c"]).ShouldBe("a, b and c");
    }
}
