using System.Collections.Immutable;

namespace IncidentBot.Domain.OnCall;

/// <summary>Works out who is on call. All moments are UTC; every window is from inclusive, to exclusive.</summary>
public static class Rota
{
    /// <summary>How far from a window the true beginning or end of a shift is looked for.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(366);

    /// <summary>Who is on call at a moment, in the order of the turn; empty: nobody.</summary>
    public static ImmutableArray<Handle> At(Schedule schedule, DateTimeOffset at)
    {
        var clock = new WallClock(schedule.Zone, at.UtcDateTime, at.UtcDateTime);
        var local = clock.ReadingAt(at.UtcDateTime);
        for (var i = schedule.Layers.Length - 1; i >= 0; i--)
        {
            if (LayerTurns.At(schedule.Layers[i], local) is { IsEmpty: false } people) return Overridden(schedule, people, at.UtcDateTime);
        }

        return Overridden(schedule, [], at.UtcDateTime);
    }

    /// <summary>Each person's time on call within a window, without breaks in it; what reaches over an edge is cut there. By beginning, then by person.</summary>
    public static ImmutableArray<Shift> Shifts(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var shifts = new List<Shift>();
        var open = new Dictionary<Handle, DateTime>();
        var end = from.UtcDateTime;
        foreach (var stretch in Stretches(schedule, from, to))
        {
            foreach (var person in open.Keys.Where(person => !stretch.People.Contains(person)).ToList())
            {
                shifts.Add(Shift(person, open[person], stretch.From));
                open.Remove(person);
            }

            foreach (var person in stretch.People) open.TryAdd(person, stretch.From);
            end = stretch.To;
        }

        shifts.AddRange(open.Select(one => Shift(one.Key, one.Value, end)));
        return [.. shifts.OrderBy(shift => shift.From).ThenBy(shift => shift.Person)];

        Shift Shift(Handle person, DateTime start, DateTime stop) => new(schedule.Name, person, Moment(start), Moment(stop));
    }

    /// <summary>
    /// The shifts that touch a window, with their true beginning and end: for calendars, where a shift keeps its identity from one export to the next.
    /// One that lasts for more than a year beyond the window is cut at the window's edge.
    /// </summary>
    public static ImmutableArray<Shift> WholeShifts(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var (early, late) = (from - Reach, to + Reach);
        return
        [
            .. Shifts(schedule, early, late).Where(shift => shift.To > from && shift.From < to)
                .Select(shift => shift with { From = shift.From == early ? from : shift.From, To = shift.To == late ? to : shift.To }),
        ];
    }

    /// <summary>The next moment after this one at which somebody comes or goes; null when there is none within a year.</summary>
    public static DateTimeOffset? NextChange(Schedule schedule, DateTimeOffset after)
    {
        ImmutableArray<Handle>? now = null;
        foreach (var stretch in Stretches(schedule, after, after + Reach))
        {
            if (now is { } people && !people.ToHashSet().SetEquals(stretch.People)) return Moment(stretch.From);
            now = stretch.People;
        }

        return null;
    }

    /// <summary>The window without breaks or overlaps, in order: who is on call in each stretch of it, nobody included.</summary>
    internal static List<Stretch> Stretches(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from) return [];
        var stretches = OfLayers(schedule, from.UtcDateTime, to.UtcDateTime);
        return schedule.Overrides.IsEmpty ? stretches : WithOverrides(schedule, stretches);
    }

    private static List<Stretch> OfLayers(Schedule schedule, DateTime from, DateTime to)
    {
        var clock = new WallClock(schedule.Zone, from, to);
        var open = new List<LocalSpan> { new(clock.ReadingAt(from), clock.ReadingAt(to).AddTicks(1)) };
        var turns = new List<LayerTurn>();
        for (var i = schedule.Layers.Length - 1; i >= 0 && open.Count > 0; i--) open = LayerTurns.Fill(schedule.Layers[i], open, turns);
        turns.Sort((one, other) => one.From.CompareTo(other.From));

        var stretches = new List<Stretch>(turns.Count);
        var at = from;
        foreach (var turn in turns)
        {
            var (start, end) = (Within(clock.MomentOf(turn.From)), Within(clock.MomentOf(turn.To)));
            if (end <= start) continue;
            if (start > at) Add(at, start, []);
            Add(start, end, turn.People);
            at = end;
        }

        if (at < to) Add(at, to, []);
        return stretches;

        DateTime Within(DateTime moment) => moment < from ? from : moment > to ? to : moment;

        void Add(DateTime start, DateTime end, ImmutableArray<Handle> people)
        {
            if (stretches.Count > 0 && stretches[^1].People.AsSpan().SequenceEqual(people.AsSpan())) stretches[^1] = stretches[^1] with { To = end };
            else stretches.Add(new Stretch(start, end, people));
        }
    }

    private static List<Stretch> WithOverrides(Schedule schedule, List<Stretch> stretches)
    {
        var cuts = schedule.Overrides.SelectMany(change => new[] { change.From.UtcDateTime, change.To.UtcDateTime }).Distinct().Order().ToList();
        var changed = new List<Stretch>(stretches.Count + cuts.Count);
        var next = 0;
        foreach (var stretch in stretches)
        {
            var at = stretch.From;
            while (next < cuts.Count && cuts[next] <= at) next++;
            while (next < cuts.Count && cuts[next] < stretch.To)
            {
                changed.Add(new Stretch(at, cuts[next], Overridden(schedule, stretch.People, at)));
                at = cuts[next++];
            }

            changed.Add(new Stretch(at, stretch.To, Overridden(schedule, stretch.People, at)));
        }

        return changed;
    }

    private static ImmutableArray<Handle> Overridden(Schedule schedule, ImmutableArray<Handle> people, DateTime at)
    {
        foreach (var change in schedule.Overrides)
        {
            if (at < change.From.UtcDateTime || at >= change.To.UtcDateTime) continue;
            people = change.Kind switch
            {
                OverrideKind.Add => people.Contains(change.Person) ? people : people.Add(change.Person),
                OverrideKind.Remove => people.Remove(change.Person),
                _ when change.Instead is not { } instead => [change.Person],
                _ => [.. people.Select(person => person == change.Instead ? change.Person : person).Distinct()],
            };
        }

        return people;
    }

    private static DateTimeOffset Moment(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    internal readonly record struct Stretch(DateTime From, DateTime To, ImmutableArray<Handle> People);
}
