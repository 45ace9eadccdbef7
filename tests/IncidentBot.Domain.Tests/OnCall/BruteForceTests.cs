using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.OnCall;
using NodaTime;

namespace IncidentBot.Domain.Tests.OnCall;

/// <summary>What is computed is what a person would count, minute by minute, across changes of clocks of every kind.</summary>
public sealed class BruteForceTests
{
    // Both hemispheres; half an hour (Lord Howe); negative daylight saving around Ramadan (Casablanca); at midnight (Santiago); a day that never was (Apia); none (Kathmandu).
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"];

    private static readonly Handle[] People = [.. "ada tunde grace deniz mara".Split(' ').Select(name => new Handle(name))];

    public static TheoryData<string, int> Years => new(Zones.SelectMany(zone => new[] { (zone, 2011), (zone, 2024) }));

    [Theory, MemberData(nameof(Years))]
    public void Over_two_years_every_minute_is_as_counted(string zone, int year)
    {
        var schedule = FiveLayers(zone, year) with
        {
            Overrides =
            [
                new(OverrideKind.Add, Utc(year, 2, 3, 4, 5), Utc(year, 2, 4), People[4]),
                new(OverrideKind.Replace, Utc(year, 3, 20), Utc(year, 4, 10, 1, 30), People[2]),
                new(OverrideKind.Remove, Utc(year, 4, 1), Utc(year, 4, 30), People[2]),
                new(OverrideKind.Replace, Utc(year, 10, 1), Utc(year, 11, 10), People[3], People[0]),
            ],
        };
        IsAsCounted(schedule, Utc(year, 1, 10), Utc(year + 2, 1, 10));
    }

    [Fact]
    public void Any_schedule_around_any_change_of_clocks_is_as_counted() =>
        Prop.ForAll(Arb.From(Cases), one => IsAsCounted(one.Schedule, one.From, one.From.AddDays(5))).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    // Whoever is added while on call already is on call once, and so replaced as a whole.
    [Fact]
    public void Somebody_added_who_is_on_call_already_is_replaced_once_and_for_all()
    {
        var from = Utc(2009, 3, 16, 12, 0);
        var (ada, deniz) = (People[0], People[3]);
        var schedule = new Schedule
        {
            Name = "any",
            Zone = "America/Santiago",
            Layers = [new Layer { Name = "layer", Turns = [[deniz]] }],
            Overrides = [new Override(OverrideKind.Add, from, from.AddHours(4), deniz, null), new Override(OverrideKind.Replace, from, from.AddHours(4), ada, deniz)],
        };
        IsAsCounted(schedule, from, from.AddHours(5));
        Rota.At(schedule, from).ShouldBe([ada]);
        Rota.At(schedule, from.AddHours(4)).ShouldBe([deniz]);
    }

    [Fact]
    public void Whole_shifts_are_the_same_whatever_window_they_are_asked_for()
    {
        var schedule = FiveLayers("Europe/Berlin", 2024);
        var at = Utc(2025, 3, 30, 1, 0);
        var wide = Rota.WholeShifts(schedule, at.AddDays(-20), at.AddDays(20)).ToHashSet();
        var narrow = Rota.WholeShifts(schedule, at.AddHours(-2), at.AddHours(2));
        narrow.ShouldNotBeEmpty();
        narrow.ShouldAllBe(shift => wide.Contains(shift));
    }

    private static Gen<Case> Cases =>
        from zone in Gen.Elements(Zones)
        from change in Gen.Choose(0, 59)
        from before in Gen.Choose(0, 4 * 24 * 60)
        from layers in Layers(Transition(zone, change)).ListOf(3)
        from overrides in Override(Transition(zone, change)).ListOf(2)
        select new Case(
            new Schedule { Name = "any", Zone = zone, Layers = [.. layers], Overrides = [.. overrides] },
            Transition(zone, change).AddMinutes(-before));

    private static Gen<Layer> Layers(DateTimeOffset around) =>
        from unit in Gen.Elements(RotationUnit.Hour, RotationUnit.Day, RotationUnit.Week, RotationUnit.Month)
        from every in Gen.Choose(1, 5)
        from minute in Gen.Choose(0, (24 * 60) - 1)
        from near in Gen.Elements(true, false)
        from weekday in Gen.Choose(0, 6)
        from day in Gen.Choose(1, 31)
        from back in Gen.Choose(0, 40 * 24)
        from people in Gen.Choose(1, 4)
        from rotates in Gen.Choose(0, 5)
        from hours in Hours.ListOf()
        from always in Gen.Elements(true, false)
        from lasts in Gen.Choose(1, 200)
        let at = near ? new TimeOnly(minute % 240 / 60, minute % 4 * 15) : new TimeOnly(minute / 60, minute % 60)
        let start = DateTime.SpecifyKind(around.UtcDateTime.Date.AddHours(-back), DateTimeKind.Unspecified)
        select new Layer
        {
            Name = "layer",
            Turns = [.. People.Take(people).Select((one, i) => i == 2 ? ImmutableArray.Create(one, People[4]) : [one])],
            Rotation = rotates == 0 ? null : new Rotation(unit, every, at) { Weekday = (DayOfWeek)weekday, DayOfMonth = day },
            Hours = always ? [] : [.. hours],
            Start = start,
            End = lasts > 30 ? null : start.AddDays(lasts).AddHours(lasts % 24),
        };

