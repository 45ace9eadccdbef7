using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// Reads incident talk by written rules (<see cref="TalkRules"/>): one label a line, with the reason. A wrong suggestion costs more than a missing one,
/// so a line that no rule speaks for clearly is chatter. The same talk gives the same finds.
/// </summary>
public static class TalkReader
{
    /// <summary>A cause by a rule of this weight was called the root cause in so many words.</summary>
    private const double CalledSo = 3.4;

    private const double Threshold = 1.4;

    /// <summary>Text beyond this is not read: nobody states a fact after two screens, and logs are that long.</summary>
    private const int ReadLimit = 1200;

    // On a tie the rarer and more telling label wins.
    private static readonly TalkLabel[] s_order =
    [
        TalkLabel.Refutation, TalkLabel.Escalation, TalkLabel.Recovery, TalkLabel.Cause, TalkLabel.Action, TalkLabel.Decision, TalkLabel.Detection, TalkLabel.Impact, TalkLabel.Hypothesis,
    ];

    /// <summary>One find for each message, in the order given (which should be that of posting).</summary>
    public static ImmutableArray<TalkFinding> Read(IReadOnlyList<TalkMessage> talk)
    {
        var findings = ImmutableArray.CreateBuilder<TalkFinding>(talk.Count);
        var progress = new Progress();
        foreach (var message in talk)
        {
            var finding = ReadSafely(message, progress);
            if (finding.Label == TalkLabel.Refutation) finding = finding with { Refutes = progress.RefutedBy(finding) };
            progress.Note(finding);
            findings.Add(finding);
        }

        return findings.MoveToImmutable();
    }

    // One line that a rule cannot cope with must never cost the postmortem.
    private static TalkFinding ReadSafely(TalkMessage message, Progress progress)
    {
        try
        {
            return Conclude(Study(message), progress);
        }
        catch (RegexMatchTimeoutException)
        {
            return new TalkFinding(message, TalkLabel.Chatter, 0, "could not be read in time");
        }
    }

    /// <summary>What the rules say about one line, whatever stands around it.</summary>
    private static Reading Study(TalkMessage message)
    {
        var raw = message.Text.Length > ReadLimit ? message.Text[..ReadLimit] : message.Text;
        var text = new TalkText(raw);
        var measure = TalkMeasures.Find(text, raw);
        var chatter = ChatterOf(text, measure is not null);
        var clauses = chatter is null ? (text.May(TalkRules.Looking) ? [.. text.Clauses.Where(c => !TalkRules.Looking.IsMatch(c.Text))] : text.Clauses) : [];
        if (chatter is null && clauses.Length == 0) chatter = "somebody is looking";

        var scores = new Dictionary<TalkLabel, Score>();
        if (chatter is null)
        {
            scores = ScoresOf(text, clauses);
            Weigh(text, clauses, scores);
            var asks = clauses[0].Asks || TalkRules.Asks.IsMatch(clauses[0].Text);
            if (asks && !scores.ContainsKey(TalkLabel.Escalation) && clauses.Any(c => c.Asks ? TalkRules.OpenQuestion.IsMatch(c.Text) : TalkRules.Asks.IsMatch(c.Text))) chatter = "asks something";
        }

        return new Reading(message, raw, text, clauses, scores, chatter, measure);
    }

    private static TalkFinding Conclude(Reading reading, Progress progress)
    {
        var (label, weight, reason) = LabelOf(reading, progress);
        var measure = reading.Measure;
        if (measure is not null && label is TalkLabel.Decision or TalkLabel.Hypothesis or TalkLabel.Impact) (label, weight, reason) = (TalkLabel.Chatter, 0, measure!.Reason);

        // Whoever begins with a question has not noticed it, but asks.
        if (label == TalkLabel.Detection && reading.Clauses is [{ Asks: true }, ..]) (label, weight, reason) = (TalkLabel.Chatter, 0, "asks something");
        if (measure is { IsNamed: true }) (label, weight, reason) = (TalkLabel.Chatter, 0, measure.Reason);

        // A measure proposed in the middle of another statement is a by-word.
        if (label != TalkLabel.Chatter) measure = null;
        if (measure is null && progress.Recovered && label is (TalkLabel.Chatter or TalkLabel.Decision or TalkLabel.Impact or TalkLabel.Hypothesis or TalkLabel.Refutation))
        {
            measure = TalkMeasures.FindAfterwards(reading.Text, reading.Raw);
            if (measure is not null) (label, weight, reason) = (TalkLabel.Chatter, 0, measure.Reason);
        }

        var (time, ago) = TalkTimes.Find(reading.Text, label);
        return new TalkFinding(reading.Message, label, weight, reason)
        {
            Percent = reading.Percent,
            People = reading.People,
            SinceTime = time,
            SinceAgo = ago,
            Measure = measure,
            IsExplicit = label == TalkLabel.Cause && reading.Scores[label].Best >= CalledSo,
        };
    }

