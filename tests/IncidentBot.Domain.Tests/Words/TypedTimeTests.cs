using System.Globalization;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Tests.Words;

public sealed class TypedTimeTests
{
    private const string Lagos = "Africa/Lagos";

    // Wednesday 10 May 2023, 16:30 in Lagos.
    private static readonly DateTimeOffset Now = At("2023-05-10T15:30:00Z");

    [Theory]
    [InlineData("now", "2023-05-10T15:30:00Z")]
    [InlineData("14:05", "2023-05-10T13:05:00Z")]
    [InlineData("14:05:30", "2023-05-10T13:05:30Z")]
    [InlineData("at 14:05", "2023-05-10T13:05:00Z")]
    [InlineData("14.05", "2023-05-10T13:05:00Z")]
    [InlineData("14h05", "2023-05-10T13:05:00Z")]
    [InlineData("1405", "2023-05-10T13:05:00Z")]
    [InlineData("2:05pm", "2023-05-10T13:05:00Z")]
    [InlineData("2.05 P.M", "2023-05-10T13:05:00Z")]
    [InlineData("2.05 p.m.", "2023-05-10T13:05:00Z")]
    [InlineData("2 PM", "2023-05-10T13:00:00Z")]
    [InlineData("12am", "2023-05-09T23:00:00Z")]
    [InlineData("noon", "2023-05-10T11:00:00Z")]
    [InlineData("16:31", "2023-05-10T15:30:00Z")]
    [InlineData("16:32", "2023-05-09T15:32:00Z")]
    [InlineData("23:50", "2023-05-09T22:50:00Z")]
    [InlineData("yesterday 23:50", "2023-05-09T22:50:00Z")]
    [InlineData("23:50 yesterday", "2023-05-09T22:50:00Z")]
    [InlineData("today 9", "2023-05-10T08:00:00Z")]
    [InlineData("yesterday at 9", "2023-05-09T08:00:00Z")]
    [InlineData("monday 14:00", "2023-05-08T13:00:00Z")]
    [InlineData("Wed 14:00", "2023-05-10T13:00:00Z")]
    [InlineData("last wednesday 14:00", "2023-05-03T13:00:00Z")]
    [InlineData("wednesday 18:00", "2023-05-03T17:00:00Z")]
    [InlineData("20m ago", "2023-05-10T15:10:00Z")]
    [InlineData("-20m", "2023-05-10T15:10:00Z")]
    [InlineData("2h30m ago", "2023-05-10T13:00:00Z")]
    [InlineData("2 hours and 10 minutes ago", "2023-05-10T13:20:00Z")]
    [InlineData("an hour ago", "2023-05-10T14:30:00Z")]
    [InlineData("half an hour ago", "2023-05-10T15:00:00Z")]
    [InlineData("2023-05-10 14:30 WAT", "2023-05-10T13:30:00Z")]
    [InlineData("2023-05-10 14:30", "2023-05-10T13:30:00Z")]
    [InlineData("2023-05-10T14:30:00+01:00", "2023-05-10T13:30:00Z")]
    [InlineData("2023-05-10T14:30:00.123Z", "2023-05-10T14:30:00Z")]
    [InlineData("2023-05-10 07:30-0500", "2023-05-10T12:30:00Z")]
    [InlineData("14:30Z", "2023-05-10T14:30:00Z")]
    [InlineData("14:30 UTC", "2023-05-10T14:30:00Z")]
    [InlineData("14:30 UTC+2", "2023-05-10T12:30:00Z")]
    [InlineData("18:45 GMT+5:30", "2023-05-10T13:15:00Z")]
    [InlineData("14:30 Europe/Berlin", "2023-05-10T12:30:00Z")]
    [InlineData("14:30 europe/berlin", "2023-05-10T12:30:00Z")]
    [InlineData("9:30 (ET)", "2023-05-10T13:30:00Z")]
    [InlineData("6:30 AM PDT", "2023-05-10T13:30:00Z")]
    [InlineData("10 May 2023 2:30 PM", "2023-05-10T13:30:00Z")]
    [InlineData("10th May 2023, 14:30", "2023-05-10T13:30:00Z")]
    [InlineData("May 10, 14:30", "2023-05-10T13:30:00Z")]
    [InlineData("May 10, 2023 14:30", "2023-05-10T13:30:00Z")]
    [InlineData("may 11, 14:30", "2022-05-11T13:30:00Z")]
    [InlineData("14:30 on 3 September", "2022-09-03T13:30:00Z")]
    [InlineData("10.05.2023 14:30", "2023-05-10T13:30:00Z")]
    [InlineData("25/03/2023 14:30", "2023-03-25T13:30:00Z")]
    [InlineData("<t:1683725400:f>", "2023-05-10T13:30:00Z")]
    public void A_typed_time_is_understood(string typed, string expected)
    {
        var read = TypedTime.Read(typed, Now, Lagos);

        read.Refusal?.Sentence.ShouldBeNull();
        read.At.ShouldBe(At(expected));
        read.At!.Value.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200b")]
    [InlineData("soon")]
    [InlineData("20m")]
    [InlineData("9")]
    [InlineData("25:00")]
    [InlineData("14:60")]
    [InlineData("14:30 pm")]
    [InlineData("0:30 am")]
    [InlineData("yesterday")]
    [InlineData("31 February 14:00")]
    [InlineData("2023-02-30 14:00")]
    [InlineData("2023-13-01 14:00")]
    [InlineData("14:30 Mars/Olympus")]
    [InlineData("14:30 UTC+25")]
    [InlineData("10:05-10:20")]
    [InlineData("14:05 and then some")]
    [InlineData("1066-10-14 09:00")]
    [InlineData("999999999999 days ago")]
    [InlineData("<t:99999999999:f>")]
    [InlineData("`14:05` @everyone")]
    public void What_is_no_time_is_refused_with_examples(string typed)
    {
        var read = TypedTime.Read(typed, Now, Lagos);

        read.At.ShouldBeNull();
        read.Refusal.ShouldNotBeNull().Sentence.ShouldContain("yesterday 23:50");
        read.Refusal.Sentence.ShouldNotContain("@everyone");
    }

    [Fact]
    public void A_date_that_can_be_two_is_refused_and_both_are_named()
    {
        var sentence = TypedTime.Read("09/03/2023 14:00", Now, Lagos).Refusal.ShouldNotBeNull().Sentence;

        sentence.ShouldContain("9 March");
        sentence.ShouldContain("3 September");
    }

    [Fact]
    public void A_zone_that_can_be_several_is_refused_except_where_the_server_uses_it()
    {
        TypedTime.Read("14:30 IST", Now, Lagos).Refusal.ShouldNotBeNull().Sentence.ShouldContain("India");
        TypedTime.Read("14:30 IST", Now, "Asia/Kolkata").At.ShouldBe(At("2023-05-10T09:00:00Z"));
        TypedTime.Read("10:30 CST", At("2023-01-10T17:30:00Z"), "America/Chicago").At.ShouldBe(At("2023-01-10T16:30:00Z"));
    }

    [Theory]
    [InlineData("in 5m", "in 5 minutes")]
    [InlineData("tomorrow 9:00", "11 May 2023 09:00 WAT")]
    [InlineData("2023-05-10 17:30", "in 1 hour")]
    public void A_time_to_come_is_refused_where_a_past_one_is_asked_for(string typed, string says)
    {
        var sentence = TypedTime.Read(typed, Now, Lagos).Refusal.ShouldNotBeNull().Sentence;

        sentence.ShouldContain("in the future");
        sentence.ShouldContain(says);
    }

    [Theory]
    [InlineData("in 5m", "2023-05-10T15:35:00Z")]
    [InlineData("9:00", "2023-05-11T08:00:00Z")]
    [InlineData("tomorrow 9:00", "2023-05-11T08:00:00Z")]
    [InlineData("wednesday 9:00", "2023-05-17T08:00:00Z")]
    [InlineData("friday 9:00", "2023-05-12T08:00:00Z")]
    [InlineData("9 May 9:00", "2024-05-09T08:00:00Z")]
    public void Where_a_time_to_come_is_asked_for_the_next_one_is_meant(string typed, string expected) =>
        TypedTime.Read(typed, Now, Lagos, TimeSide.Future).At.ShouldBe(At(expected));

    [Theory]
    // Berlin, 29 October 2023: 02:00 to 03:00 occurs twice. The first is meant.
    [InlineData("2023-10-29 02:30", "2023-11-01T12:00:00Z", "2023-10-29T00:30:00Z")]
    [InlineData("2023-10-29 02:30 CET", "2023-11-01T12:00:00Z", "2023-10-29T01:30:00Z")]
    [InlineData("02:30", "2023-10-29T01:45:00Z", "2023-10-29T00:30:00Z")]
    [InlineData("yesterday 12:00", "2023-10-29T12:00:00Z", "2023-10-28T10:00:00Z")]
    // Berlin, 26 March 2023: 02:00 to 03:00 does not occur. The moment after the gap is meant.
    [InlineData("2023-03-26 02:30", "2023-03-27T12:00:00Z", "2023-03-26T01:00:00Z")]
    [InlineData("02:30", "2023-03-26T02:00:00Z", "2023-03-26T01:00:00Z")]
    [InlineData("3:30", "2023-03-26T02:00:00Z", "2023-03-26T01:30:00Z")]
    public void Times_around_a_clock_change_are_defined(string typed, string now, string expected) =>
        TypedTime.Read(typed, At(now), "Europe/Berlin").At.ShouldBe(At(expected));

    [Fact]
    public void What_was_understood_is_said_back()
    {
        TypedTime.Read("14:30", Now, Lagos).Words.ShouldBe("10 May 2023 14:30 WAT (2 hours ago)");
        TypedTime.Read("16:31", Now, Lagos).Words.ShouldBe("10 May 2023 16:30 WAT (now)");
        TypedTime.Read("2023-05-08 12:30", Now, "America/Sao_Paulo").Words.ShouldBe("8 May 2023 12:30 UTC-3 (2 days ago)");
        TypedTime.Read("2023-05-10 20:00", Now, "Asia/Kathmandu").Words.ShouldBe("10 May 2023 20:00 UTC+5:45 (1 hour, 15 minutes ago)");
    }

    [Fact]
    public void A_clock_time_shows_its_date_when_that_is_not_today()
    {
        TypedTime.Clock(Now.AddHours(-1), Now, Lagos).ShouldBe("15:30 WAT");
        TypedTime.Clock(Now.AddDays(-1), Now, Lagos).ShouldBe("9 May 16:30 WAT");
        TypedTime.Clock(Now.AddYears(-1), Now, Lagos).ShouldBe("10 May 2022 16:30 WAT");
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
