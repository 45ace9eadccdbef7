using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.OnCall;

/// <summary>
/// A zone's local clock as a schedule reads it: a hand that moves forward only. Where clocks are turned back it waits until the hour has been gone through
/// a second time; where they are turned forward it leaps. What is set for a local time happens when the hand first reaches or passes it: in the repeated
/// hour the first time round, in the skipped hour at the moment after the gap.
/// </summary>
internal sealed class WallClock
{
    /// <summary>More than any change of clocks there has been: a day at the date line (Samoa, 2011).</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private readonly List<Stretch> _stretches = [];
    private int _last;

    /// <summary>Answers for moments from <paramref name="from"/> to <paramref name="to"/> (UTC).</summary>
    public WallClock(string zone, DateTime from, DateTime to)
    {
        var utc = Instant.FromDateTimeUtc(Utc(Clamped(from, -Margin)));
        var end = Instant.FromDateTimeUtc(Utc(Clamped(to, Margin)));
        foreach (var interval in Zones.OfServer(zone).GetZoneIntervals(utc, end))
        {
            var start = interval.HasStart ? Ticks(interval.Start) : 0;
            var stop = interval.HasEnd ? Ticks(interval.End) : DateTime.MaxValue.Ticks;
            var offset = interval.WallOffset.Ticks;
            var before = _stretches.Count == 0 ? long.MinValue : _stretches[^1].LocalEnd;
            _stretches.Add(new Stretch(start, stop, offset, interval.HasStart ? start + offset : long.MinValue, Math.Max(before, interval.HasEnd ? stop + offset : long.MaxValue), before));
        }
    }

    /// <summary>The moment (UTC) at which the hand reaches or passes a local time.</summary>
    public DateTime MomentOf(DateTime local)
    {
        // Asked in order, nearly always: the stretch of the last answer is looked at first.
        if (_last > 0 && local.Ticks < _stretches[_last - 1].LocalEnd) _last = 0;
        while (_last < _stretches.Count - 1 && local.Ticks >= _stretches[_last].LocalEnd) _last++;
        var stretch = _stretches[_last];
        return Utc(new DateTime(Math.Clamp(local.Ticks < stretch.LocalStart ? stretch.Start : local.Ticks - stretch.Offset, 0, DateTime.MaxValue.Ticks)));
    }

    /// <summary>Where the hand stands at a moment (UTC).</summary>
    public DateTime ReadingAt(DateTime utc)
    {
        var stretch = _stretches.FindLast(one => one.Start <= utc.Ticks) ?? _stretches[0];
        var local = utc.Ticks + stretch.Offset;

        // In the hour that is gone through again the hand stands just short of the hour's end.
        return new DateTime(Math.Clamp(Math.Max(local, stretch.Before == long.MinValue ? local : stretch.Before - 1), 0, DateTime.MaxValue.Ticks));
    }

    private static long Ticks(Instant instant) => instant.ToDateTimeUtc().Ticks;

    private static DateTime Utc(DateTime value) => DateTime.SpecifyKind(value, DateTimeKind.Utc);

    private static DateTime Clamped(DateTime value, TimeSpan by) => new(Math.Clamp(value.Ticks + by.Ticks, TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay));

    /// <summary>Time without a change of clocks, in ticks.</summary>
    /// <param name="LocalEnd">How far the hand has come when it ends.</param>
    /// <param name="Before">How far it had come when it began.</param>
    private sealed record Stretch(long Start, long End, long Offset, long LocalStart, long LocalEnd, long Before);
}
