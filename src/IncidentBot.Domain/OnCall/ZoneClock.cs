namespace IncidentBot.Domain.OnCall;

/// <summary>Between moments and the local clock of an IANA zone. In the hour that comes twice the first is meant; a time that does not occur is the moment after the gap.</summary>
public static class ZoneClock
{
    /// <param name="local">Its kind does not matter.</param>
    public static DateTimeOffset MomentOf(DateTime local, string zone) => new(new WallClock(zone, local, local).MomentOf(local));

    /// <summary>The same moment with the offset that the zone has then.</summary>
    public static DateTimeOffset In(DateTimeOffset at, string zone) => Words.Zones.In(at, Words.Zones.OfServer(zone)).ToDateTimeOffset();
}
