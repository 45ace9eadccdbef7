using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    internal const double Sure = 0.45;

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
        var findings = new TalkFinding[talk.Count];
        var progress = new TalkProgress();
        var lines = new ReadLine[Math.Min(Batch, talk.Count)];

        // What a line says by itself is read side by side, a batch at a time; what it means after those before it, in order; why, side by side again.
        for (var from = 0; from < talk.Count; from += Batch)
        {
            var count = Math.Min(Batch, talk.Count - from);
            var first = from;
            ForEach(count, i => lines[i] = Prepare(talk[first + i], weights));
            for (var i = 0; i < count; i++) Decide(lines[i], progress, weights, sure);
            ForEach(count, i => findings[first + i] = Find(lines[i], weights));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(findings);
    }

    private static void ForEach(int count, Action<int> read)
    {
        if (count >= WorthSharing)
        {
            Parallel.For(0, count, read);
            return;
        }

        for (var i = 0; i < count; i++) read(i);
    }

    /// <summary>What of a message is read.</summary>
    internal static string Readable(TalkMessage message) => message.Text.Length > ReadLimit ? message.Text[..ReadLimit] : message.Text;

    /// <summary>Why a line is chatter whatever its words weigh; null when they decide.</summary>
    internal static string? ChatterOf(TalkText text)
    {
        if (text.Words == 0 || text.OnlyCode) return "code or a link alone";

        return text.IsRawOutput ? "raw output" : null;
    }

    private static ReadLine Prepare(TalkMessage message, TalkWeights weights)
    {
        var raw = Readable(message);
        var text = new TalkText(raw);
        var line = new ReadLine(message, text, WordOverlap.Of(message.Text)) { Measure = TalkMeasures.Find(text, raw) };
        if (ChatterOf(text) is { } chatter)
        {
            line.Reason = chatter;
            return line;
        }

        line.Tokens = new TalkTokens(text);
        var adder = new Adder(weights, ref line.Sums);
        TalkSigns.ReadOwn(line.Tokens, weights, ref adder);
        return line;
    }

    private static void Decide(ReadLine line, TalkProgress progress, TalkWeights weights, double sure)
    {
        if (line.Tokens is not null)
        {
            line.Before = progress.Before(line.Message, line.Words);
            var adder = new Adder(weights, ref line.Sums);
            TalkSigns.ReadContext(line.Tokens, line.Before, weights, ref adder);
            Weigh(line, sure);
        }

        if (line.Measure is { } named && (named.IsNamed || line.Label is TalkLabel.Decision or TalkLabel.Hypothesis or TalkLabel.Impact or TalkLabel.Detection)) line.IsOnlyMeasure(named);

        // A measure proposed in the middle of another statement is a by-word.
        if (line.Label != TalkLabel.Chatter) line.Measure = null;

        // Once it works again, "we should" states no cause, unless the line clearly does.
        var givesWay = line.Label is TalkLabel.Chatter or TalkLabel.Decision or TalkLabel.Impact or TalkLabel.Hypothesis or TalkLabel.Refutation || (line.Label == TalkLabel.Cause && line.Weight < ClearCause);
        if (line.Measure is null && progress.Recovered && givesWay && TalkMeasures.FindAfterwards(line.Text, line.Text.Raw) is { } afterwards) line.IsOnlyMeasure(afterwards);

        if (line.Label == TalkLabel.Refutation) line.Refutes = progress.RefutedBy(line.Message, line.Words);
        progress.Note(line.Message, line.Label, line.Words);
    }

    private static void Weigh(ReadLine line, double sure)
    {
        var sums = (ReadOnlySpan<int>)line.Sums;
        var best = 0;
        for (var i = 1; i < sums.Length; i++)
        {
            if (sums[i] > sums[best]) best = i;
        }

        if (best == 0)
        {
            line.Reason = "nothing in it speaks for anything else";
            return;
        }

        var total = 0.0;
        foreach (var sum in sums) total += Math.Exp((sum - sums[best]) / 10.0);
        var share = 1 / total;
        if (share < sure) line.Reason = "not clear enough";
        else (line.Label, line.Weight) = ((TalkLabel)best, Math.Round(share, 2));
    }

    private static TalkFinding Find(ReadLine line, TalkWeights weights)
    {
        var (time, ago) = TalkTimes.Find(line.Text, line.Label);
        return new TalkFinding(line.Message, line.Label, line.Weight, line.Reason ?? $"{ReasonFor(line.Label)} (“{LoudestWords(line, weights)}”)")
        {
            Percent = line.Text.Percent,
            People = line.Text.People,
            SinceTime = time,
            SinceAgo = ago,
            Refutes = line.Refutes,
            Measure = line.Measure,
            IsExplicit = line.Label == TalkLabel.Cause && line.Text.Even.Contains("root cause", StringComparison.Ordinal),
        };
    }

    /// <summary>The words of the sign that speaks loudest for the label, and its neighbours that speak for it as well.</summary>
    private static string LoudestWords(ReadLine read, TalkWeights weights)
    {
        var line = read.Tokens!;
        Span<int> byToken = line.Count < 256 ? stackalloc int[line.Count + 1] : new int[line.Count + 1];
        var pointer = new Pointer(weights, (int)read.Label, byToken);
        TalkSigns.ReadOwn(line, weights, ref pointer);
        TalkSigns.ReadContext(line, read.Before, weights, ref pointer);

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

    /// <summary>A line on its way: first what it says whatever came before it, then what is made of that.</summary>
    private sealed class ReadLine(TalkMessage message, TalkText text, WordSet words)
    {
        public TalkMessage Message => message;

        public TalkText Text => text;

        public WordSet Words => words;

        /// <summary>Null: it is chatter whatever its words weigh.</summary>
        public TalkTokens? Tokens { get; set; }

        /// <summary>How much its signs speak for each label.</summary>
        public LabelSums Sums;

        public TalkSoFar Before { get; set; }

        public TalkLabel Label { get; set; }

        public double Weight { get; set; }

        /// <summary>Null: its words are the reason.</summary>
        public string? Reason { get; set; }

        public Measure? Measure { get; set; }

        public MessageId? Refutes { get; set; }

        public void IsOnlyMeasure(Measure measure) => (Label, Weight, Reason, Measure) = (TalkLabel.Chatter, 0, measure.Reason, measure);
    }

    [InlineArray(TalkWeights.Labels)]
    private struct LabelSums
    {
        private int _first;
    }

    /// <summary>Adds up what signs weigh.</summary>
    private readonly ref struct Adder(TalkWeights weights, ref LabelSums sums) : ISignReader
    {
        private readonly ref LabelSums _sums = ref sums;

        public void Take(Sign sign)
        {
            var row = weights.Of(sign);
            for (var i = 0; i < row.Length; i++) _sums[i] += row[i];
        }
    }

    /// <summary>Adds up by word how much speaks for one label.</summary>
    private readonly ref struct Pointer(TalkWeights weights, int label, Span<int> byToken) : ISignReader
    {
        private readonly Span<int> _byToken = byToken;

        public void Take(Sign sign)
        {
            if (weights.Of(sign) is not { Length: > 0 } row) return;

            // A sign of two words far apart speaks for both ends only.
            for (var i = sign.From; i < sign.To; i++)
            {
                if (sign.To - sign.From <= 3 || i == sign.From || i == sign.To - 1) _byToken[i] += row[label] * 6 / Math.Min(sign.To - sign.From, 3);
            }
        }
    }
}
