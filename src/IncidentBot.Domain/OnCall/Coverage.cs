using System.Collections.Immutable;

namespace IncidentBot.Domain.OnCall;

/// <summary>Nobody is on call in a schedule. UTC, to exclusive.</summary>
public sealed record Gap(string Schedule, DateTimeOffset From, DateTimeOffset To);

/// <summary>One person is on call in two schedules at the same time. UTC, to exclusive.</summary>
public sealed record DoubleBooking(Handle Person, string One, string Other, DateTimeOffset From, DateTimeOffset To);

/// <summary>What is wrong with a plan before it happens.</summary>
public static class Coverage
{
    /// <summary>How far ahead it is looked unless somebody asks otherwise.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(365);

    /// <summary>In order of time.</summary>
    public static ImmutableArray<Gap> Gaps(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var gaps = new List<Gap>();
        foreach (var stretch in Rota.Stretches(schedule, from, to))
        {
            if (!stretch.People.IsEmpty) continue;
            var (start, end) = (new DateTimeOffset(stretch.From, TimeSpan.Zero), new DateTimeOffset(stretch.To, TimeSpan.Zero));
            if (gaps.Count > 0 && gaps[^1].To == start) gaps[^1] = gaps[^1] with { To = end };
            else gaps.Add(new Gap(schedule.Name, start, end));
        }

        return [.. gaps];
    }

    /// <summary>Who would have to be in two places, by time, then by person.</summary>
    public static ImmutableArray<DoubleBooking> DoubleBookings(IEnumerable<Schedule> schedules, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new List<DoubleBooking>();
        foreach (var shifts in schedules.SelectMany(schedule => Rota.Shifts(schedule, from, to)).GroupBy(shift => shift.Person))
        {
            var running = new List<Shift>();
            foreach (var shift in shifts.OrderBy(one => one.From).ThenBy(one => one.Schedule, StringComparer.Ordinal))
            {
                running.RemoveAll(one => one.To <= shift.From);
                found.AddRange(running.Select(one => new DoubleBooking(shift.Person, one.Schedule, shift.Schedule, shift.From, one.To < shift.To ? one.To : shift.To)));
                running.Add(shift);
            }
        }

        return [.. found.OrderBy(one => one.From).ThenBy(one => one.Person)];
    }
}
