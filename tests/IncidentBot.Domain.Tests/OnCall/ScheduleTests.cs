using System.Collections.Immutable;
using System.Text;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.OnCall;

public sealed class ScheduleTests
{
    private const string Berlin = "Europe/Berlin";
    private static readonly Handle Ada = new("ada");
    private static readonly Handle Tunde = new("tunde");
    private static readonly Handle Grace = new("grace");

    /// <summary>Where the handoff at 02:30 falls when clocks change: the moment after the gap, the first of the two.</summary>
    [Theory]
    [InlineData("2026-03-28", "2026-03-28T01:30:00Z")]
    [InlineData("2026-03-29", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-30", "2026-03-30T00:30:00Z")]
    [InlineData("2026-10-24", "2026-10-24T00:30:00Z")]
    [InlineData("2026-10-25", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-26", "2026-10-26T01:30:00Z")]
    public void A_handoff_in_the_skipped_hour_is_after_the_gap_and_in_the_repeated_hour_the_first(string day, string moment)
    {
        var schedule = Of(Layer("daily", new Rotation(RotationUnit.Day, 1, new(2, 30)), Ada, Tunde));
        var start = ZoneClock.MomentOf(DateTime.Parse(day), Berlin);
        Rota.NextChange(schedule, start).ShouldBe(DateTimeOffset.Parse(moment));
    }

    [Fact]
    public void The_highest_layer_that_has_somebody_counts_and_overrides_go_on_top()
    {
        var schedule = Of(
            Layer("always", null, Ada),
            Layer("office", null, Tunde) with { Hours = [new(DayOfWeek.Wednesday, new(8, 0), new(18, 0))] },
            Layer("none", null));
        var noon = ZoneClock.MomentOf(new DateTime(2026, 4, 1, 12, 0, 0), Berlin);
        Rota.At(schedule, noon).ShouldBe([Tunde]);
        Rota.At(schedule, noon.AddHours(8)).ShouldBe([Ada]);

        Override Change(OverrideKind kind, Handle who, Handle? instead = null) => new(kind, noon, noon.AddHours(1), who, instead);
        Rota.At(schedule with { Overrides = [Change(OverrideKind.Add, Grace)] }, noon).ShouldBe([Tunde, Grace]);
        Rota.At(schedule with { Overrides = [Change(OverrideKind.Remove, Tunde)] }, noon).ShouldBeEmpty();
        Rota.At(schedule with { Overrides = [Change(OverrideKind.Replace, Grace)] }, noon).ShouldBe([Grace]);
        Rota.At(schedule with { Overrides = [Change(OverrideKind.Replace, Grace, Ada)] }, noon).ShouldBe([Tunde]);
        Rota.At(schedule with { Overrides = [Change(OverrideKind.Replace, Grace, Tunde), Change(OverrideKind.Remove, Grace)] }, noon.AddHours(1)).ShouldBe([Tunde]);
    }

    [Fact]
    public void Two_who_swap_take_each_others_shift_and_nothing_else()
    {
        var schedule = Of(Layer("weekly", new Rotation(RotationUnit.Week, 1, new(9, 0)), Ada, Tunde, Grace));
        var from = ZoneClock.MomentOf(new DateTime(2026, 1, 5, 9, 0, 0), Berlin);
        var before = Rota.Shifts(schedule, from, from.AddDays(28));
        var (first, second) = Override.Swap(before[0], before[1]);
        Rota.Shifts(schedule with { Overrides = [first, second] }, from, from.AddDays(28)).Select(shift => shift.Person).ShouldBe([Tunde, Ada, Grace, Ada]);
    }

    [Fact]
    public void Gaps_and_double_bookings_are_found_with_their_times()
    {
        var office = Of(Layer("office", null, Ada) with { Hours = [new(DayOfWeek.Monday, new(8, 0), new(18, 0))] });
        var other = Of(Layer("night", null, Ada) with { Hours = [new(DayOfWeek.Monday, new(17, 0), new(3, 0))] }) with { Name = "night" };
        var from = ZoneClock.MomentOf(new DateTime(2026, 1, 5), Berlin);
        var gaps = Coverage.Gaps(office, from, from.AddDays(7));
        gaps.Select(gap => (gap.To - gap.From).TotalHours).ShouldBe([8, 150]);
        Coverage.DoubleBookings([office, other], from, from.AddDays(14)).Select(one => (one.Person, one.From - from, one.To - from)).ShouldBe(
            [(Ada, TimeSpan.FromHours(17), TimeSpan.FromHours(18)), (Ada, TimeSpan.FromHours(24 * 7 + 17), TimeSpan.FromHours(24 * 7 + 18))]);
        Coverage.Gaps(Of(Layer("always", null, Ada)), from, from.AddDays(365)).ShouldBeEmpty();
    }

    [Fact]
    public void Load_counts_hours_nights_and_weekends_of_each()
    {
        // From Monday 5 January: two weeks of Ada, one of Tunde, none of Grace.
        var schedule = Of(Layer("weekly", new Rotation(RotationUnit.Week, 1, new(0, 0)), Ada, Tunde, Ada, Grace));
        var from = ZoneClock.MomentOf(new DateTime(2026, 1, 5), Berlin);
        var load = OnCallLoad.Of(schedule, from, from.AddDays(21));
        load.People[0].ShouldBe(new PersonLoad(Ada, TimeSpan.FromDays(14), 2, 16, 2));
        load.People[1].ShouldBe(new PersonLoad(Tunde, TimeSpan.FromDays(7), 1, 8, 1));
        load.People[2].ShouldBe(new PersonLoad(Grace, TimeSpan.Zero, 0, 0, 0));
        load.EvenShare.ShouldBe(TimeSpan.FromDays(7));
        load.Fairness.ShouldBe(0.6, 1e-9);
        load.InWords(person => person.Value).ShouldContain("ada bears 2.0 times an even share of 168 hours.");
        OnCallLoad.Of(schedule with { Layers = [Layer("x", new Rotation(RotationUnit.Day, 1, new(0, 0)), Ada, Tunde)] }, from, from.AddDays(2)).Fairness.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void A_calendar_is_as_the_rfc_wants_it_and_its_events_keep_their_names()
    {
        var at = new DateTimeOffset(2026, 3, 30, 7, 0, 0, TimeSpan.Zero);
        Shift[] shifts = [new("ops, nights; \\ all", Ada, at, at.AddHours(8)), new("ops", Tunde, at.AddHours(8), at.AddHours(16))];
        var calendar = ShiftCalendar.Write("On call", shifts, at.AddDays(-3), who => who == Ada ? "Ada Obi " + string.Concat(Enumerable.Repeat("障害🔥é", 20)) : "Tunde\nBello");

        calendar.ShouldStartWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        calendar.ShouldEndWith("END:VCALENDAR\r\n");
        calendar.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
        foreach (var line in calendar.Split("\r\n"))
        {
            Encoding.UTF8.GetByteCount(line).ShouldBeLessThanOrEqualTo(75);
            line.ShouldNotContain('\uFFFD');
            (line.Length == 0 || !char.IsLowSurrogate(line[0])).ShouldBeTrue();
        }

        var unfolded = calendar.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        unfolded.ShouldContain("DTSTART:20260330T070000Z");
        unfolded.ShouldContain("DTEND:20260330T150000Z");
        unfolded.ShouldContain("DTSTAMP:20260327T070000Z");
        unfolded.ShouldContain($"SUMMARY:Ada Obi {string.Concat(Enumerable.Repeat("障害🔥é", 20))} on call (ops\\, nights\\; \\\\ all)");
        unfolded.ShouldContain("SUMMARY:Tunde\\nBello on call (ops)");
        var ids = unfolded.Where(line => line.StartsWith("UID:", StringComparison.Ordinal)).ToList();
        ids.ShouldBeUnique();
        ids.Count.ShouldBe(2);
        ShiftCalendar.Write("Other", [shifts[1] with { To = at.AddHours(20) }], at, who => who.Value).ShouldContain(ids[1], Case.Sensitive, "a shift that ends later is the same event");
    }

    private static Schedule Of(params Layer[] layers) => new() { Name = "ops", Zone = Berlin, Layers = [.. layers] };

    private static Layer Layer(string name, Rotation? rotation, params Handle[] people) =>
        new() { Name = name, Turns = [.. people.Select(one => ImmutableArray.Create(one))], Rotation = rotation, Start = rotation is null ? null : new DateTime(2026, 1, 5) + rotation.At.ToTimeSpan() };
}
