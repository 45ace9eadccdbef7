using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>When the digest of action items is posted, by the server's clock: in the hour that comes twice the first time, in the skipped one when it is over.</summary>
public static class NextDigest
{
    /// <summary>The digest of a week that came so late is left to the next one.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromHours(12);

    /// <summary>The first one after an instant; null: there is none.</summary>
    public static DateTimeOffset? After(ServerSettings settings, DateTimeOffset at)
    {
        if (settings.FollowUp.Digest is not { Day: { } day } time) return null;
        var today = DateOnly.FromDateTime(ZoneClock.In(at, settings.TimeZone).DateTime);
        var first = today.AddDays(((int)day - (int)today.DayOfWeek + 7) % 7);
        var moment = Moment(first);
        return moment > at ? moment : Moment(first.AddDays(7));

        DateTimeOffset Moment(DateOnly date) => ZoneClock.MomentOf(date.ToDateTime(time.At), settings.TimeZone).ToUniversalTime();
    }

    /// <summary>The one that is to be posted now; null: none is, as things are set.</summary>
    public static DateTimeOffset? Now(ServerSettings settings, DateTimeOffset now) =>
        After(settings, now - Latest) is { } moment && moment <= now ? moment : null;
}
