using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>The part of the day in which people are written to about their action items, by the server's clock.</summary>
internal readonly record struct WorkingHours(string Zone, int From)
{
    private const int Evening = 20;
    private const int Shortest = 2;

    private int Until => Math.Max(Evening, Math.Min(24, From + Shortest));

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(ZoneClock.In(at, Zone).DateTime);

    /// <summary>The first moment of a day at which people are written to.</summary>
    public DateTimeOffset Begin(DateOnly day) => ZoneClock.MomentOf(day.ToDateTime(new TimeOnly(From, 0)), Zone).ToUniversalTime();

    /// <summary>That moment, when it is one at which people are written to; else the next that is.</summary>
    public DateTimeOffset NotBefore(DateTimeOffset at)
    {
        var day = DayOf(at);
        if (at < Begin(day)) return Begin(day);
        return ZoneClock.In(at, Zone).Hour < Until ? at : Begin(day.AddDays(1));
    }
}
