using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        var suggested = StoryMarks(draft) < EnoughMarks ? Suggestions(draft) : [];
        lines.AddRange(Entries(draft, suggested));
        lines.AddRange(Milestones(draft, lines));
        lines.AddRange(Escalations(draft));
        var left = suggested.Count - SuggestionLimit;
        lines.AddRange(suggested.OrderByDescending(s => s.Weight).ThenBy(s => s.Message.SaidAt).Take(SuggestionLimit).Select(f => SuggestedLine(draft, f)));

        var days = lines
            .OrderBy(l => l.At).ThenBy(l => l.Rank).ThenBy(l => l.Number).ThenBy(l => l.Order)
            .GroupBy(l => draft.Times.Date(l.At))
            .Select(day => new TimelineDay(day.Key, [.. day.Select(l => l.Row)]))
            .ToImmutableArray();
        var turned = draft.Times.Changes(draft.Milestones.Beginning, draft.End ?? draft.Milestones.Beginning).Select(change => $" Clocks were put {change}.");
        yield return new Paragraph($"Times are {Zone(draft)}.{string.Concat(turned)}");
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

    /// <summary>How many marks tell the course of events: neither what is still to be done, nor what was put down when all was over.</summary>
    private static int StoryMarks(Draft draft) => draft.Marked.Count(e => e.Kind != EntryKind.ActionItem && !draft.IsClosingWord(e));

    private static IEnumerable<Line> Entries(Draft draft, List<TalkFinding> suggested)
    {
        // Cause and impact are known before somebody types them to resolve the incident: where the timeline tells when, they need no second line.
        var told = draft.Marked.Where(e => !draft.IsClosingWord(e)).Select(e => e.Kind).ToHashSet();
        if (suggested.Exists(f => f.Label == TalkLabel.Cause)) told.Add(EntryKind.Cause);
        if (suggested.Exists(f => f.Label == TalkLabel.Impact)) told.Add(EntryKind.Impact);
        var shown = draft.File.Entries.Where(e => e.Shown && !e.IsAboutDocument && Belongs(e, draft)
            && !(e.Kind is EntryKind.Cause or EntryKind.Fix or EntryKind.Impact && told.Contains(e.Kind) && draft.IsClosingWord(e)));

        // A message may be marked as several things: it is still one line.
        var together = new Dictionary<(MessageRef, DateTimeOffset), List<TimelineEntry>>();
        foreach (var entry in shown)
        {
            if (entry.Source is not { } source || entry.Kind > EntryKind.Declared)
            {
                yield return Of(draft, entry, Label(entry.Kind));
                continue;
            }

            ref var marked = ref CollectionsMarshal.GetValueRefOrAddDefault(together, (source, entry.HappenedAt), out _);
            (marked ??= new List<TimelineEntry>(1)).Add(entry);
        }

        foreach (var marked in together.Values)
        {
            if (marked.Count == 1)
            {
                yield return Of(draft, marked[0], Label(marked[0].Kind));
                continue;
            }

            var entries = marked.OrderBy(e => e.Kind == EntryKind.KeyEvent).ThenBy(e => e.Number).ToList();
            var labels = entries.Select(e => Label(e.Kind)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            yield return Of(draft, entries[0], labels.Count == 0 || Says(entries[0].Text, labels[0]) ? null : string.Join(", ", labels.Select((l, i) => i == 0 ? l : l.ToLowerInvariant())));
        }
    }

    private static Line Of(Draft draft, TimelineEntry entry, string? label) => new(
        entry.HappenedAt,
        Rank(entry.Kind),
        entry.Number,
        new TimelineRow(draft.Clock(entry.HappenedAt, entry.Source), label is not null && Says(entry.Text, label) ? null : label, Text(draft, entry), Suggested: false));

    private static bool Belongs(TimelineEntry entry, Draft draft) => entry.Kind switch
    {
        EntryKind.Role or EntryKind.Link or EntryKind.Renamed or EntryKind.Page or EntryKind.Milestone => false,
        EntryKind.Escalation or EntryKind.EscalationEnded => draft.File.Escalations.IsEmpty,
        EntryKind.Acknowledged => !draft.File.Escalations.Any(e => e.AcknowledgedAt == entry.HappenedAt),
        _ => true,
    };

    private static RichText Text(Draft draft, TimelineEntry entry)
    {
        var by = entry.Source is not null || entry.Kind <= EntryKind.ActionItem || entry.Kind == EntryKind.Update ? entry.By : null;
        return Said(draft, entry.Text, entry.Source, by, entry.Edited?.By);
    }

    /// <summary>"pool was exhausted 📎 graph.png — Ada Obi (edited)".</summary>
    private static RichText Said(Draft draft, string said, MessageRef? source, PersonId? by, PersonId? correctedBy)
    {
        var text = draft.Line(said);
        var files = draft.Files.MarksOf(source);
        var fate = draft.Fate(source);
        if (files.IsEmpty && by is null && fate is null && correctedBy is null) return text;

        // A record of days has a hundred thousand of these lines: each is put together once.
        var parts = ImmutableArray.CreateBuilder<Inline>(text.Parts.Length + files.Parts.Length + 4);
        parts.AddRange(text.Parts);
        parts.AddRange(files.Parts);
        if (by is { } person)
        {
            parts.Add(s_dash);
            parts.Add(draft.NameText(person));
        }

        var note = (fate, correctedBy) switch
        {
            (null, null) => null,
            (_, null) => fate,
            (null, { } editor) => "corrected by " + draft.Name(editor),
            (_, { } editor) => fate + "; corrected by " + draft.Name(editor),
        };
        if (note is not null)
        {
            parts.Add(" ");
            parts.Add(new Emphasis($"({note})"));
        }

        return new RichText(parts.DrainToImmutable());
    }

    private static readonly PlainText s_dash = new(" — ");

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
            TalkLabel.Cause => draft.Cause is null || draft.CauseIsClosingWord,
            TalkLabel.Detection => draft.Detection is null,
            _ => true,
        };
        return [.. draft.Findings.Where(Wanted)];
    }

    private static Line SuggestedLine(Draft draft, TalkFinding finding)
    {
        var message = finding.Message;
        var text = Said(draft, message.Text, message.Ref(), message.Author, correctedBy: null);
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
