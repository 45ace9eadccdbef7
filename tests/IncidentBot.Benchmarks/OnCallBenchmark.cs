using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Benchmarks;

/// <summary>A year of a schedule of five layers: hourly, by half days, daily, weekly and monthly, each in hours of its own, with overrides.</summary>
internal static class OnCallBenchmark
{
    public static void Run(int runs)
    {
        Figures.Heading($"oncall: a year of a schedule with five layers and 50 overrides, computed {runs} times");
        var schedule = FiveLayers();
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (shifts, gaps, load, at) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        var count = 0;
        for (var i = 0; i < runs; i++)
        {
            shifts.Add(Measure(() => count = Rota.Shifts(schedule, from, from.AddDays(365)).Length));
            gaps.Add(Measure(() => Coverage.Gaps(schedule, from, from.AddDays(365))));
            load.Add(Measure(() => OnCallLoad.Of(schedule, from, from.AddDays(365))));
            at.Add(Measure(() => Rota.At(schedule, from.AddHours(i))));
        }

        Figures.Note($"{count} shifts in the year");
        Figures.Microseconds("all shifts of the year", shifts);
        Figures.Microseconds("  the first time", [shifts[0]]);
        Figures.Microseconds("gaps of the year", gaps);
        Figures.Microseconds("load of the year", load);
        Figures.Microseconds("who is on call now", at);
    }

    private static TimeSpan Measure(Action what)
    {
        var start = TimeProvider.System.GetTimestamp();
        what();
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static Schedule FiveLayers()
    {
        ImmutableArray<ImmutableArray<Handle>> people = [.. Enumerable.Range(1, 8).Select(i => ImmutableArray.Create(new Handle("person" + i)))];
        var start = new DateTime(2025, 12, 29);
        var weekdays = Enumerable.Range(1, 5).Select(day => (DayOfWeek)day).ToList();
        return new Schedule
        {
            Name = "five",
            Zone = "Europe/Berlin",
            Layers =
            [
                new() { Name = "monthly", Turns = people, Rotation = new(RotationUnit.Month, 1, new(9, 0)), Start = start },
                new() { Name = "weekly", Turns = people, Rotation = new(RotationUnit.Week, 1, new(9, 0)), Start = start, Hours = [new(DayOfWeek.Saturday, new(0, 0), new(0, 0)), new(DayOfWeek.Sunday, new(0, 0), new(0, 0))] },
                new() { Name = "daily", Turns = people, Rotation = new(RotationUnit.Day, 1, new(18, 0)), Start = start, Hours = [.. weekdays.Select(day => new ActiveSpan(day, new(18, 0), new(8, 0)))] },
                new() { Name = "half days", Turns = people, Rotation = new(RotationUnit.Hour, 12, new(8, 0)), Start = start, Hours = [.. weekdays.Select(day => new ActiveSpan(day, new(8, 0), new(18, 0)))] },
                new() { Name = "hourly", Turns = people, Rotation = new(RotationUnit.Hour, 1, new(0, 0)), Start = start, Hours = [.. weekdays.Select(day => new ActiveSpan(day, new(9, 0), new(17, 0)))] },
            ],
            Overrides =
            [
                .. Enumerable.Range(0, 50).Select(i =>
                {
                    var from = new DateTimeOffset(2026, 1, 3, 9, 0, 0, TimeSpan.Zero).AddDays(7 * i);
                    return new Override((OverrideKind)(i % 3), from, from.AddHours(30), new Handle("person" + ((i % 8) + 1)));
                }),
            ],
        };
    }
}
