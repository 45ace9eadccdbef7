using System.Collections.Immutable;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems;

/// <summary>From the record to what is drawn of it.</summary>
internal static class CourseWriter
{
    private const int LongestText = 110;

    /// <summary>Where people marked this much, nothing is taken from talk.</summary>
    private const int EnoughMarks = 3;

    private const int MostSuggested = 12;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);

    public static IncidentCourse Write(Draft draft)
    {
        var from = draft.SuggestedStart is { } start && start.At < draft.Milestones.Beginning ? start.At : draft.Milestones.Beginning;
        if (draft.Milestones.Declared < from) from = draft.Milestones.Declared;
        var to = draft.End ?? LastKnown(draft);
        if (to - from < s_shortest) to = from + s_shortest;

        // A record of days has thousands: only those that are drawn are written.
        var events = Events(draft).Where(e => e.At >= from && e.At <= to).ToList();
        var calls = draft.File.Escalations.Where(e => e.StartedAt >= from && e.StartedAt <= to).OrderBy(e => e.StartedAt).ThenBy(e => e.Number).ToList();
        return new IncidentCourse(
            from,
            to,
            Statuses(draft, from, to),
            Severities(draft, from, to),
            [.. calls.Take(IncidentCourse.MostCalls).Select(call => Call(call, to))],
            [.. events.OrderBy(e => e.Rank).ThenBy(e => e.At).Take(IncidentCourse.MostEvents).OrderBy(e => e.At).Select(e => e.In(draft))])
        {
            EventsLeftOut = Math.Max(0, events.Count - IncidentCourse.MostEvents),
            CallsLeftOut = Math.Max(0, calls.Count - IncidentCourse.MostCalls),
        };
    }

    private static DateTimeOffset LastKnown(Draft draft)
    {
        var last = draft.Incident.StatusHistory.Select(s => s.At).Append(draft.Milestones.Declared).Max();
        foreach (var entry in draft.File.Entries)
        {
            if (entry.Shown && entry.HappenedAt > last) last = entry.HappenedAt;
        }

        return draft.File.Talk is [.., var newest] && newest.SaidAt > last ? newest.SaidAt : last;
    }

    private static ImmutableArray<CourseSpan> Statuses(Draft draft, DateTimeOffset from, DateTimeOffset to)
    {
        var changes = new List<(DateTimeOffset At, string Key, string Label)>();
        if (from < draft.Milestones.Declared) changes.Add((from, "undeclared", "before it was declared"));
        changes.AddRange(draft.Incident.StatusHistory.Select(s => (s.At, s.Status.IsOpen() ? s.Status.Word() : "closed", s.Status.Word())));
        return Spans(changes, from, to);
    }

    private static ImmutableArray<CourseSpan> Severities(Draft draft, DateTimeOffset from, DateTimeOffset to) =>
        Spans([.. draft.Incident.SeverityHistory.Select(s => (s.At, s.Severity.Code().ToLowerInvariant(), s.Severity.Code()))], from, to);

    /// <summary>What holds until the next begins; the first holds from the beginning.</summary>
    private static ImmutableArray<CourseSpan> Spans(List<(DateTimeOffset At, string Key, string Label)> changes, DateTimeOffset from, DateTimeOffset to)
    {
        var spans = ImmutableArray.CreateBuilder<CourseSpan>();
        for (var n = 0; n < changes.Count; n++)
        {
            var begin = n == 0 || changes[n].At < from ? from : changes[n].At;
            var end = n + 1 < changes.Count && changes[n + 1].At < to ? changes[n + 1].At : to;
            if (end > begin) spans.Add(new CourseSpan(changes[n].Key, changes[n].Label, begin, end));
        }

        return spans.ToImmutable();
    }

    private static CourseCall Call(Escalation.Escalation call, DateTimeOffset to)
    {
        var end = call.AcknowledgedAt ?? call.EndedAt;
        var outcome = call.State switch
        {
            EscalationState.Acknowledged => CourseOutcome.Answered,
            EscalationState.Unanswered => CourseOutcome.Unanswered,
            EscalationState.Stopped => CourseOutcome.Stopped,
            _ => CourseOutcome.Open,
        };
        return new CourseCall(call.Target.Name, call.StartedAt, end < to ? end : end is null ? null : to, outcome, [.. call.Pages.Select(p => p.At).Where(at => at <= to)]);
    }

    private static IEnumerable<Candidate> Events(Draft draft)
    {
        var milestones = draft.Milestones;
        var noticed = draft.File.Entries.Any(e => e.Shown && e.Kind == EntryKind.Detection && milestones.Detected is { } detected && (e.HappenedAt - detected).Duration() < s_shortest);
        foreach (var (at, label) in new[]
        {
            (milestones.Started, "Started"), (noticed ? null : milestones.Detected, "Detected"), (milestones.Declared, "Declared"), (milestones.Mitigated, "Mitigated"), (milestones.Resolved, "Resolved"),
        })
        {
            if (at is { } when) yield return new Candidate(0, when, null, label, "", Suggested: false);
        }

        foreach (var entry in draft.File.Entries)
        {
            // What was put down with the resolving stands beside the drawing, and would crowd its end.
            if (entry.Shown && Told(entry.Kind) is { } told && !draft.IsClosingWord(entry)) yield return new Candidate(told.Rank, entry.HappenedAt, entry.Source, told.Label, entry.Text, Suggested: false);
        }

        if (draft.Marked.Count(e => !draft.IsClosingWord(e)) >= EnoughMarks) yield break;
        foreach (var finding in draft.Findings.Where(f => Told(f.Label) is not null).OrderByDescending(f => f.Weight).ThenBy(f => f.Message.SaidAt).Take(MostSuggested))
        {
            yield return new Candidate(5, finding.Message.SaidAt, finding.Message.Ref(), Told(finding.Label)!, finding.Message.Text, Suggested: true);
        }
    }

    private static string Short(Draft draft, string text) => UserText.Shorten(UserText.OneLine(UserText.Visible(draft.Plain(text)).Replace("`", "", StringComparison.Ordinal)), LongestText);

    private static (int Rank, string Label)? Told(EntryKind kind) => kind switch
    {
        EntryKind.Cause => (1, "Root cause"),
        EntryKind.Fix => (1, "Fix"),
        EntryKind.Detection => (1, "Noticed"),
        EntryKind.Reopened => (1, "Reopened"),
        EntryKind.Impact => (2, "Impact"),
        EntryKind.KeyEvent => (2, "Key event"),
        EntryKind.Alert => (3, "Alert"),
        EntryKind.RuledOut => (3, "Ruled out"),
        EntryKind.Hypothesis => (3, "Hypothesis"),
        EntryKind.Update => (4, "Update"),
        _ => null,
    };

    private static string? Told(TalkLabel label) => label switch
    {
        TalkLabel.Detection => "Noticed",
        TalkLabel.Cause => "Cause",
        TalkLabel.Recovery => "Recovery",
        TalkLabel.Impact => "Impact",
        TalkLabel.Action => "Action",
        _ => null,
    };

    /// <param name="Rank">The smaller, the sooner it is drawn.</param>
    private readonly record struct Candidate(int Rank, DateTimeOffset At, MessageRef? Source, string Label, string Text, bool Suggested)
    {
        public CourseEvent In(Draft draft) => new(draft.At(At, Source), Label, Short(draft, Text), Suggested);
    }
}
