using System.Globalization;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Postmortems;

/// <summary>Writes instants in one zone, as documents do: with the zone's abbreviation ("WAT"), or its offset ("UTC+3") where it has none.</summary>
public sealed class DocumentTimes
{
    private readonly DateTimeZone _zone;

    /// <param name="zoneId">IANA id; an unknown one is read as UTC.</param>
    public DocumentTimes(string zoneId)
    {
        _zone = Zones.OfServer(zoneId);
    }

    public string ZoneId => _zone.Id;

    /// <summary>"WAT", "EST", "UTC+3": as it is at that instant, daylight saving included.</summary>
    public string ZoneName(DateTimeOffset at) => Zones.NameAt(at, _zone);

    /// <summary>Whether clocks show this time of day twice, because they are put back.</summary>
    public bool IsShownTwice(DateTimeOffset at) => _zone.MapLocal(Zones.In(at, _zone).LocalDateTime).Count > 1;

    /// <summary>When clocks were put forward or back after the first instant and not after the second, in words: "back from 02:00 BST to 01:00 GMT on 29 October".</summary>
    public IEnumerable<string> Changes(DateTimeOffset after, DateTimeOffset until)
    {
        for (var interval = _zone.GetZoneInterval(Instant.FromDateTimeOffset(after)); interval.HasEnd && interval.End <= Instant.FromDateTimeOffset(until);)
        {
            var next = _zone.GetZoneInterval(interval.End);
            if (next.WallOffset != interval.WallOffset)
            {
                var change = interval.End.ToDateTimeOffset();
                var before = interval.IsoLocalEnd.ToString("HH:mm", CultureInfo.InvariantCulture);
                yield return $"{(next.WallOffset < interval.WallOffset ? "back" : "forward")} from {before} {ZoneName(change.AddTicks(-1))} to {Clock(change)} {ZoneName(change)} on {Local(change).ToString("d MMMM", CultureInfo.InvariantCulture)}";
            }

            interval = next;
        }
    }

    public DateTime Local(DateTimeOffset at) => Zones.In(at, _zone).ToDateTimeUnspecified();

    public DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>"14:35".</summary>
    public string Clock(DateTimeOffset at)
    {
        var time = Local(at);
        return s_clocks[(time.Hour * 60) + time.Minute] ??= time.ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>The minutes of a day: a long timeline shows each of them many times.</summary>
    private static readonly string?[] s_clocks = new string?[24 * 60];

    /// <summary>"10 May 14:35".</summary>
    public string DayAndClock(DateTimeOffset at) => Local(at).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"Wednesday, 10 May 2023, 14:35 WAT".</summary>
    public string Full(DateTimeOffset at) => $"{LongDate(Date(at))}, {Clock(at)} {ZoneName(at)}";

    /// <summary>"Wednesday, 10 May 2023".</summary>
    public static string LongDate(DateOnly date) => date.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"10 May 2023".</summary>
    public static string ShortDate(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The last instant not after <paramref name="limit"/> at which clocks showed this time of day. A time that occurs twice is its first occurrence.</summary>
    public DateTimeOffset LastBefore(DateTimeOffset limit, TimeOnly time)
    {
        var day = Zones.In(limit, _zone).Date;
        while (true)
        {
            var at = _zone.AtLeniently(day + new LocalTime(time.Hour, time.Minute)).ToDateTimeOffset().ToUniversalTime();
            if (at <= limit) return at;

            day = day.PlusDays(-1);
        }
    }
}
