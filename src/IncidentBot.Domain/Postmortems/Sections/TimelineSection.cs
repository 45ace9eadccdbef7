using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Sections;

/// <summary>
/// One line an entry, by time: what people marked, milestones, updates and calls for help. Bookkeeping (roles, renames, links, single pages) stands in
/// the Record section or in the JSON. Where people marked little, the key lines of the talk are suggested.
/// </summary>
internal static class TimelineSection
{
    /// <summary>From this many marked entries on, people have told the story themselves and nothing is suggested.</summary>
    private const int EnoughMarks = 5;

    private const int SuggestionLimit = 60;

    public static IEnumerable<Block> Write(Draft draft)
    {
        var lines = new List<Line>();
        lines.AddRange(Entries(draft));
        lines.AddRange(Milestones(draft, lines));
        lines.AddRange(Escalations(draft));
        var left = 0;
        if (draft.Marked.Length < EnoughMarks)
        {
            var suggested = Suggestions(draft);
            left = suggested.Count - SuggestionLimit;
            lines.AddRange(suggested.OrderByDescending(s => s.Weight).ThenBy(s => s.Message.SaidAt).Take(SuggestionLimit).Select(f => SuggestedLine(draft, f)));
        }

        var days = lines
            .OrderBy(l => l.At).ThenBy(l => l.Rank).ThenBy(l => l.Number).ThenBy(l => l.Order)
            .GroupBy(l => draft.Times.Date(l.At))
            .Select(day => new TimelineDay(day.Key, [.. day.Select(l => l.Row)]))
            .ToImmutableArray();
        yield return new Paragraph($"Times are {Zone(draft)}.");
        yield return new TimelineBlock(days, Dated: days.Length > 1 || draft.SpansDays);
        if (left > 0) yield return new Paragraph($"{left} more suggested lines are in the JSON export.");
        if (draft.Marked.IsEmpty)
        {
            yield return Draft.Hint("Nobody marked a key event.", "React with 📌 to a message, or use ", new Code("/timeline add"), ", and it stands here.");
        }
    }

    private static string Zone(Draft draft)
    {
        var names = new[] { draft.Milestones.Beginning, draft.End ?? draft.Milestones.Beginning }.Select(draft.Times.ZoneName).Distinct(StringComparer.Ordinal);
        return $"{string.Join(" and ", names)} ({draft.Times.ZoneId})";
    }

