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

    /// <summary>Words that rule something out are compared with as many of the guesses before them, the latest: a record of days has thousands.</summary>
    private const int Remembered = 100;

    public static ImmutableArray<InvestigationPath> Find(Draft draft)
    {
        var paths = new List<InvestigationPath>();
        var settled = new HashSet<MessageId>();
        var guesses = draft.MarkedAs(EntryKind.Hypothesis).Select(e => new Guess(e, PathPoint.From(draft, e))).ToList();
        var bySource = guesses.Where(g => g.Entry.Source is not null).DistinctBy(g => g.Entry.Source).ToDictionary(g => g.Entry.Source!.Value.Message);
        var labels = draft.AllFindings.ToDictionary(f => f.Message.Id);
        var refutations = draft.AllFindings.Where(f => f.Refutes is not null && draft.IsFree(f.Message.Id)).DistinctBy(f => f.Refutes).ToDictionary(f => f.Refutes!.Value);
        var open = guesses.ToHashSet();

        // Guesses with nothing but a cross on them, and the place of their path: words that rule them out tell more.
        var crossed = new Dictionary<Guess, int>();

        // Guesses made before the entry at hand that are open or crossed, by time.
        var before = new List<Guess>();
        var upcoming = 0;
        foreach (var ruledOut in draft.MarkedAs(EntryKind.RuledOut))
        {
            for (; upcoming < guesses.Count && guesses[upcoming].Point.At <= ruledOut.HappenedAt; upcoming++)
            {
                if (open.Contains(guesses[upcoming])) before.Add(guesses[upcoming]);
            }

            var message = draft.TalkAt(ruledOut.Source);
            var finding = message is null ? null : labels.GetValueOrDefault(message.Id);
            if (ruledOut.Source is { } source && bySource.TryGetValue(source.Message, out var own))
            {
                // The cross was put on the guess itself: it was ruled out when the cross was put there. What the talk says against it is told with that.
                if (refutations.TryGetValue(source.Message, out var said)) settled.Add(said.Message.Id);
                if (open.Remove(own)) crossed[own] = paths.Count;
                paths.Add(new(own.Point, PathPoint.FromMark(draft, ruledOut), false));
            }
            else if (finding is { Label: TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision } && ruledOut.Marks.Length > 0)
            {
                if (refutations.TryGetValue(finding.Message.Id, out var refuted)) settled.Add(refuted.Message.Id);
                paths.Add(new(PathPoint.From(draft, ruledOut), PathPoint.FromMark(draft, ruledOut), false));
            }
            else
            {
                // The words that rule it out were marked: look for what they rule out.
                var end = PathPoint.From(draft, ruledOut);
                if (RuledOutBy(end, finding?.Refutes, before, open, bySource) is { } match)
                {
                    var path = new InvestigationPath(match.Point, end, false);
                    if (crossed.Remove(match, out var place)) paths[place] = path;
                    else paths.Add(path);
                    open.Remove(match);
                    before.Remove(match);
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
            if (settled.Contains(finding.Message.Id) || (finding.Refutes is null && IsAboutCrossed(finding.Message))) continue;

            PathPoint? assumed = null;
            if (finding.Refutes is { } id && labels.TryGetValue(id, out var target) && target.Message.DeletedAt is null)
            {
                var recorded = bySource.GetValueOrDefault(id) is { } guess && open.Remove(guess) ? guess : null;
                assumed = recorded?.Point ?? PathPoint.From(target);
                settled.Add(id);
            }

            paths.Add(new(assumed, PathPoint.From(finding), false));
        }

        var cause = WordOverlap.Of(draft.Cause?.Text ?? BestCause(draft) ?? "");
        bool MatchesCause(PathPoint point) => WordOverlap.Of(point.Raw).Shared(cause) >= 2;
        paths.AddRange(guesses.Where(open.Contains).Select(g => new InvestigationPath(g.Point, null, MatchesCause(g.Point))));
        paths.AddRange(draft.Of(TalkLabel.Hypothesis)
            .Where(f => !settled.Contains(f.Message.Id))
            .Select(PathPoint.From)
            .Select(p => new InvestigationPath(p, null, MatchesCause(p))));
        return [.. paths.OrderBy(p => p.At).ThenBy(p => (p.Assumed ?? p.Ended)!.Raw, StringComparer.Ordinal)];

        // What is said against a guess that a cross has settled needs no path of its own.
        bool IsAboutCrossed(TalkMessage message)
        {
            if (crossed.Count == 0) return false;
            var words = WordOverlap.Of(message.Text);
            return crossed.Keys.Take(Remembered).Any(g => g.Point.At <= message.SaidAt && g.Words.Shared(words) >= 2);
        }
    }

    /// <summary>The guess that the talk names; else the one that shares most words, the latest first; else the only one there is.</summary>
    private static Guess? RuledOutBy(PathPoint end, MessageId? named, List<Guess> before, HashSet<Guess> open, Dictionary<MessageId, Guess> bySource)
    {
        if (named is { } id && bySource.TryGetValue(id, out var meant) && before.Contains(meant)) return meant;

        var words = WordOverlap.Of(end.Raw);
        var (match, shared) = before.TakeLast(Remembered)
            .Select(g => (Guess: g, Shared: g.Words.Shared(words)))
            .OrderByDescending(g => g.Shared).ThenByDescending(g => open.Contains(g.Guess)).ThenByDescending(g => g.Guess.Point.At)
            .FirstOrDefault();
        return match is not null && (match.Entry.Source?.Message == named || shared > 0 || (open.Count == 1 && open.Contains(match))) ? match : null;
    }

    private static string? BestCause(Draft draft) => draft.Of(TalkLabel.Cause).LastOrDefault()?.Message.Text;

    /// <summary>A guess somebody recorded.</summary>
    private sealed class Guess(TimelineEntry entry, PathPoint point)
    {
        private WordSet? _words;

        public TimelineEntry Entry => entry;

        public PathPoint Point => point;

        public WordSet Words => _words ??= WordOverlap.Of(point.Raw);
    }
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
