using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Insights;

/// <summary>How long an incident was in each of the open statuses.</summary>
public static class StatusTimes
{
    /// <param name="end">When it was over; null while it is open: the status it is in now is not counted.</param>
    /// <returns>In the order of the statuses; only those it was in.</returns>
    public static IReadOnlyDictionary<IncidentStatus, TimeSpan> Of(Incident incident, DateTimeOffset? end)
    {
        var changes = Changes(incident);
        var spent = new SortedDictionary<IncidentStatus, TimeSpan>();
        for (var i = 0; i < changes.Count; i++)
        {
            var (status, at) = changes[i];
            if (!status.IsOpen()) continue;

            var until = i + 1 < changes.Count ? changes[i + 1].At : end;
            if (until is { } over && over >= at) spent[status] = spent.GetValueOrDefault(status) + (over - at);
        }

        return spent;
    }

    /// <summary>When it came into which status, from the declaration on.</summary>
    public static IReadOnlyList<(IncidentStatus Status, DateTimeOffset At)> Changes(Incident incident)
    {
        var changes = incident.StatusHistory.OrderBy(change => change.At).Select(change => (change.Status, change.At)).ToList();
        if (changes.Count == 0 || changes[0].At > incident.Milestones.Declared) changes.Insert(0, (IncidentStatus.Investigating, incident.Milestones.Declared));
        return changes;
    }
}
