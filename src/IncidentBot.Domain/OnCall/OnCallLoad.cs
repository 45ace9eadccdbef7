using System.Collections.Immutable;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.OnCall;

/// <summary>How much one person is on call.</summary>
/// <param name="Time">All of it.</param>
/// <param name="Nights">Nights in which they are on call at any time between 22:00 and 06:00 local time.</param>
/// <param name="Weekends">Weekends, Saturday 00:00 to Sunday 24:00 local time, in which they are on call at any time.</param>
public sealed record PersonLoad(Handle Person, TimeSpan Time, int Shifts, int Nights, int Weekends);

/// <summary>How a schedule's burden is spread.</summary>
/// <param name="People">Who bears most first. Everyone in the schedule, those with nothing too.</param>
public sealed record OnCallLoad(ImmutableArray<PersonLoad> People)
{
    private static readonly TimeSpan NightStart = TimeSpan.FromHours(22);
    private static readonly TimeSpan NightLength = TimeSpan.FromHours(8);

    /// <summary>What each would bear if all bore the same; zero when there is nobody.</summary>
    public TimeSpan EvenShare => People.IsEmpty ? TimeSpan.Zero : People.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Time) / People.Length;

    /// <summary>
    /// Jain's index of the hours: 1 when all bear the same, 1/n when one of n bears everything (Jain, Chiu, Hawe: A quantitative measure of fairness,
    /// DEC-TR-301, 1984). 1 when there is nothing to bear.
    /// </summary>
    public double Fairness
    {
        get
        {
            var squares = People.Sum(one => one.Time.TotalHours * one.Time.TotalHours);
            var sum = People.Sum(one => one.Time.TotalHours);
            return squares == 0 ? 1 : sum * sum / (People.Length * squares);
        }
    }

    /// <summary>Within a window, UTC, to exclusive.</summary>
    public static OnCallLoad Of(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var shifts = Rota.Shifts(schedule, from, to).ToLookup(shift => shift.Person);
        var clock = new WallClock(schedule.Zone, from.UtcDateTime, to.UtcDateTime);
        return new OnCallLoad(
        [
            .. schedule.People.Concat(shifts.Select(one => one.Key)).Distinct().Select(person => Of(person, [.. shifts[person]], clock))
                .OrderByDescending(one => one.Time).ThenBy(one => one.Person),
        ]);
    }

    /// <summary>"@ada 84 hours (2 nights, 1 weekend), @tunde 84 hours (…)"; and who bears much more than an even share.</summary>
    public string InWords(Func<Handle, string> name)
    {
        if (People.IsEmpty) return "Nobody is in this schedule.";
        var each = People.Select(one => $"{name(one.Person)} {Hours(one.Time)} ({Say.Count(one.Nights, "night")}, {Say.Count(one.Weekends, "weekend")})");
        var even = EvenShare;
        var most = People[0];
        var uneven = even > TimeSpan.Zero && most.Time > 1.25 * even ? $" {name(most.Person)} bears {most.Time / even:0.0} times an even share of {Hours(even)}." : "";
        return $"{Lists.InWords([.. each])}.{uneven}";
    }

    private static string Hours(TimeSpan time) => Say.Count((int)Math.Round(time.TotalHours, MidpointRounding.AwayFromZero), "hour");

    private static PersonLoad Of(Handle person, IReadOnlyList<Shift> shifts, WallClock clock)
    {
        var (nights, weekends) = (new HashSet<DateTime>(), new HashSet<DateTime>());
        foreach (var shift in shifts)
        {
            var (from, to) = (clock.ReadingAt(shift.From.UtcDateTime), clock.ReadingAt(shift.To.UtcDateTime.AddTicks(-1)));
            for (var day = from.Date.AddDays(-1); day <= to.Date; day = day.AddDays(1))
            {
                var night = day + NightStart;
                if (from < night + NightLength && to >= night) nights.Add(day);
                if (day >= from.Date && day.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday)) weekends.Add(day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(-1) : day);
            }
        }

        return new PersonLoad(person, shifts.Aggregate(TimeSpan.Zero, (sum, shift) => sum + shift.Length), shifts.Count, nights.Count, weekends.Count);
    }
}
