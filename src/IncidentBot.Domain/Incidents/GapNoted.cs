using System.Globalization;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <summary>The bot did not hear what happened for a while: the gap stands in the timeline, and how much was read afterwards.</summary>
public static class GapNoted
{
    private const string Away = "The bot was away";

    /// <summary>Whether the entry is such a note.</summary>
    public static bool Is(TimelineEntry entry) => entry is { Kind: EntryKind.Note, By: null } && entry.Text.StartsWith(Away, StringComparison.Ordinal);

    /// <param name="from">The last moment at which the bot heard anything.</param>
    /// <param name="until">From when on it hears again.</param>
    /// <param name="recovered">Messages read afterwards.</param>
    public static Decision Decide(Incident incident, DateTimeOffset from, DateTimeOffset until, int recovered)
    {
        var began = from > incident.Milestones.Declared ? from : incident.Milestones.Declared;
        if (until <= began) return new Decision(incident, "");
        var messages = recovered switch
        {
            0 => "nothing was said meanwhile",
            1 => "1 message was read afterwards",
            _ => string.Create(CultureInfo.InvariantCulture, $"{recovered} messages were read afterwards"),
        };
        var entry = new TimelineEntry
        {
            Incident = incident.Id,
            Number = incident.LastEntry + 1,
            Kind = EntryKind.Note,
            HappenedAt = began,
            RecordedAt = until,
            Text = $"{Away} for {Words.Durations.InWords(until - began)}; {messages}",
        };
        return new Decision(incident with { LastEntry = entry.Number }, "") { Entries = [entry] };
    }
}
