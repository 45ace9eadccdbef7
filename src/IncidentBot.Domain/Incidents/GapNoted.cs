using System.Globalization;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The bot did not hear what happened for a while: the gap stands in the timeline once, and how much was read afterwards.</summary>
public static class GapNoted
{
    /// <summary>Gaps that lie as near to each other as this are one.</summary>
    private static readonly TimeSpan Adjacent = TimeSpan.FromMinutes(1);

    /// <summary>The gap together with those noted before that it overlaps or borders on: of an absence with several starts, or one whose reading was interrupted.</summary>
    public static Gap Whole(IEnumerable<TimelineEntry> entries, DateTimeOffset from, DateTimeOffset until)
    {
        var whole = new Gap(from, until);
        foreach (var known in entries.Select(entry => entry.Gap).OfType<Gap>().OrderByDescending(gap => gap.From))
        {
            if (Touches(known, whole)) whole = new Gap(known.From < whole.From ? known.From : whole.From, known.Until > whole.Until ? known.Until : whole.Until);
        }

        return whole;
    }

    /// <param name="gap">As <see cref="Whole"/> gives it.</param>
    /// <param name="recovered">Messages of that time which were read afterwards.</param>
    /// <param name="unread">Why they could not be read; null: they were.</param>
    public static Decision Decide(IncidentState state, Gap gap, int recovered, string? unread = null)
    {
        var incident = state.Incident;
        var began = gap.From > incident.Milestones.Declared ? gap.From : incident.Milestones.Declared;
        if (gap.Until <= began) return new Decision(incident, "");
        var messages = (recovered, unread) switch
        {
            (_, not null) => "what was said meanwhile could not be read",
            (0, _) => "nothing was said meanwhile",
            (1, _) => "1 message was read afterwards",
            _ => string.Create(CultureInfo.InvariantCulture, $"{recovered} messages were read afterwards"),
        };
        var draft = new Draft(state, by: null, gap.Until);
        var text = $"The bot was away for {Durations.InWords(gap.Until - began)}; {messages}";
        var known = state.Entries.Where(entry => entry.Gap is { } earlier && Touches(earlier, gap)).ToList();
        var entry = known.Count == 0 ? draft.Write(EntryKind.Note, text, began) : known[0];
        draft.Put(entry with { HappenedAt = began, Text = text, Gap = new Gap(began, gap.Until) });

        // Two that the new one joined: one of them tells of all.
        foreach (var other in known.Skip(1)) draft.Put(other with { Gap = null, Removed = new EntryRemoval(default, gap.Until) });
        return draft.Done("");
    }

    private static bool Touches(Gap one, Gap other) => one.From <= other.Until + Adjacent && other.From <= one.Until + Adjacent;
}
