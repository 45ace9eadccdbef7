using System.Globalization;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Tests.Words;

public sealed class TypedDateAndNumberTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = new(2024, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("today", "2024-03-06")]
    [InlineData("tomorrow", "2024-03-07")]
    [InlineData("friday", "2024-03-08")]
    [InlineData("Fri", "2024-03-08")]
    [InlineData("by friday", "2024-03-08")]
    [InlineData("next wednesday", "2024-03-13")]
    [InlineData("2024-03-12", "2024-03-12")]
    [InlineData("12 March", "2024-03-12")]
    [InlineData("March 5", "2025-03-05")]
    [InlineData("in 2 weeks", "2024-03-20")]
    [InlineData("3 days", "2024-03-09")]
    [InlineData("in a month", "2024-04-06")]
    [InlineData("next week", "2024-03-13")]
    public void A_typed_date_is_understood(string typed, string expected) =>
        TypedDate.Read(typed, Now, "Etc/UTC").Date.ShouldBe(DateOnly.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("yesterday")]
    [InlineData("2024-03-05")]
    [InlineData("2024-02-30")]
    [InlineData("03/04/2024")]
    [InlineData("friday 12:00")]
    public void What_is_no_day_to_come_is_refused(string typed)
    {
        var read = TypedDate.Read(typed, Now, "Etc/UTC");
        read.Date.ShouldBeNull();
        read.Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Today_is_that_of_the_servers_zone() => TypedDate.Read("today", Now.AddHours(11), "Asia/Tokyo").Words.ShouldBe("Thursday 7 Mar 2024");

    [Theory]
    [InlineData("30m", 30)]
    [InlineData("1h30m", 90)]
    [InlineData("1h 30", 0)]
    [InlineData("1h30", 90)]
    [InlineData("2 days", 2880)]
    [InlineData("90 min", 90)]
    [InlineData("1.5h", 90)]
    [InlineData("2 hours, 10 minutes", 130)]
    [InlineData("an hour", 60)]
    [InlineData("half an hour", 30)]
    [InlineData("", 0)]
    [InlineData("90", 0)]
    [InlineData("0m", 0)]
    [InlineData("-5m", 0)]
    [InlineData("soon", 0)]
    [InlineData("99999999 weeks", 0)]
    public void A_typed_duration_is_understood_or_refused(string typed, int minutes)
    {
        var read = TypedDuration.Read(typed);
        if (minutes == 0) read.Refusal.ShouldNotBeNull();
        else read.Length.ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Theory]
    [InlineData("80%", "80")]
    [InlineData("80", "80")]
    [InlineData("about 12.5 percent", "12.5")]
    [InlineData("~ 30 % of users", "30")]
    [InlineData("0", "0")]
    [InlineData("100%", "100")]
    [InlineData("101%", null)]
    [InlineData("-1%", null)]
    [InlineData("most", null)]
    public void A_typed_share_is_understood_or_refused(string typed, string? expected) =>
        TypedNumber.Percent(typed).Value.ShouldBe(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("1200", 1200L)]
    [InlineData("1,200", 1200L)]
    [InlineData("1.200", 1200L)]
    [InlineData("about 1,200 users", 1200L)]
    [InlineData("2k", 2000L)]
    [InlineData("1.5 million", 1_500_000L)]
    [InlineData("0", 0L)]
    [InlineData("1.5", null)]
    [InlineData("-3", null)]
    [InlineData("many", null)]
    [InlineData("99999999999999999999", null)]
    public void A_typed_count_is_understood_or_refused(string typed, long? expected) => TypedNumber.Count(typed).Value.ShouldBe(expected);
}
