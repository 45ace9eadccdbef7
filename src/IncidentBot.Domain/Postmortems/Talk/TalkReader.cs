using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// Reads incident talk: one label a line, with the reason. A line is read for signs (<see cref="TalkSigns"/>); each speaks with a weight from one table
/// (<see cref="TalkWeights"/>) for and against labels; the label with the greatest sum wins, if it wins clearly. A wrong suggestion costs more than a missing
/// one, so all else is chatter. The same talk gives the same finds.
/// </summary>
public static class TalkReader
{
    /// <summary>Text beyond this is not read: nobody states a fact after two screens, and logs are that long.</summary>
    private const int ReadLimit = 1200;

    /// <summary>How likely a label must be, of all ten, to be suggested.</summary>
    internal const double Sure = 0.5;

    /// <summary>How likely a cause must be that is stated in words of what should be done.</summary>
    private const double ClearCause = 0.8;

    /// <summary>So many lines are held in memory at once.</summary>
    private const int Batch = 2048;

    /// <summary>Fewer are read sooner than they are shared out.</summary>
    private const int WorthSharing = 256;

    /// <summary>One find for each message, in the order given (which should be that of posting).</summary>
    public static ImmutableArray<TalkFinding> Read(IReadOnlyList<TalkMessage> talk) => Read(talk, TalkWeights.Built, Sure);

    internal static ImmutableArray<TalkFinding> Read(IReadOnlyList<TalkMessage> talk, TalkWeights weights, double sure)
    {
        var findings = ImmutableArray.CreateBuilder<TalkFinding>(talk.Count);
        var progress = new TalkProgress();

        // What a line says by itself is read side by side, a batch at a time; what it means after those before it, in order.
        for (var from = 0; from < talk.Count; from += Batch)
        {
            var lines = new ReadLine?[Math.Min(Batch, talk.Count - from)];
            if (lines.Length < WorthSharing)
            {
                for (var i = 0; i < lines.Length; i++) lines[i] = Prepare(talk[from + i]);
            }
            else
            {
                var first = from;
                Parallel.For(0, lines.Length, i => lines[i] = Prepare(talk[first + i]));
            }

            for (var i = 0; i < lines.Length; i++)
            {
                var finding = ReadSafely(talk[from + i], lines[i], progress, weights, sure);
                if (finding.Label == TalkLabel.Refutation) finding = finding with { Refutes = progress.RefutedBy(finding) };
                progress.Note(finding);
                findings.Add(finding);
            }
        }

        return findings.MoveToImmutable();
    }

    /// <summary>What of a message is read.</summary>
    internal static string Readable(TalkMessage message) => message.Text.Length > ReadLimit ? message.Text[..ReadLimit] : message.Text;

    /// <summary>Why a line is chatter whatever its words weigh; null when they decide.</summary>
    internal static string? ChatterOf(TalkText text)
    {
        if (text.Words == 0 || text.OnlyCode) return "code or a link alone";

        return text.IsRawOutput ? "raw output" : null;
    }

