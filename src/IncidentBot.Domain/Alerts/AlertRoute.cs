using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Alerts;

/// <summary>Where an alert goes.</summary>
public enum AlertVerdict
{
    /// <summary>It opens an incident.</summary>
    Declare,

    /// <summary>It joins an open incident, or fires again in it.</summary>
    Attach,

    /// <summary>It is over, in the incident it belongs to.</summary>
    Over,

    /// <summary>Heard before: it is counted and changes nothing else.</summary>
    Repeat,

    /// <summary>It belongs to no incident and opens none.</summary>
    Ignore,
}

/// <param name="Incident">The incident concerned; null where there is none (yet).</param>
/// <param name="Storm">It would have opened an incident of its own, had not so many been opened by alerts just now.</param>
public sealed record AlertRoute(AlertVerdict Verdict, Incident? Incident = null, bool Storm = false)
{
    /// <summary>How many incidents alerts may open within <see cref="StormWindow"/> on one server.</summary>
    public const int MostDeclared = 5;

    public static readonly TimeSpan StormWindow = TimeSpan.FromMinutes(10);

    /// <summary>Decides where it goes, from the incidents alone.</summary>
    /// <param name="incidents">Of one server: all that are open, and the latest of the closed ones, so that the repeat of an alert whose incident was closed is known for one.</param>
    public static AlertRoute Of(Alert alert, IReadOnlyCollection<Incident> incidents, ServerSettings settings, DateTimeOffset now)
    {
        var known = incidents
            .SelectMany(incident => incident.Alerts.Where(one => one.Is(alert)).Select(one => (Incident: incident, Alert: one)))
            .OrderByDescending(one => one.Alert.Heard).ThenByDescending(one => one.Incident.Number)
            .FirstOrDefault();
        if (known.Incident is not null)
        {
            if (OfKnown(alert, known.Alert, known.Incident, incidents) is { } route) return route;
        }
        else if (alert.Status == AlertStatus.Resolved)
        {
            return new AlertRoute(AlertVerdict.Ignore);
        }

        return OfFresh(alert, incidents, settings, now);
    }

    /// <summary>Null: it fires anew, and its incident is closed.</summary>
    private static AlertRoute? OfKnown(Alert alert, IncidentAlert known, Incident incident, IReadOnlyCollection<Incident> incidents)
    {
        var isLate = alert.StartsAt < known.StartsAt;
        if (alert.Status == AlertStatus.Resolved)
        {
            return isLate || known.Status == AlertStatus.Resolved ? new(AlertVerdict.Repeat, incident) : new(AlertVerdict.Over, Into(incident, incidents));
        }

        // Without a beginning that names the episode, only the state tells a repeat from a new one.
        var isSame = alert.StartsAt is { } starts && known.StartsAt is { } earlier ? starts == earlier : known.Status == AlertStatus.Firing && incident.IsOpen;
        if (isLate || isSame) return new(AlertVerdict.Repeat, incident);
        return Into(incident, incidents) is { IsOpen: true } open ? new(AlertVerdict.Attach, open) : null;
    }

    private static AlertRoute OfFresh(Alert alert, IReadOnlyCollection<Incident> incidents, ServerSettings settings, DateTimeOffset now)
    {
        // What happens in a private incident or a drill concerns those in it: an alert that everyone waits for must not vanish there.
        var open = incidents.Where(incident => incident is { IsOpen: true, IsPrivate: false, IsDrill: false }).OrderByDescending(incident => incident.Number).ToImmutableArray();
        var group = alert.GroupKey is { } key ? open.FirstOrDefault(incident => incident.Alerts.Any(one => one.GroupKey == key && one.Source == alert.Source)) : null;
        var same = group ?? open.FirstOrDefault(incident => incident.Services.Intersect(alert.Services, StringComparer.OrdinalIgnoreCase).Any());
        if (same is not null) return new(AlertVerdict.Attach, same);
        if (settings.Alerts == AlertHandling.Attach || alert.Severity > settings.AlertsFrom) return new(AlertVerdict.Ignore);

        var recent = incidents.Count(incident => incident.OpenedByAlert && incident.Milestones.Declared > now - StormWindow);
        var latest = open.FirstOrDefault(incident => incident.OpenedByAlert);
        return recent >= MostDeclared && latest is not null ? new(AlertVerdict.Attach, latest, Storm: true) : new(AlertVerdict.Declare);
    }

    /// <summary>The incident that a duplicate was closed into goes on with its alerts.</summary>
    private static Incident Into(Incident incident, IReadOnlyCollection<Incident> incidents)
    {
        if (incident.Status != IncidentStatus.Duplicate || incident.Links.LastOrDefault(link => link.Kind == LinkKind.DuplicateOf) is not { } link) return incident;
        return incidents.FirstOrDefault(other => other.Number == link.Number && other.Server == incident.Server) ?? incident;
    }
}
