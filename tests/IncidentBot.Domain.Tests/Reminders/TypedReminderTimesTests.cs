using IncidentBot.Domain.Reminders;

namespace IncidentBot.Domain.Tests.Reminders;

public sealed class TypedReminderTimesTests
{
    private static readonly ReminderTimes Before = ReminderRules.Default.NoCommander;

    [Theory]
    [InlineData("sev1: 5m, sev2: 10m, sev3: 30m, sev4: off", "sev1: 5m, sev2: 10m, sev3: 30m, sev4: off")]
    [InlineData("sev1: 15m", "sev1: 15m, sev2: 10m, sev3: 30m, sev4: off")]
    [InlineData("SEV4 2 days; sev-2=1h30m", "sev1: 5m, sev2: 1h 30m, sev3: 30m, sev4: 2d")]
    [InlineData("20m", "sev1: 20m, sev2: 20m, sev3: 20m, sev4: 20m")]
    [InlineData("off", "sev1: off, sev2: off, sev3: off, sev4: off")]
    [InlineData("sev1: never", "sev1: off, sev2: 10m, sev3: 30m, sev4: off")]
    [InlineData("default", "sev1: 5m, sev2: 10m, sev3: 30m, sev4: off")]
    [InlineData("sev1: 90s", "sev1: 1m 30s, sev2: 10m, sev3: 30m, sev4: off")]
    public void Times_are_read_as_people_type_them_and_shown_as_they_can_be_typed(string typed, string shown)
    {
        var read = TypedReminderTimes.Read(typed, ReminderKind.NoCommander, Before);
        TypedReminderTimes.Write(read.Times.ShouldNotBeNull(read.Refusal?.Sentence)).ShouldBe(shown);
        TypedReminderTimes.Read(shown, ReminderKind.NoCommander, ReminderTimes.Never).Times.ShouldBe(read.Times);
    }

    [Theory]
    [InlineData("", "No time was given")]
    [InlineData("soon", "\"soon\" is not a length of time")]
    [InlineData("sev5: 5m", "There is no SEV5")]
    [InlineData("sev1: 5m, sev1: 6m", "SEV1 stands there twice")]
    [InlineData("sev1: 5m, 10m", "\"10m\" does not say for which severity")]
    [InlineData("sev1: 10s", "after 1 minute at the earliest")]
    [InlineData("sev1: 1 year", "is not a length of time")]
    [InlineData("sev1: 100 days", "90 days at the latest")]
    [InlineData("sev1: at once", "is not a length of time")]
    [InlineData("sev1: @everyone", "is not a length of time")]
    public void What_cannot_be_meant_is_refused_with_a_reason(string typed, string reason) =>
        TypedReminderTimes.Read(typed, ReminderKind.NoCommander, Before).Refusal.ShouldNotBeNull().Sentence.ShouldContain(reason);

    [Fact]
    public void Only_of_a_promise_people_can_be_reminded_at_once() =>
        TypedReminderTimes.Write(TypedReminderTimes.Read("sev1: at once, sev2: 5m", ReminderKind.UpdateDue, ReminderTimes.Never).Times!).ShouldBe("sev1: at once, sev2: 5m, sev3: off, sev4: off");
}
