using System.Collections.Immutable;

namespace IncidentBot.Domain.OnCall;

/// <summary>A stretch of local time, as the hand of a <see cref="WallClock"/> moves through it.</summary>
internal readonly record struct LocalSpan(DateTime From, DateTime To);

/// <summary>A turn, or what a layer's hours leave of it.</summary>
internal readonly record struct LayerTurn(DateTime From, DateTime To, ImmutableArray<Handle> People);

/// <summary>One layer on its own, in local time.</summary>
internal static class LayerTurns
{
    /// <summary>Whom the layer has on call when the clock's hand stands there; empty: nobody.</summary>
    public static ImmutableArray<Handle> At(Layer layer, DateTime local)
    {
        if (layer.Turns.IsEmpty || local < layer.Start || local >= layer.End) return [];
        if (!layer.Hours.IsEmpty && !layer.Hours.Any(hours => Covers(hours, local))) return [];
        return People(layer, layer.Rotation is { } rotation ? rotation.TurnAt(local, Start(layer)) : 0);
    }

    /// <summary>Puts the layer's turns into the time that is still open.</summary>
    /// <param name="open">In order, without overlaps.</param>
    /// <returns>What stays open, in order.</returns>
    public static List<LocalSpan> Fill(Layer layer, List<LocalSpan> open, List<LayerTurn> turns)
    {
        if (layer.Turns.IsEmpty) return open;
        var left = new List<LocalSpan>();
        var active = Active(layer, open[0].From, open[^1].To);
        var next = 0;
        foreach (var span in open)
        {
            var at = span.From;
            while (next < active.Count && active[next].To <= at) next++;
            for (var i = next; i < active.Count && active[i].From < span.To; i++)
            {
                var (from, to) = (Later(active[i].From, at), Earlier(active[i].To, span.To));
                if (to <= from) continue;
                if (from > at) left.Add(new(at, from));
                Rotate(layer, from, to, turns, left);
                at = to;
            }

            if (at < span.To) left.Add(new(at, span.To));
        }

        return left;
    }

    private static void Rotate(Layer layer, DateTime from, DateTime to, List<LayerTurn> turns, List<LocalSpan> left)
    {
        if (layer.Rotation is not { } rotation)
        {
            Add(from, to, 0);
            return;
        }

        var start = Start(layer);
        var turn = rotation.TurnAt(from, start);
        while (from < to)
        {
            var end = Earlier(rotation.TurnStart(turn + 1, start), to);
            if (end > from) Add(from, end, turn);
            from = end;
            turn++;
        }

        void Add(DateTime begin, DateTime end, long number)
        {
            var people = People(layer, number);
            if (people.IsEmpty) left.Add(new(begin, end));
            else turns.Add(new(begin, end, people));
        }
    }

    /// <summary>When the layer counts at all, in order, without overlaps.</summary>
    private static List<LocalSpan> Active(Layer layer, DateTime from, DateTime to)
    {
        (from, to) = (Later(from, layer.Start ?? from), Earlier(to, layer.End ?? to));
        if (to <= from) return [];
        if (layer.Hours.IsEmpty) return [new(from, to)];
        var spans = new List<LocalSpan>();
        for (var day = from.Date == DateTime.MinValue ? from.Date : from.Date.AddDays(-1); day < to; day = day.AddDays(1))
        {
            foreach (var hours in layer.Hours)
            {
                if (hours.Day != day.DayOfWeek) continue;
                var (begin, end) = (Later(day + hours.From.ToTimeSpan(), from), Earlier(day + hours.From.ToTimeSpan() + hours.Length, to));
                if (begin < end) spans.Add(new(begin, end));
            }

            if (day >= DateTime.MaxValue.Date) break;
        }

        spans.Sort((one, other) => one.From.CompareTo(other.From));
        var joined = new List<LocalSpan>(spans.Count);
        foreach (var span in spans)
        {
            if (joined.Count > 0 && span.From <= joined[^1].To) joined[^1] = new(joined[^1].From, Later(joined[^1].To, span.To));
            else joined.Add(span);
        }

        return joined;
    }

    private static bool Covers(ActiveSpan hours, DateTime local)
    {
        // Those that began today, or yesterday and reach over midnight.
        var today = local.Date + hours.From.ToTimeSpan();
        return (hours.Day == local.DayOfWeek && local >= today && local < today + hours.Length)
            || (hours.Day == local.Date.AddDays(-1).DayOfWeek && local < today.AddDays(-1) + hours.Length);
    }

    private static ImmutableArray<Handle> People(Layer layer, long turn) => layer.Turns[(int)(((turn % layer.Turns.Length) + layer.Turns.Length) % layer.Turns.Length)];

    /// <summary>A rotation that was given no beginning counts from a Monday that was the first of a month and of a year.</summary>
    private static DateTime Start(Layer layer) => layer.Start ?? new DateTime(2024, 1, 1);

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