    // One line that a rule cannot cope with must never cost the postmortem.
    private static ReadLine? Prepare(TalkMessage message)
    {
        try
        {
            var raw = Readable(message);
            var text = new TalkText(raw);
            var chatter = ChatterOf(text);
            return new ReadLine(raw, text, TalkMeasures.Find(text, raw), chatter, chatter is null ? new TalkTokens(text) : null);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static TalkFinding ReadSafely(TalkMessage message, ReadLine? line, TalkProgress progress, TalkWeights weights, double sure)
    {
        try
        {
            if (line is not null) return Find(message, line, progress, weights, sure);
        }
        catch (RegexMatchTimeoutException)
        {
            // As below.
        }

        return new TalkFinding(message, TalkLabel.Chatter, 0, "could not be read in time");
    }

    private static TalkFinding Find(TalkMessage message, ReadLine line, TalkProgress progress, TalkWeights weights, double sure)
    {
        var (raw, text, measure, chatter, tokens) = line;
        var (label, weight, reason) = tokens is null ? (TalkLabel.Chatter, 0, chatter!) : Weigh(tokens, progress.Before(message), weights, sure);

        if (measure is not null && (measure.IsNamed || label is TalkLabel.Decision or TalkLabel.Hypothesis or TalkLabel.Impact)) (label, weight, reason) = (TalkLabel.Chatter, 0, measure.Reason);

        // A measure proposed in the middle of another statement is a by-word.
        if (label != TalkLabel.Chatter) measure = null;

        // Once it works again, "we should" states no cause, unless the line clearly does.
        var givesWay = label is TalkLabel.Chatter or TalkLabel.Decision or TalkLabel.Impact or TalkLabel.Hypothesis or TalkLabel.Refutation || (label == TalkLabel.Cause && weight < ClearCause);
        if (measure is null && progress.Recovered && givesWay)
        {
            measure = TalkMeasures.FindAfterwards(text, raw);
            if (measure is not null) (label, weight, reason) = (TalkLabel.Chatter, 0, measure.Reason);
        }

        var (time, ago) = TalkTimes.Find(text, label);
        return new TalkFinding(message, label, weight, reason)
        {
            Percent = TalkNumbers.Percent(raw),
            People = TalkNumbers.People(raw),
            SinceTime = time,
            SinceAgo = ago,
            Measure = measure,
            IsExplicit = label == TalkLabel.Cause && text.Even.Contains("root cause", StringComparison.Ordinal),
        };
    }

    private static (TalkLabel Label, double Weight, string Reason) Weigh(TalkTokens line, TalkSoFar before, TalkWeights weights, double sure)
    {
        var signs = TalkSigns.Of(line, before, weights);
        Span<int> sums = stackalloc int[TalkWeights.Labels];
        foreach (var sign in signs)
        {
            var row = weights.Of(sign);
            for (var i = 0; i < row.Length; i++) sums[i] += row[i];
        }

        var best = 0;
        for (var i = 1; i < sums.Length; i++)
        {
            if (sums[i] > sums[best]) best = i;
        }

        if (best == 0) return (TalkLabel.Chatter, 0, "nothing in it speaks for anything else");

        var total = 0.0;
        foreach (var sum in sums) total += Math.Exp((sum - sums[best]) / 10.0);
        var share = 1 / total;
        return share < sure
            ? (TalkLabel.Chatter, 0, "not clear enough")
            : ((TalkLabel)best, Math.Round(share, 2), $"{ReasonFor((TalkLabel)best)} (“{Words(line, signs, weights, best)}”)");
    }

    /// <summary>The words of the sign that speaks loudest for the label, and its neighbours that speak for it as well.</summary>
    private static string Words(TalkTokens line, List<Sign> signs, TalkWeights weights, int label)
    {
        Span<int> byToken = stackalloc int[line.Count + 1];
        foreach (var sign in signs)
        {
            if (weights.Of(sign) is not { Length: > 0 } row) continue;

            // A sign of two words far apart speaks for both ends only.
            for (var i = sign.From; i < sign.To; i++)
            {
                if (sign.To - sign.From <= 3 || i == sign.From || i == sign.To - 1) byToken[i] += row[label] * 6 / Math.Min(sign.To - sign.From, 3);
            }
        }

        var best = 0;
        for (var i = 1; i < line.Count; i++)
        {
            if (byToken[i] > byToken[best]) best = i;
        }

        var from = best;
        var to = best + 1;
        while (to < line.Count && to - from < 5 && byToken[to] * 3 > byToken[best]) to++;
        while (from > 0 && to - from < 5 && byToken[from - 1] * 3 > byToken[best]) from--;
        return UserText.Shorten(line.Quote(from, to), 40);
    }

    private static string ReasonFor(TalkLabel label) => label switch
    {
        TalkLabel.Detection => "says how it was noticed",
        TalkLabel.Hypothesis => "guesses at the cause",
        TalkLabel.Refutation => "rules something out, or says that it did not help",
        TalkLabel.Cause => "states a cause",
        TalkLabel.Action => "says what was done",
        TalkLabel.Recovery => "says that it works again",
        TalkLabel.Impact => "says who or what is affected",
        TalkLabel.Escalation => "calls somebody in",
        _ => "says what is to be done",
    };

    /// <summary>What a line says whatever came before it.</summary>
    /// <param name="Chatter">Why it is chatter; null when its words decide.</param>
    /// <param name="Tokens">Null when it is chatter.</param>
    private sealed record ReadLine(string Raw, TalkText Text, Measure? Measure, string? Chatter, TalkTokens? Tokens);
}