    private static IEnumerable<Line> Entries(Draft draft)
    {
        var shown = draft.File.Entries.Where(e => e.Shown && !e.IsAboutDocument && Belongs(e, draft));

        // A message may be marked as several things: it is still one line.
        foreach (var group in shown.GroupBy(e => e.Source is { } source && e.Kind <= EntryKind.Declared ? (source, e.HappenedAt, 0) : (default, e.HappenedAt, e.Number)))
        {
            var entries = group.OrderBy(e => e.Kind == EntryKind.KeyEvent).ThenBy(e => e.Number).ToList();
            var entry = entries[0];
            var labels = entries.Select(e => Label(e.Kind)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            yield return new Line(
                entry.HappenedAt,
                Rank(entry.Kind),
                entry.Number,
                new TimelineRow(
                    draft.Clock(entry.HappenedAt, entry.Source),
                    labels.Count == 0 || Says(entry.Text, labels[0]) ? null : string.Join(", ", labels.Select((l, i) => i == 0 ? l : l.ToLowerInvariant())),
                    Text(draft, entry),
                    Suggested: false));
        }
    }

    private static bool Belongs(TimelineEntry entry, Draft draft) => entry.Kind switch
    {
        EntryKind.Role or EntryKind.Link or EntryKind.Renamed or EntryKind.Page or EntryKind.Milestone => false,
        EntryKind.Escalation or EntryKind.EscalationEnded => draft.File.Escalations.IsEmpty,
        EntryKind.Acknowledged => !draft.File.Escalations.Any(e => e.AcknowledgedAt == entry.HappenedAt),
        _ => true,
    };

    private static RichText Text(Draft draft, TimelineEntry entry)
    {
        var text = draft.Line(entry.Text).With(draft.Files.MarksOf(entry.Source));
        var by = entry.Source is not null || entry.Kind <= EntryKind.ActionItem || entry.Kind == EntryKind.Update ? entry.By : null;
        if (by is { } person) text = text.With(" — ", draft.Name(person));

        var notes = new List<string>();
        if (draft.Fate(entry.Source) is { } fate) notes.Add(fate);
        if (entry.Edited is { } edited) notes.Add("corrected by " + draft.Name(edited.By));
        return notes.Count == 0 ? text : text.With(" ", new Emphasis($"({string.Join("; ", notes)})"));
    }

    private static IEnumerable<Line> Milestones(Draft draft, List<Line> lines)
    {
        var entries = draft.File.Entries.Where(e => e.Shown).ToLookup(e => e.Kind);
        bool Told(DateTimeOffset at, params ReadOnlySpan<EntryKind> kinds)
        {
            foreach (var kind in kinds)
            {
                if (entries[kind].Any(e => (e.HappenedAt - at).Duration() < TimeSpan.FromMinutes(1))) return true;
            }

            return false;
        }

        var found = new List<Line>();
        void Add(DateTimeOffset? at, int rank, string label, RichText text)
        {
            if (at is { } when) found.Add(new Line(when, rank, 0, new TimelineRow(draft.Clock(when), label, text, Suggested: false)));
        }

        var milestones = draft.Milestones;
        Add(milestones.Started, 0, "Started", "The trouble began.");
        if (milestones.Detected is { } detected && !Told(detected, EntryKind.Detection))
        {
            Add(detected, 1, "Detected", draft.Detection is { } how ? draft.Line(how.Text) : "It was noticed.");
        }

        if (!Told(milestones.Declared, EntryKind.Declared)) Add(milestones.Declared, 2, "Declared", $"{draft.Name(draft.Incident.DeclaredBy)} declared the incident.");
        if (milestones.Acknowledged is { } acknowledged && !Told(acknowledged, EntryKind.Acknowledged) && !draft.File.Escalations.Any(e => e.AcknowledgedAt == acknowledged))
        {
            var by = draft.Incident.Roles.FirstOrDefault(r => r.From == acknowledged)?.Person;
            Add(acknowledged, 3, "Acknowledged", by is { } person ? $"{draft.Name(person)} took it on." : "Somebody took it on.");
        }

        Add(milestones.Mitigated, 8, "Mitigated", "Users are no longer hurt, or less so.");
        if (milestones.Resolved is { } resolved && !Told(resolved, EntryKind.Resolved)) Add(resolved, 9, "Resolved", "The incident was resolved.");
        return found;
    }

    private static IEnumerable<Line> Escalations(Draft draft)
    {
        foreach (var escalation in draft.File.Escalations)
        {
            RichText asked = escalation.Target.Kind switch
            {
                TargetKind.Policy => $"Paging by the policy {escalation.Target.Name} began",
                TargetKind.Schedule => $"{draft.Name(escalation.RequestedBy)} asked whoever was on call in {escalation.Target.Name} for help",
                _ => $"{draft.Name(escalation.RequestedBy)} asked {escalation.Target.Name} for help",
            };
            if (escalation.Reason is { Length: > 0 } reason) asked = asked.With(": ").With(draft.Line(reason));
            yield return Row(draft, escalation.StartedAt, 5, escalation.Number, "Escalation", asked, escalation.Pages.FirstOrDefault()?.Mention);

            if (escalation.AcknowledgedAt is { } answered)
            {
                var by = escalation.AcknowledgedBy is { } person ? draft.Name(person) : "Somebody";
                var inPerson = escalation.Target.Kind == TargetKind.Person && escalation.Target.Id == escalation.AcknowledgedBy?.Value;
                var pages = escalation.Pages.Length > 1 ? $" and {escalation.Pages.Length} pages" : "";
                yield return Row(draft, answered, 6, escalation.Number, "Acknowledged", $"{by} answered{(inPerson || !EscalationRun.IsCall(escalation) ? "" : $" for {escalation.Target.Name},")} after {Durations.InWords(answered - escalation.StartedAt)}{pages}.");
            }
            else if (escalation is { State: EscalationState.Unanswered, EndedAt: { } ended })
            {
                yield return Row(draft, ended, 6, escalation.Number, "Escalation", $"Nobody answered {(EscalationRun.IsCall(escalation) ? "for" : "the policy")} {escalation.Target.Name}, after {escalation.Pages.Length} {(escalation.Pages.Length == 1 ? "page" : "pages")}.");
            }
        }
    }

    private static List<TalkFinding> Suggestions(Draft draft)
    {
        // What a person recorded needs no second, guessed line beside it.
        bool Wanted(TalkFinding f) => f.Label switch
        {
            TalkLabel.Cause => draft.Cause is null,
            TalkLabel.Detection => draft.Detection is null,
            _ => true,
        };
        return [.. draft.Findings.Where(Wanted)];
    }

    private static Line SuggestedLine(Draft draft, TalkFinding finding)
    {
        var message = finding.Message;
        var text = draft.Line(message.Text).With(draft.Files.MarksOf(message.Ref())).With(" — ", draft.Name(message.Author));
        if (draft.Fate(message.Ref()) is { } fate) text = text.With(" ", new Emphasis($"({fate})"));
        return Row(draft, message.SaidAt, 7, 0, Label(finding.Label), text, message.Ref(), suggested: true) with { Order = message.Id.Value };
    }

    private static Line Row(Draft draft, DateTimeOffset at, int rank, int number, string label, RichText text, MessageRef? source = null, bool suggested = false) =>
        new(at, rank, number, new TimelineRow(draft.Clock(at, source), label, text, suggested));

    /// <summary>The bot's own entries often begin with what they are: "Declared SEV1 by Ada".</summary>
    private static bool Says(string text, string label) => text.StartsWith(label, StringComparison.OrdinalIgnoreCase);

    private static int Rank(EntryKind kind) => kind switch
    {
        EntryKind.Detection => 1,
        EntryKind.Declared => 2,
        EntryKind.Acknowledged => 6,
        EntryKind.Resolved or EntryKind.Closed => 9,
        _ => 4,
    };

    private static string? Label(EntryKind kind) => kind switch
    {
        EntryKind.Detection => "Detected",
        EntryKind.Hypothesis => "Hypothesis",
        EntryKind.RuledOut => "Ruled out",
        EntryKind.Cause => "Root cause",
        EntryKind.Fix => "Fix",
        EntryKind.Impact => "Impact",
        EntryKind.ActionItem => "Action item",
        EntryKind.Declared => "Declared",
        EntryKind.Update => "Update",
        EntryKind.Status => "Status",
        EntryKind.Severity => "Severity",
        EntryKind.Escalation or EntryKind.EscalationEnded => "Escalation",
        EntryKind.Acknowledged => "Acknowledged",
        EntryKind.Resolved => "Resolved",
        EntryKind.Reopened => "Reopened",
        EntryKind.Closed => "Closed",
        EntryKind.Note => "Note",
        EntryKind.Alert => "Alert",
        _ => null,
    };

    private static string Label(TalkLabel label) => label switch
    {
        TalkLabel.Detection => "Detected",
        TalkLabel.Hypothesis => "Hypothesis",
        TalkLabel.Refutation => "Ruled out",
        TalkLabel.Cause => "Cause",
        TalkLabel.Action => "Action",
        TalkLabel.Recovery => "Recovery",
        TalkLabel.Impact => "Impact",
        TalkLabel.Escalation => "Escalation",
        _ => "Decision",
    };

    private sealed record Line(DateTimeOffset At, int Rank, long Number, TimelineRow Row)
    {
        public ulong Order { get; init; }
    }
}
