using System.Collections.Immutable;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems;

/// <summary>A line that was followed: what was assumed or tried, and how it ended.</summary>
/// <param name="Assumed">Null: only the ruling out is known.</param>
/// <param name="Ended">Null: the record does not say.</param>
internal sealed record InvestigationPath(PathPoint? Assumed, PathPoint? Ended, bool MatchesCause)
{
    public bool Misleading => Ended is not null;

    /// <summary>How long it was followed.</summary>
    public TimeSpan? Took => Assumed is { } from && Ended is { } to && to.At >= from.At ? to.At - from.At : null;

    public DateTimeOffset At => (Assumed ?? Ended)!.At;

    public static ImmutableArray<InvestigationPath> Find(Draft draft)
    {
        var paths = new List<InvestigationPath>();
        var settled = new HashSet<MessageId>();
        var hypotheses = draft.MarkedAs(EntryKind.Hypothesis).Select(e => (Entry: e, Point: PathPoint.From(draft, e))).ToList();
        var open = hypotheses.ToDictionary(h => h.Entry.Number);
        var labels = draft.AllFindings.ToDictionary(f => f.Message.Id);

        foreach (var ruledOut in draft.MarkedAs(EntryKind.RuledOut))
        {
            var message = draft.TalkAt(ruledOut.Source);
            var finding = message is null ? null : labels.GetValueOrDefault(message.Id);
            var own = hypotheses.FirstOrDefault(h => h.Entry.Source is not null && h.Entry.Source == ruledOut.Source);
            if (own.Entry is not null)
            {
                // The cross was put on the guess itself: it was ruled out when the cross was put there.
                paths.Add(new(own.Point, PathPoint.FromMark(draft, ruledOut), false));
                open.Remove(own.Entry.Number);
            }
            else if (finding is { Label: TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision } && ruledOut.Marks.Length > 0)
            {
                var refuted = draft.AllFindings.FirstOrDefault(f => f.Refutes == finding.Message.Id && draft.IsFree(f.Message.Id));
                if (refuted is not null) settled.Add(refuted.Message.Id);
                paths.Add(new(PathPoint.From(draft, ruledOut), PathPoint.FromMark(draft, ruledOut), false));
            }
            else
            {
                // The words that rule it out were marked: look for what they rule out.
                var end = PathPoint.From(draft, ruledOut);
                var match = open.Values
                    .Where(h => h.Point.At <= end.At)
                    .OrderByDescending(h => finding?.Refutes is { } id && h.Entry.Source?.Message == id)
                    .ThenByDescending(h => WordOverlap.Count(h.Point.Raw, end.Raw))
                    .ThenByDescending(h => h.Point.At)
                    .FirstOrDefault();
                if (match.Entry is not null && (match.Entry.Source?.Message == finding?.Refutes || WordOverlap.Count(match.Point.Raw, end.Raw) > 0 || open.Count == 1))
                {
                    paths.Add(new(match.Point, end, false));
                    open.Remove(match.Entry.Number);
                }
                else
                {
                    var assumed = finding?.Refutes is { } id && labels.TryGetValue(id, out var target) && target.Message.DeletedAt is null ? PathPoint.From(target) : null;
                    if (assumed is not null) settled.Add(finding!.Refutes!.Value);
                    paths.Add(new(assumed, end, false));
                }
            }
        }

        // What the talk itself rules out.
        foreach (var finding in draft.Of(TalkLabel.Refutation))
        {
            if (settled.Contains(finding.Message.Id)) continue;

            PathPoint? assumed = null;
            if (finding.Refutes is { } id && labels.TryGetValue(id, out var target) && target.Message.DeletedAt is null)
            {
                var recorded = open.Values.FirstOrDefault(h => h.Entry.Source?.Message == id);
                assumed = recorded.Point ?? PathPoint.From(target);
                if (recorded.Entry is not null) open.Remove(recorded.Entry.Number);
                settled.Add(id);
            }

            paths.Add(new(assumed, PathPoint.From(finding), false));
        }

        var cause = draft.Cause?.Text ?? BestCause(draft);
        paths.AddRange(open.Values.Select(h => new InvestigationPath(h.Point, null, Matches(h.Point, cause))));
        paths.AddRange(draft.Of(TalkLabel.Hypothesis)
            .Where(f => !settled.Contains(f.Message.Id))
            .Select(PathPoint.From)
            .Select(p => new InvestigationPath(p, null, Matches(p, cause))));
        return [.. paths.OrderBy(p => p.At).ThenBy(p => (p.Assumed ?? p.Ended)!.Raw, StringComparer.Ordinal)];
    }

    private static string? BestCause(Draft draft) => draft.Of(TalkLabel.Cause).LastOrDefault()?.Message.Text;

    private static bool Matches(PathPoint assumed, string? cause) => cause is not null && WordOverlap.Count(assumed.Raw, cause) >= 2;
}

/// <summary>One end of a path: who said or marked what, when.</summary>
/// <param name="Text">Null: only a mark was put, without words.</param>
internal sealed record PathPoint(string Raw, string? Text, DateTimeOffset At, PersonId? By, MessageRef? Source, bool Suggested)
{
    public static PathPoint From(Draft draft, TimelineEntry entry) => new(entry.Text, entry.Text, entry.HappenedAt, entry.By ?? entry.Marks.FirstOrDefault()?.By, entry.Source, false);

    public static PathPoint FromMark(Draft draft, TimelineEntry entry) => entry.Marks.MinBy(m => m.At) is { } mark
        ? new(entry.Text, null, mark.At, mark.By, entry.Source, false)
        : From(draft, entry);

    public static PathPoint From(TalkFinding finding) => new(finding.Message.Text, finding.Message.Text, finding.Message.SaidAt, finding.Message.Author, finding.Message.Ref(), true);
}
