namespace IncidentBot.Domain.OnCall;

public enum RotationUnit
{
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>
/// When one turn hands over to the next, on the local clock. Local times are counted as if no clock were ever changed; <see cref="WallClock"/> says which
/// moments they are. So a handoff at 09:00 stays at 09:00 all year, and every 12 hours stays at 08:00 and 20:00.
/// </summary>
/// <param name="Every">How many units a turn lasts, from 1 up.</param>
/// <param name="At">Time of day; of an hourly rotation, of the first handoff.</param>
public sealed record Rotation(RotationUnit Unit, int Every, TimeOnly At)
{
    /// <summary>Of a weekly rotation.</summary>
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Monday;

    /// <summary>Of a monthly rotation, 1 to 31: in a shorter month, its last day.</summary>
    public int DayOfMonth { get; init; } = 1;

    /// <summary>The turn that a local moment falls into; 0 is the one that runs when the layer starts, which may be cut short by that.</summary>
    internal long TurnAt(DateTime local, DateTime start)
    {
        var first = LatestHandoff(start);
        if (Unit != RotationUnit.Month) return FloorDiv(local.Ticks - first.Ticks, Period.Ticks);
        var turn = FloorDiv(MonthsBetween(first, local), Every);
        return HandoffOfMonth(first, turn * Every) > local ? turn - 1 : turn;
    }

    /// <summary>When that turn begins. Kept within the years a date can have.</summary>
    internal DateTime TurnStart(long turn, DateTime start)
    {
        var first = LatestHandoff(start);
        return Unit == RotationUnit.Month ? HandoffOfMonth(first, turn * Every) : Shifted(first, turn * Period.Ticks);
    }

    /// <summary>The last handoff of the calendar that is not after a local moment, whatever number of units a turn lasts.</summary>
    private DateTime LatestHandoff(DateTime local)
    {
        var day = local.Date + At.ToTimeSpan();
        switch (Unit)
        {
            case RotationUnit.Hour:
                return Shifted(day, FloorDiv(local.Ticks - day.Ticks, TimeSpan.TicksPerHour) * TimeSpan.TicksPerHour);
            case RotationUnit.Day:
                return day > local ? day.AddDays(-1) : day;
            case RotationUnit.Week:
                var back = ((int)local.DayOfWeek - (int)Weekday + 7) % 7;
                day = day.AddDays(-back);
                return day > local ? day.AddDays(-7) : day;
            default:
                var handoff = HandoffOfMonth(local, 0);
                return handoff > local ? HandoffOfMonth(local, -1) : handoff;
        }
    }

    private TimeSpan Period => Every * Unit switch
    {
        RotationUnit.Hour => TimeSpan.FromHours(1),
        RotationUnit.Day => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    private DateTime HandoffOfMonth(DateTime from, long months)
    {
        var month = (from.Year * 12L) + from.Month - 1 + months;
        if (month < 12) return DateTime.MinValue;
        if (month >= 9999 * 12L) return DateTime.MaxValue;
        var (year, index) = ((int)(month / 12), (int)(month % 12) + 1);
        return new DateTime(year, index, Math.Min(DayOfMonth, DateTime.DaysInMonth(year, index))) + At.ToTimeSpan();
    }

    private static long MonthsBetween(DateTime from, DateTime to) => ((to.Year - from.Year) * 12L) + to.Month - from.Month;

    private static DateTime Shifted(DateTime from, long ticks) => new(Math.Clamp(from.Ticks + ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));

    private static long FloorDiv(long value, long by)
    {
        var (quotient, remainder) = Math.DivRem(value, by);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
