using System.Globalization;
using IncidentBot.Domain.Insights;

namespace IncidentBot.Domain.Tests.Insights;

public sealed class StatsPeriodTests
{
    /// <summary>A quarter past midnight on Tuesday in Lagos; Monday still in London.</summary>
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 23, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1d", "2026-03-02T23:00", "2026-03-03T23:00", "the last day")]
    [InlineData("30 days", "2026-02-01T23:00", "2026-03-03T23:00", "the last 30 days")]
    [InlineData("2w", "2026-02-17T23:00", "2026-03-03T23:00", "the last 2 weeks")]
    [InlineData("6m", "2025-09-03T23:00", "2026-03-03T23:00", "the last 6 months")]
    [InlineData("1y", "2025-03-03T23:00", "2026-03-03T23:00", "the last year")]
    [InlineData("2025", "2024-12-31T23:00", "2025-12-31T23:00", "2025")]
    [InlineData(" 2026-02 ", "2026-01-31T23:00", "2026-02-28T23:00", "February 2026")]
    [InlineData(null, "2025-12-03T23:00", "2026-03-03T23:00", "the last 90 days")]
    public void A_period_is_whole_days_of_the_servers_zone(string? typed, string from, string until, string words) =>
        StatsPeriod.Read(typed, Now, "Africa/Lagos").ShouldBe(new StatsPeriod(At(from), At(until), words));

    [Fact]
    public void All_time_has_no_beginning() => StatsPeriod.Read("ALL", Now, "Africa/Lagos").ShouldBe(new StatsPeriod(null, At("2026-03-03T23:00"), "all time"));

    [Theory]
    [InlineData("soon")]
    [InlineData("0d")]
    [InlineData("2026-13")]
    [InlineData("9999y")]
    [InlineData("9999d")]
    [InlineData("-3d")]
    public void Anything_else_is_none(string typed) => StatsPeriod.Read(typed, Now, "Africa/Lagos").ShouldBeNull();

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture);
}
