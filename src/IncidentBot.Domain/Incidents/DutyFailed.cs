using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Something the bot owed could not be done: it stands in the record, and is said aloud where that is possible. Never silently nothing.</summary>
public static class DutyFailed
{
    /// <param name="what">A sentence without its full stop: "The card could not be shown".</param>
    /// <param name="reason">Why, as far as known.</param>
    /// <param name="tell">Whether the channel can be told.</param>
    public static Decision Decide(Incident incident, string what, string reason, bool tell, DateTimeOffset now)
    {
        var entry = new TimelineEntry
        {
            Incident = incident.Id,
            Number = incident.LastEntry + 1,
            Kind = EntryKind.Note,
            HappenedAt = now,
            RecordedAt = now,
            Text = $"{what}: {reason}",
        };
        return new Decision(incident with { LastEntry = entry.Number }, "")
        {
            Entries = [entry],
            Owes = tell ? [new Tell($"⚠️ {what}: {Harmless.Line(reason.TrimEnd('.'), 500)}.")] : [],
        };
    }
}