    private static string? ChatterOf(TalkText text, bool isMeasure)
    {
        if (text.Words == 0 || text.OnlyCode) return "code or a link alone";
        if (TalkRules.RawOutput.IsMatch(text.Raw.TrimStart('`').ToLowerInvariant())) return "raw output";
        if (isMeasure && text.Is(TalkRules.Found)) return null;

        foreach (var (pattern, reason) in TalkRules.Chatter)
        {
            if (text.Is(pattern)) return reason;
        }

        return null;
    }

    private static (TalkLabel Label, double Weight, string Reason) LabelOf(Reading reading, Progress progress)
    {
        if (reading.Chatter is { } chatter) return (TalkLabel.Chatter, 0, chatter);

        var scores = reading.Scores;

        // What came before is a weak hint, never a rule: a light word for recovery or for failure counts once something was done about it.
        var even = reading.Text.Even;
        if (progress.Acted && scores.TryGetValue(TalkLabel.Recovery, out var recovery)) scores[TalkLabel.Recovery] = recovery.Plus(0.6);
        if (progress.CauseKnown && scores.TryGetValue(TalkLabel.Action, out var action) && action.Total < Threshold) scores[TalkLabel.Action] = action.Plus(0.5);
        if (progress.JustActed && scores.TryGetValue(TalkLabel.Refutation, out var refutation)) scores[TalkLabel.Refutation] = refutation.Plus(0.7);
        if (!reading.Text.EndsAsking && reading.Text.Is(TalkRules.Fine) && !reading.Text.Is(TalkRules.Again) && progress.IsSuspected(reading.Message, even))
        {
            scores[TalkLabel.Refutation] = (scores.TryGetValue(TalkLabel.Refutation, out var said) ? said : new Score(1.6, 0, "says that what was suspected is as it should be", "fine")).Plus(0.5);
            scores.Remove(TalkLabel.Recovery);
            scores.Remove(TalkLabel.Detection);
        }

        if (progress.JustGuessed && reading.Text.May(TalkRules.Affirms) && TalkRules.Affirms.Match(even) is { Success: true } yes)
        {
            scores[TalkLabel.Cause] = (scores.TryGetValue(TalkLabel.Cause, out var stated) ? stated : new Score(0.8, 0, "confirms a guess", yes.Value)).Plus(1);
        }

        // Noticing comes first.
        if (progress.Lines < 1 && reading.Percent is null && reading.People is null && !scores.ContainsKey(TalkLabel.Detection) && !reading.Text.EndsAsking && TalkRules.Troubled.Match(even) is { Success: true } trouble && !scores.Any(s => s.Value.Total >= 2.2))
        {
            scores[TalkLabel.Detection] = new Score(1.9, 0, "tells of trouble, at the very beginning", trouble.Value);
        }

        if (scores.TryGetValue(TalkLabel.Detection, out var detection)) scores[TalkLabel.Detection] = detection.Plus(progress.Lines < 6 ? (progress.Detected ? 0.4 : 1) : progress.Recovered ? -0.8 : progress.Acted ? -0.3 : 0);

        // Whoever says how they noticed says what is broken too.
        if (progress.Lines < 6 && !progress.Detected && scores.TryGetValue(TalkLabel.Detection, out var noticed) && noticed.Best >= 2 && scores.TryGetValue(TalkLabel.Impact, out var impact)) scores[TalkLabel.Impact] = impact.Plus(-1);

        (TalkLabel Label, Score Score)? best = null;
        foreach (var label in s_order)
        {
            if (scores.TryGetValue(label, out var score) && score.Total >= Threshold && (best is null || score.Total > best.Value.Score.Total + 1e-9)) best = (label, score);
        }

        if (best is { } found) return (found.Label, Math.Round(found.Score.Total, 2), $"{found.Score.Reason} (“{found.Score.Words}”)");

        // A statement without trouble in it about what was just suspected: "nas has 11 TB free".
        var text = reading.Text;
        if (!text.EndsAsking && text.Words >= 3 && !text.Is(TalkRules.Troubled) && !text.Is(TalkRules.Asks) && progress.WasJustSuspected(reading.Message) && text.Is(TalkRules.States))
        {
            return (TalkLabel.Refutation, 1.4, "says of what was suspected that it is otherwise");
        }

        if (text.EndsAsking && text.Words is >= 2 and <= 8 && !text.Is(TalkRules.SmallTalk) && !reading.Clauses.Any(c => TalkRules.OpenQuestion.IsMatch(c.Text) || TalkRules.Asks.IsMatch(c.Text)))
        {
            return (TalkLabel.Hypothesis, 1.5, "asks whether something is the cause");
        }

        return text.EndsAsking && text.Words == 1 && text.Is(TalkRules.Parts)
            ? (TalkLabel.Hypothesis, 1.4, "asks about a part of the system")
            : (TalkLabel.Chatter, 0, "no rule speaks for it");
    }