    private static Gen<ActiveSpan> Hours =>
        from day in Gen.Choose(0, 6)
        from start in Gen.Choose(0, (24 * 4) - 1)
        from end in Gen.Choose(0, (24 * 4) - 1)
        select new ActiveSpan((DayOfWeek)day, new TimeOnly(start / 4, start % 4 * 15), new TimeOnly(end / 4, end % 4 * 15));

    private static Gen<Override> Override(DateTimeOffset around) =>
        from kind in Gen.Elements(OverrideKind.Add, OverrideKind.Remove, OverrideKind.Replace)
        from start in Gen.Choose(-3000, 3000)
        from length in Gen.Choose(1, 3000)
        from person in Gen.Elements(People)
        from instead in Gen.Elements(People)
        from whom in Gen.Elements(true, false)
        select new Override(kind, around.AddMinutes(start), around.AddMinutes(start + length), person, kind == OverrideKind.Replace && whom ? instead : null);

    /// <summary>A change of clocks of the zone between 2005 and 2030; where there is none, a day of those years.</summary>
    private static DateTimeOffset Transition(string zone, int number)
    {
        var changes = DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(Instant.FromUtc(2005, 1, 1, 0, 0), Instant.FromUtc(2030, 1, 1, 0, 0)).Where(one => one.HasStart).Skip(1).ToList();
        return changes.Count == 0 ? Utc(2005 + (number % 25), 3, 1) : changes[number % changes.Count].Start.ToDateTimeOffset();
    }

    private static void IsAsCounted(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var shifts = Rota.Shifts(schedule, from, to);
        foreach (var same in shifts.GroupBy(shift => shift.Person))
            foreach (var (one, after) in same.Zip(same.Skip(1))) after.From.ShouldBeGreaterThan(one.To, "shifts of one person are merged");

        var next = 0;
        var running = new List<Shift>();
        var counted = new MinuteByMinute(schedule, from);
        for (; counted.Now < to; counted.Step())
        {
            running.RemoveAll(shift => shift.To <= counted.Now);
            while (next < shifts.Length && shifts[next].From <= counted.Now) running.Add(shifts[next++]);
            var people = counted.People();
            if (!running.Select(shift => shift.Person).Order().SequenceEqual(people)) Assert.Fail($"Shifts say {Names(running.Select(shift => shift.Person))} at {counted.Now:u} in {schedule.Zone}, counted are {Names(people)}.");
            if (counted.Now.Minute % 59 != 0 || Rota.At(schedule, counted.Now).Order().SequenceEqual(people)) continue;
            Assert.Fail($"On call are {Names(Rota.At(schedule, counted.Now))} at {counted.Now:u} in {schedule.Zone}, counted are {Names(people)}.");
        }
    }

    private static string Names(IEnumerable<Handle> people) => "[" + string.Join(' ', people) + "]";

    internal static Schedule FiveLayers(string zone, int year) => new()
    {
        Name = "five",
        Zone = zone,
        Layers =
        [
            new() { Name = "monthly", Turns = Turns(0, 1, 2), Rotation = new(RotationUnit.Month, 1, new(0, 0)) { DayOfMonth = 31 }, Start = new(year, 1, 1) },
            new() { Name = "weekly", Turns = Turns(1, 2, 3, 4), Rotation = new(RotationUnit.Week, 2, new(2, 30)) { Weekday = DayOfWeek.Sunday }, Start = new(year, 1, 3, 9, 0, 0) },
            new() { Name = "daily", Turns = Turns(3, 4), Rotation = new(RotationUnit.Day, 3, new(2, 30)), Start = new(year, 1, 5, 2, 30, 0), Hours = [new(DayOfWeek.Saturday, new(22, 0), new(6, 0)), new(DayOfWeek.Sunday, new(1, 15), new(2, 45))] },
            new() { Name = "half days", Turns = Turns(0, 4), Rotation = new(RotationUnit.Hour, 12, new(8, 0)), Start = new(year, 1, 5, 8, 0, 0), Hours = [.. Enumerable.Range(1, 5).Select(day => new ActiveSpan((DayOfWeek)day, new(8, 0), new(20, 0)))] },
            new() { Name = "hourly", Turns = Turns(0, 1, 2), Rotation = new(RotationUnit.Hour, 1, new(0, 0)), Start = new(year, 1, 5), Hours = [new(DayOfWeek.Sunday, new(0, 0), new(4, 0)), new(DayOfWeek.Thursday, new(12, 0), new(0, 0))] },
        ],
    };

    private static ImmutableArray<ImmutableArray<Handle>> Turns(params int[] people) => [.. people.Select(one => ImmutableArray.Create(People[one]))];

    private static DateTimeOffset Utc(int year, int month, int day, int hour = 0, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    private sealed record Case(Schedule Schedule, DateTimeOffset From);
}
