using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Insights;

/// <summary>
/// Figures over a server's incidents of a period. Drills, false alarms, duplicates and private incidents are in none of them, and it is not said how many
/// there are. What the record does not know (a milestone that was never set, a time an imported report left out) is left out of that figure alone.
/// </summary>
public sealed record Statistics
{
    /// <summary>How many causes and services are named; the rest is in the record.</summary>
    public const int MostNamed = 8;

    public required StatsPeriod Period { get; init; }

    /// <summary>Null: all of them.</summary>
    public string? Service { get; init; }

    /// <summary>IANA zone of weekdays and hours.</summary>
    public required string TimeZone { get; init; }

    public required int Incidents { get; init; }

    public required int Open { get; init; }

    /// <summary>Imported reports that name no day: nobody knows whether they are of the period, so they are in no other figure.</summary>
    public required int Undated { get; init; }

    /// <summary>From the start to detection.</summary>
    public Spread? ToDetect { get; init; }

    /// <summary>From detection, or else the declaration, until a person took it on.</summary>
    public Spread? ToAcknowledge { get; init; }

    /// <summary>From the start until users were no longer hurt, or less so.</summary>
    public Spread? ToMitigate { get; init; }

    /// <summary>From the start until it was resolved.</summary>
    public Spread? ToResolve { get; init; }

    public ImmutableArray<(IncidentStatus Status, Spread Spent)> InStatus { get; init; } = [];

    /// <summary>All four, the worst first.</summary>
    public ImmutableArray<(Severity Severity, int Count)> BySeverity { get; init; } = [];

    /// <summary>The most hurt first; an incident counts for each of its services.</summary>
    public ImmutableArray<(string Service, int Count)> ByService { get; init; } = [];

    /// <summary>By the local day on which they began, Monday first.</summary>
    public ImmutableArray<(IsoDayOfWeek Day, int Count)> ByWeekday { get; init; } = [];

    /// <summary>By the local hour in which they began: 24 counts, from midnight.</summary>
    public ImmutableArray<int> ByHour { get; init; } = [];

    public ImmutableArray<RepeatCause> RepeatCauses { get; init; } = [];

    /// <summary>Action items still to be done, of these incidents.</summary>
    public int OpenActions { get; init; }

    /// <summary>Of those, how many are past their date.</summary>
    public int OverdueActions { get; init; }

    public PostmortemFigures Postmortems { get; init; } = new();

    public static Statistics Of(IEnumerable<Incident> incidents, IEnumerable<ActionItem> actions, StatsPeriod period, string? service, string timeZone, DateTimeOffset now)
    {
        var zone = Zones.OfServer(timeZone);
        var all = incidents.Where(Counts).Where(incident => service is null || incident.Services.Contains(service, StringComparer.OrdinalIgnoreCase)).ToList();
        var counted = all.Where(incident => incident.Imported is not { DayAssumed: true } && period.Contains(incident.Milestones.Declared)).OrderBy(incident => incident.Number).ToList();
        var began = counted.Where(incident => Known(incident, Milestone.Started)).Select(incident => Zones.In(incident.Milestones.Beginning, zone)).ToList();
        var ids = counted.Select(incident => incident.Id).ToHashSet();
        var open = actions.Where(action => action.State == ActionState.Open && ids.Contains(action.Incident)).ToList();
        var today = DateOnly.FromDateTime(Zones.In(now, zone).ToDateTimeUnspecified());
        return new Statistics
        {
            Period = period,
            Service = service is null ? null : all.SelectMany(incident => incident.Services).FirstOrDefault(one => one.Equals(service, StringComparison.OrdinalIgnoreCase)) ?? service,
            TimeZone = zone.Id,
            Incidents = counted.Count,
            Open = counted.Count(incident => incident.IsOpen),
            Undated = all.Count(incident => incident.Imported is { DayAssumed: true }),
            ToDetect = Spread.Of(Lengths(counted, Milestone.Detected, incident => incident.Milestones.Started)),
            ToAcknowledge = Spread.Of(Lengths(counted, Milestone.Acknowledged, incident => incident.Milestones.Detected ?? incident.Milestones.Declared)),
            ToMitigate = Spread.Of(Lengths(counted, Milestone.Mitigated, incident => incident.Milestones.Beginning)),
            ToResolve = Spread.Of(Lengths(counted, Milestone.Resolved, incident => incident.Milestones.Beginning)),
            InStatus = InEach(counted),
            BySeverity = [.. Enum.GetValues<Severity>().Select(severity => (severity, counted.Count(incident => incident.Severity == severity)))],
            ByService =
            [
                .. counted.SelectMany(incident => incident.Services).GroupBy(one => one, StringComparer.OrdinalIgnoreCase)
                    .Select(group => (group.First(), group.Count())).OrderByDescending(one => one.Item2).ThenBy(one => one.Item1, StringComparer.OrdinalIgnoreCase).Take(MostNamed),
            ],
            ByWeekday = [.. Enumerable.Range(1, 7).Select(day => ((IsoDayOfWeek)day, began.Count(at => at.DayOfWeek == (IsoDayOfWeek)day)))],
            ByHour = [.. Enumerable.Range(0, 24).Select(hour => began.Count(at => at.Hour == hour))],
            RepeatCauses = Insights.RepeatCauses.Find(counted, MostNamed),
            OpenActions = open.Count,
            OverdueActions = open.Count(action => action.Due < today),
            Postmortems = PostmortemFigures.Of(counted, today),
        };
    }

    private static bool Counts(Incident incident) =>
        Visibility.IsForEveryone(incident) && !incident.IsDrill && incident.Status is not (IncidentStatus.FalseAlarm or IncidentStatus.Duplicate);

    private static bool Known(Incident incident, Milestone milestone) => incident.Imported is not { } imported || !imported.Guessed.Contains(milestone);

    private static IEnumerable<TimeSpan> Lengths(IEnumerable<Incident> incidents, Milestone to, Func<Incident, DateTimeOffset?> from)
    {
        foreach (var incident in incidents.Where(incident => Known(incident, to) && Known(incident, Milestone.Started)))
        {
            if (from(incident) is { } begin && incident.Milestones[to] is { } end) yield return end - begin;
        }
    }

    // What was imported was never in a status here: its history is made up from its window.
    private static ImmutableArray<(IncidentStatus, Spread)> InEach(IEnumerable<Incident> incidents)
    {
        var spent = incidents.Where(incident => incident.Imported is null)
            .SelectMany(incident => StatusTimes.Of(incident, incident.Milestones.Resolved))
            .GroupBy(one => one.Key).OrderBy(group => group.Key);
        return [.. spent.Select(group => (group.Key, Spread.Of(group.Select(one => one.Value))!)).Where(one => one.Item2 is not null)];
    }
}