    private static Dictionary<TalkLabel, Score> ScoresOf(TalkText text, TalkClause[] clauses)
    {
        var scores = new Dictionary<TalkLabel, Score>();
        foreach (var rule in TalkRules.All)
        {
            if (!text.May(rule.Pattern)) continue;

            string? words = null;
            if (rule.Where == In.Line)
            {
                if (rule.InQuestion || !text.EndsAsking) words = rule.Match(text.Even);
            }
            else
            {
                foreach (var clause in clauses)
                {
                    if (rule.InQuestion || !clause.Asks) words = rule.Match(clause.Text);
                    if (words is not null) break;
                }
            }

            if (words is null) continue;

            words = UserText.Shorten(words.Trim(), 40);
            scores[rule.Label] = scores.TryGetValue(rule.Label, out var score) ? score.With(rule, words) : new Score(rule.Weight, 0, rule.Reason, words);
        }

        return scores;
    }

    /// <summary>What one label says about another.</summary>
    private static void Weigh(TalkText text, TalkClause[] clauses, Dictionary<TalkLabel, Score> scores)
    {
        double Of(TalkLabel label) => scores.TryGetValue(label, out var score) ? score.Total : 0;
        void Add(TalkLabel label, double more)
        {
            if (scores.TryGetValue(label, out var score)) scores[label] = score.Plus(more);
        }

        // Only the capital tells a person from a function: "called Petra".
        if (TalkRules.CalledByName.Match(text.Raw) is { Success: true } name && Of(TalkLabel.Escalation) < 2)
        {
            scores[TalkLabel.Escalation] = new Score(2.2, 0, "calls somebody in", name.Value);
        }

        if (text.Is(TalkRules.NotYet) && Of(TalkLabel.Recovery) < 4) scores.Remove(TalkLabel.Recovery);

        // "looks like it is up again" guesses at nothing; "maybe the cache works again" does not happen.
        if (Of(TalkLabel.Recovery) >= 2) Add(TalkLabel.Hypothesis, -1.5);

        // A guess is not a finding, unless somebody says they found it.
        if (Of(TalkLabel.Hypothesis) >= Threshold && !text.Is(TalkRules.Found)) Add(TalkLabel.Cause, -1.5);
        else if (text.Is(TalkRules.Found) && Of(TalkLabel.Cause) >= 2.6) Add(TalkLabel.Hypothesis, -1.5);

        // "restarted, no change" is about the no.
        if (Of(TalkLabel.Refutation) >= Threshold && Of(TalkLabel.Action) > 0) Add(TalkLabel.Refutation, 1);
        if (Of(TalkLabel.Refutation) >= 2)
        {
            Add(TalkLabel.Hypothesis, -1);
            Add(TalkLabel.Detection, -1);
            Add(TalkLabel.Impact, -1);
        }

        // "lag is zero, so it is not that" tells of no recovery.
        if (Of(TalkLabel.Refutation) >= 2.4) Add(TalkLabel.Recovery, -1.5);

        // A cause in so many words stays one, whatever was done about it in the same line.
        if (Of(TalkLabel.Cause) >= 2.6) Add(TalkLabel.Cause, 0.5);
        if (Of(TalkLabel.Decision) >= 2 && Of(TalkLabel.Action) < 2.2) Add(TalkLabel.Hypothesis, -1);

        // Customers who call are not being called in.
        if (Of(TalkLabel.Detection) >= 2.1) Add(TalkLabel.Escalation, -1);

        if (Of(TalkLabel.Recovery) < Threshold && Of(TalkLabel.Refutation) < Threshold && Of(TalkLabel.Action) < 2)
        {
            var number = TalkNumbers.Percent(text.Raw) is not null || TalkNumbers.People(text.Raw) is not null;
            if (number && Of(TalkLabel.Detection) < 1.3 && !clauses.Any(c => c.Asks))
            {
                var words = scores.TryGetValue(TalkLabel.Impact, out var impact) ? impact : new Score(0, 0, "counts who is affected", "number of users");
                scores[TalkLabel.Impact] = words with { Rest = words.Rest + (words.Best > 0 ? 0.6 : 1.7) };
            }
        }
    }

