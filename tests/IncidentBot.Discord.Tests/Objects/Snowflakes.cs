using FsCheck;
using FsCheck.Fluent;

namespace IncidentBot.Discord.Tests.Objects;

public sealed class Snowflakes
{
    [Fact]
    public void An_id_knows_when_it_was_made() =>
        Snowflake.Parse("175928847299117063").Timestamp.ShouldBe(new DateTimeOffset(2016, 4, 30, 11, 18, 25, 796, TimeSpan.Zero));

    [Fact]
    public void Text_and_back_is_the_same_id() => Prop.ForAll<ulong>(value => Snowflake.Parse(new Snowflake(value).ToString()) == new Snowflake(value)).QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_sort_by_time() => Prop.ForAll<ulong, ulong>((a, b) => new Snowflake(a) > new Snowflake(b) || new Snowflake(a).Timestamp <= new Snowflake(b).Timestamp)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_id_of_a_moment_was_made_then()
    {
        var moment = new DateTimeOffset(2026, 1, 1, 12, 0, 0, 5, TimeSpan.Zero);
        Snowflake.At(moment).Timestamp.ShouldBe(moment);
        Snowflake.At(DateTimeOffset.UnixEpoch).Value.ShouldBe(0UL);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("18446744073709551616")]
    [InlineData(null)]
    public void What_is_no_id_is_refused(string? text) => Snowflake.TryParse(text, out _).ShouldBeFalse();
}
