using System.Globalization;
using NodaTime;

namespace IncidentBot.Domain.Postmortems;

/// <summary>Writes instants in one zone, as documents do: with the zone's abbreviation ("WAT"), or its offset ("UTC+3") where it has none.</summary>
public sealed class DocumentTimes
{
    private readonly DateTimeZone _zone;

    /// <param name="zoneId">IANA id; an unknown one is read as UTC.</param>
    public DocumentTimes(string zoneId)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) ?? DateTimeZone.Utc;
    }

    public string ZoneId => _zone.Id;

    /// <summary>"WAT", "EST", "UTC+3": as it is at that instant, daylight saving included.</summary>
    public string ZoneName(DateTimeOffset at)
    {
        var interval = _zone.GetZoneInterval(Instant.FromDateTimeOffset(at));
        return interval.Name[0] is '+' or '-' ? "UTC" + Offset(interval.WallOffset) : interval.Name;
    }

    public DateTime Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(_zone).ToDateTimeUnspecified();

    public DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>"14:35".</summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

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
        var day = Instant.FromDateTimeOffset(limit).InZone(_zone).Date;
        while (true)
        {
            var at = _zone.AtLeniently(day + new LocalTime(time.Hour, time.Minute)).ToDateTimeOffset().ToUniversalTime();
            if (at <= limit) return at;

            day = day.PlusDays(-1);
        }
    }

    private static string Offset(Offset offset)
    {
        var span = offset.ToTimeSpan();
        var sign = span < TimeSpan.Zero ? "-" : "+";
        return span.Minutes == 0
            ? $"{sign}{Math.Abs(span.Hours)}"
            : $"{sign}{Math.Abs(span.Hours)}:{Math.Abs(span.Minutes):00}";
    }
}