    /// <param name="Best">The heaviest rule.</param>
    /// <param name="Rest">A part of what the others weigh, and what other labels add or take.</param>
    private readonly record struct Score(double Best, double Rest, string Reason, string Words)
    {
        public double Total => Best + Rest;

        public Score Plus(double more) => this with { Rest = Rest + more };

        public Score With(TalkRule rule, string words) => rule.Weight > Best
            ? new Score(rule.Weight, Math.Min(Rest + Company(Best), MostCompany), rule.Reason, words)
            : this with { Rest = Math.Min(Rest + Company(rule.Weight), MostCompany) };

        /// <summary>Several rules may say the same thing: what they add to the heaviest is bounded.</summary>
        private const double MostCompany = 1;

        /// <summary>Two light rules say as much as a heavy one; two heavy ones say little more than one.</summary>
        private static double Company(double weight) => weight * (weight <= 1.2 ? 0.7 : 0.5);
    }

    private sealed record Reading(TalkMessage Message, string Raw, TalkText Text, TalkClause[] Clauses, Dictionary<TalkLabel, Score> Scores, string? Chatter, Measure? Measure)
    {
        public decimal? Percent { get; } = TalkNumbers.Percent(Raw);

        public long? People { get; } = TalkNumbers.People(Raw);
    }

    /// <summary>How far the incident has come, and which guesses and attempts are open.</summary>
    private sealed class Progress
    {
        private const int Remembered = 60;

        private readonly List<(TalkFinding Finding, HashSet<string> Words)> _open = [];
        private readonly Dictionary<MessageId, TalkLabel> _labels = [];

        private readonly Queue<TalkLabel> _recent = new();

        public int Lines { get; private set; }

        /// <summary>Somebody has just guessed at the cause.</summary>
        public bool JustGuessed => _recent.Contains(TalkLabel.Hypothesis);

        /// <summary>Something was done within the last lines, and nobody has said yet what came of it.</summary>
        public bool JustActed => _recent.Contains(TalkLabel.Action);

        public bool Acted { get; private set; }

        public bool Recovered { get; private set; }

        public bool CauseKnown { get; private set; }

        public bool Detected { get; private set; }

        public void Note(TalkFinding finding)
        {
            Lines++;
            Acted |= finding.Label is TalkLabel.Action or TalkLabel.Cause;
            Detected |= finding.Label == TalkLabel.Detection;
            CauseKnown |= finding.Label == TalkLabel.Cause;
            Recovered |= finding.Label == TalkLabel.Recovery;
            if (finding.Label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision)
            {
                _open.Add((finding, WordOverlap.Of(finding.Message.Text)));
                if (_open.Count > Remembered) _open.RemoveAt(0);
            }

            _labels[finding.Message.Id] = finding.Label;
            _recent.Enqueue(finding.Label);
            if (_recent.Count > 3) _recent.Dequeue();
        }

        /// <summary>Whether one of the last lines guessed at the same thing.</summary>
        public bool WasJustSuspected(TalkMessage message)
        {
            if (!_recent.Contains(TalkLabel.Hypothesis)) return false;

            var words = WordOverlap.Of(message.Text);
            return _open.TakeLast(3).Any(o => o.Finding.Label == TalkLabel.Hypothesis && o.Words.Overlaps(words));
        }

        /// <summary>Whether a guess of late speaks of the same thing.</summary>
        public bool IsSuspected(TalkMessage message, string even)
        {
            if (message.ReplyTo is { } reply && _labels.GetValueOrDefault(reply) == TalkLabel.Hypothesis) return true;

            // "clock skew?", "ntp ok on all nodes": other words for the same thing, said right after.
            if (_recent.Contains(TalkLabel.Hypothesis) && TalkRules.Parts.IsMatch(even)) return true;

            var words = WordOverlap.Of(message.Text);
            return _open.TakeLast(8).Any(o => o.Finding.Label == TalkLabel.Hypothesis && o.Words.Overlaps(words));
        }

