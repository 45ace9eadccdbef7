using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Insights;

namespace IncidentBot.Domain.Tests.Insights;

public sealed class SpreadTests
{
    [Theory]
    [InlineData("5", 5, 5)]
    [InlineData("1 3", 2, 3)]
    [InlineData("3 1 2", 2, 3)]
    [InlineData("1 2 3 4", 2.5, 4)]
    [InlineData("1 2 3 4 5 6 7 8 9 10", 5.5, 9)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11", 6, 10)]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 9 99", 1, 1)]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 9 9 99", 1, 9)]
    public void The_median_is_the_middle_and_the_ninetieth_percentile_the_nearest_rank(string minutes, double median, double ninetieth)
    {
        var lengths = minutes.Split(' ').Select(m => TimeSpan.FromMinutes(double.Parse(m, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Spread.Of(lengths).ShouldBe(new Spread(lengths.Count, TimeSpan.FromMinutes(median), TimeSpan.FromMinutes(ninetieth)));
    }

    [Fact]
    public void Of_nothing_there_is_none_and_slips_below_zero_do_not_count()
    {
        Spread.Of([]).ShouldBeNull();
        Spread.Of([TimeSpan.FromMinutes(-1)]).ShouldBeNull();
        Spread.Of([TimeSpan.FromMinutes(-1), TimeSpan.Zero]).ShouldBe(new Spread(1, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Nine_tenths_at_least_do_not_exceed_the_ninetieth_percentile_and_it_is_one_of_them() => Prop.ForAll<PositiveInt[]>(values =>
    {
        if (values.Length == 0) return;
        var lengths = values.Select(v => TimeSpan.FromSeconds(v.Get)).ToList();
        var spread = Spread.Of(lengths)!;
        lengths.ShouldContain(spread.Ninetieth);
        (lengths.Count(length => length <= spread.Ninetieth) * 10).ShouldBeGreaterThanOrEqualTo(lengths.Count * 9);
        (lengths.Count(length => length < spread.Ninetieth) * 10).ShouldBeLessThan(lengths.Count * 9);
        lengths.Count(length => length <= spread.Median).ShouldBeGreaterThanOrEqualTo((lengths.Count + 1) / 2);
        spread.Median.ShouldBeLessThanOrEqualTo(spread.Ninetieth);
    }).QuickCheckThrowOnFailure();
}
