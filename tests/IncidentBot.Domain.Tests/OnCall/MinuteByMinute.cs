using IncidentBot.Domain.OnCall;
using NodaTime;

namespace IncidentBot.Domain.Tests.OnCall;

/// <summary>
/// Who is on call, worked out as a person with a wall calendar would: from the first minute on, minute after minute. Shares no code with the product, and
/// no arithmetic: handoffs are counted when the clock's hand passes them. The hand is moved forward only; minutes that a change of clocks leaps over are
/// passed all at once, those that come a second time do not count again.
/// </summary>
internal sealed class MinuteByMinute
{
    private readonly DateTimeZone zone;
    private readonly Schedule schedule;
    private readonly List<LayerHand> layers;
    private Instant now;
    private LocalDateTime hand;

    public MinuteByMinute(Schedule schedule, DateTimeOffset from)
    {
        this.schedule = schedule;
        zone = DateTimeZoneProviders.Tzdb[schedule.Zone];
        var earliest = schedule.Layers.Select(layer => layer.Start).OfType<DateTime>().Append(from.UtcDateTime.AddDays(-3)).Min().AddDays(-3);
        now = Instant.FromDateTimeUtc(DateTime.SpecifyKind(earliest.Date, DateTimeKind.Utc));
        hand = Local(now);
        layers = [.. schedule.Layers.Select(layer => new LayerHand(layer))];
        foreach (var layer in layers) layer.Pass(hand);
        while (now.ToDateTimeOffset() < from) Step();
    }

    public DateTimeOffset Now => now.ToDateTimeOffset();

    public List<Handle> People()
    {
        var people = layers.Select(layer => layer.People(hand)).LastOrDefault(found => found.Count > 0) ?? [];
        foreach (var change in schedule.Overrides.Where(change => change.From <= Now && Now < change.To))
        {
            if (change.Kind == OverrideKind.Remove) people.RemoveAll(one => one == change.Person);
            if (change.Kind == OverrideKind.Add && !people.Contains(change.Person)) people.Add(change.Person);
            if (change.Kind != OverrideKind.Replace) continue;
            if (change.Instead is { } instead && !people.Remove(instead)) continue;
            if (change.Instead is null) people.Clear();
            people.Add(change.Person);
        }

        return [.. people.Distinct().Order()];
    }

    public void Step()
    {
        now += Duration.FromMinutes(1);
        for (var local = Local(now); hand < local;)
        {
            hand = hand.PlusMinutes(1);
            foreach (var layer in layers) layer.Pass(hand);
        }
    }

    private LocalDateTime Local(Instant at) => at.InZone(zone).LocalDateTime;

    private sealed class LayerHand(Layer layer)
    {
        private int handoffs;
        private int turn;
        private bool begun;

        public void Pass(LocalDateTime minute)
        {
            if (!begun)
            {
                begun = layer.Start is not { } start || minute.ToDateTimeUnspecified() >= start;
                return;
            }

            if (layer.Rotation is not { } rotation || !IsHandoff(rotation, minute)) return;
            handoffs++;
            if (handoffs % rotation.Every == 0) turn = (turn + 1) % layer.Turns.Length;
        }

        public List<Handle> People(LocalDateTime minute) => begun && layer.Turns.Length > 0 && !(minute.ToDateTimeUnspecified() >= layer.End) && IsActive(minute) ? [.. layer.Turns[turn]] : [];

        private static bool IsHandoff(Rotation rotation, LocalDateTime minute)
        {
            if (minute.Minute != rotation.At.Minute) return false;
            if (rotation.Unit == RotationUnit.Hour) return true;
            if (minute.Hour != rotation.At.Hour) return false;
            if (rotation.Unit == RotationUnit.Week) return minute.DayOfWeek.ToString() == rotation.Weekday.ToString();
            if (rotation.Unit != RotationUnit.Month) return true;
            var isLast = minute.Date.PlusDays(1).Day == 1;
            return minute.Day == rotation.DayOfMonth || (isLast && minute.Day < rotation.DayOfMonth);
        }

        private bool IsActive(LocalDateTime minute)
        {
            if (layer.Hours.IsEmpty) return true;
            foreach (var hours in layer.Hours)
            {
                var (from, to) = (new LocalTime(hours.From.Hour, hours.From.Minute), new LocalTime(hours.To.Hour, hours.To.Minute));
                var overnight = to <= from;
                var isDay = minute.DayOfWeek.ToString() == hours.Day.ToString();
                var isDayAfter = minute.PlusDays(-1).DayOfWeek.ToString() == hours.Day.ToString();
                if (isDay && minute.TimeOfDay >= from && (overnight || minute.TimeOfDay < to)) return true;
                if (isDayAfter && overnight && minute.TimeOfDay < to) return true;
            }

            return false;
        }
    }
}