        /// <summary>A reply says what it rules out; else the guess or attempt that shares most words, the latest first; else the last attempt, when the line says it did not help.</summary>
        public MessageId? RefutedBy(TalkFinding finding)
        {
            if (finding.Message.ReplyTo is { } reply && _labels.TryGetValue(reply, out var label) && label is TalkLabel.Hypothesis or TalkLabel.Action or TalkLabel.Decision) return Close(reply);

            var words = WordOverlap.Of(finding.Message.Text);
            var match = _open
                .Select((o, i) => (o.Finding, Shared: o.Words.Count(words.Contains), Index: i))
                .Where(o => o.Shared > 0)
                .OrderByDescending(o => o.Shared).ThenByDescending(o => o.Finding.Label == TalkLabel.Hypothesis).ThenByDescending(o => o.Index)
                .Select(o => o.Finding)
                .FirstOrDefault();
            if (match is not null) return Close(match.Message.Id);

            // Nothing shared: "no change", "that was not it" speak of what came just before.
            var short_ = words.Count <= 3;
            var last = _open.Count > 0 ? _open[^1].Finding : null;
            return short_ && last is not null && finding.Message.SaidAt - last.Message.SaidAt <= TimeSpan.FromMinutes(45) ? Close(last.Message.Id) : null;
        }

        private MessageId Close(MessageId id)
        {
            _open.RemoveAll(o => o.Finding.Message.Id == id);
            return id;
        }
    }
}

/// <summary>"since 2 pm", "for 20 minutes": when a line says it began.</summary>
internal static partial class TalkTimes
{
    public static (TimeOnly? Time, TimeSpan? Ago) Find(TalkText text, TalkLabel label)
    {
        // Only lines about the trouble itself: "meeting since 2 pm" says nothing of it.
        if (label is TalkLabel.Action or TalkLabel.Decision or TalkLabel.Escalation or TalkLabel.Refutation) return default;
        if (label == TalkLabel.Chatter && !Trouble().IsMatch(text.Even)) return default;
        if (text.EndsAsking) return default;

        var at = At().Match(text.Even);
        if (at.Success && TimeOfDay(at) is { } time) return (time, null);

        if (label == TalkLabel.Recovery) return default;

        var ago = Ago().Match(text.Even);
        if (!ago.Success) return default;

        var digits = ago.Groups["n"].Value;
        var count = digits switch { "half" => 0.5, "a" or "an" or "one" => 1, "two" => 2, "three" => 3, "ten" => 10, "five" => 5, _ => double.Parse(digits, CultureInfo.InvariantCulture) };
        var unit = ago.Groups["unit"].Value;
        return (null, unit[0] switch { 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), _ => null });
    }

    private static TimeOnly? TimeOfDay(System.Text.RegularExpressions.Match match)
    {
        var hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Value;

        // A bare number is a count or a version, not a time.
        if (!match.Groups["m"].Success && half.Length == 0) return null;
        if (half.StartsWith('p') && hour < 12) hour += 12;
        if (half.StartsWith('a') && hour == 12) hour = 0;
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\b(?:since|(?:started|began|begins|starting|start|first seen|beginning)(?: (?:at|around|about|from|on))*|from|as of)(?: (?:about|around|roughly|approx\w*|exactly|at|ca|today|this morning|~))* ?~?(?<h>\d{1,2})(?:[:.h](?<m>\d\d))?(?!\d|%|[.:]\d)\s?(?<half>am|pm|a\.m|p\.m)?(?![\w%])", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial System.Text.RegularExpressions.Regex At();

    [System.Text.RegularExpressions.GeneratedRegex(@"\b(?:(?:for|since|down|began|started)(?: (?:about|around|roughly|the last|the past|almost|nearly|over|more than|already|approx\w*))* (?<n>\d{1,3}|half|an?|one|two|three|five|ten) ?(?:an )?(?<unit>m|min|mins|minutes?|h|hrs?|hours?)\b(?! (?:of|to|until|before|long))|\b(?:began|started|happened|broke|went down) (?:\w+ ){0,3}(?<n>\d{1,3}) ?(?<unit>m|min|mins|minutes?|h|hrs?|hours?) ago\b)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial System.Text.RegularExpressions.Regex Ago();

    [System.Text.RegularExpressions.GeneratedRegex(@"\b(?:down|out|outage|fail\w*|broken|slow|errors?|unreachable|not working|began|started|trouble|problem|issue|like (?:that|this)|5\d\d|declin\w+|timeouts?|offline|dead|same here)\b", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial System.Text.RegularExpressions.Regex Trouble();
}
