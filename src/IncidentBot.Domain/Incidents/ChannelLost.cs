using IncidentBot.Domain.Retention;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <summary>The incident's channel was deleted by hand. The record keeps what was said; an open incident gets a new channel.</summary>
public static class ChannelLost
{
    public static Decision Decide(Incident incident, ChannelId channel, DateTimeOffset now)
    {
        if (incident.Channel != channel) return new Decision(incident, "");

        // The bot itself deleted it, and the timeline says so already.
        if (incident is { IsOpen: false, Retirement: { How: ClosedChannel.Delete, DoneAt: not null } }) return new Decision(incident with { Channel = null, Card = null }, "");
        var entry = new TimelineEntry
        {
            Incident = incident.Id,
            Number = incident.LastEntry + 1,
            Kind = EntryKind.Note,
            HappenedAt = now,
            RecordedAt = now,
            Text = "The incident's channel was deleted; what was said in it is kept",
        };
        var without = incident with { Channel = null, Card = null, LastEntry = entry.Number };
        return new Decision(without, "")
        {
            Entries = [entry],
            Owes = incident.IsOpen
                ? [new OpenChannel(), new ShowCard(), new Tell("The channel of this incident was deleted. It goes on here; what was said there is kept in the record."), .. incident is { IsPrivate: false, IsDrill: false } ? new[] { new Announce() } : []]
                : [],
        };
    }
}
