using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>
/// Makes the table of weights from labelled talk: softmax regression over the signs of each line, fitted with a penalty on every weight
/// (proximal AdaGrad) so that only signs that earn it stay, with part of the signs hidden each time so that no sign is relied on alone, and rounded to whole
/// tenths. The same lines give the same table. What is set here was chosen by reading sets with tables made from other sets.
/// </summary>
internal static class TalkLearner
{
    private const int Epochs = 30;
    private const float Rate = 0.05f;

    /// <summary>So many of a line's signs are not seen, others each time: unseen talk lacks most of the words that a table could lean on.</summary>
    private const double Hidden = 0.3;

    /// <summary>What a line that stands alone counts beside one of talk: it shows how a thing is said, not how often.</summary>
    private const float Alone = 0.6f;

    /// <summary>What was said before is not known for certain when talk is read: each incident is told as often, with labels of earlier lines missed at random.</summary>
    private const int Tellings = 2;
    private const double Missed = 0.3;

    /// <summary>Pulls every weight towards nothing.</summary>
    private const float Penalty = 0.001f;

    /// <summary>Numbers held for a sign: one for each label, and as many more as make a whole vector.</summary>
    private const int Width = 16;

    /// <summary>A sign must stand in as many incidents to be weighed: what one incident alone says is its story, not language.</summary>
    private const int FewestIncidents = 3;

    /// <returns>The table, a line a sign, in the order of the signs' names.</returns>
    public static string Learn(IReadOnlyList<LabelledTalk> incidents)
    {
        var symbols = new Growing();
        var lines = new List<(ulong[] Signs, int Label, float Counts)>();
        var places = new Dictionary<ulong, HashSet<int>>();
        foreach (var (index, incident) in incidents.Index())
        {
            foreach (var (signs, label) in Enumerable.Range(0, incident.IsTalk ? Tellings : 1).SelectMany(telling => Examples(incident, symbols, new Random((index * Tellings) + telling))))
            {
                lines.Add((signs, (int)label, incident.IsTalk ? 1 : Alone));
                foreach (var sign in signs)
                {
                    if (!places.TryGetValue(sign, out var where)) places[sign] = where = [];
                    where.Add(index);
                }
            }
        }

        var rows = places.Where(p => p.Value.Count >= FewestIncidents).Select(p => p.Key).Order().Index().ToDictionary(p => p.Item, p => p.Index);
        var examples = lines.ConvertAll(l => new Example([.. l.Signs.Where(rows.ContainsKey).Select(s => rows[s])], l.Label, l.Counts));
        var weights = Fit(examples, rows.Count);

        var table = new List<string>();
        foreach (var (sign, row) in rows)
        {
            var parts = new List<string>();
            for (var label = 0; label < TalkWeights.Labels; label++)
            {
                var weight = (int)Math.Round(weights[(row * Width) + label] * 10);
                if (weight != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{((TalkLabel)label).ToString().ToLowerInvariant()}{Math.Clamp(weight, -120, 120):+0;-0}"));
            }

            if (parts.Count > 0) table.Add($"{symbols.Name(sign)}\t{string.Join(' ', parts)}\n");
        }

        return string.Concat(table.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(ulong[] Signs, TalkLabel Label)> Examples(LabelledTalk incident, ITalkSymbols symbols, Random random)
    {
        var progress = new TalkProgress();
        foreach (var (message, label) in incident.Lines)
        {
            var text = new TalkText(TalkReader.Readable(message));
            var words = WordOverlap.Of(message.Text);
            if (TalkReader.ChatterOf(text) is null)
            {
                var tokens = new TalkTokens(text);
                var collector = new Collector([]);
                TalkSigns.ReadOwn(tokens, symbols, ref collector);
                if (incident.IsTalk) TalkSigns.ReadContext(tokens, progress.Before(message, words), symbols, ref collector);
                yield return ([.. collector.Keys.Distinct()], label);
            }

            progress.Note(message, random.NextDouble() < Missed ? TalkLabel.Chatter : label, words);
        }
    }

    private readonly struct Collector(List<ulong> keys) : ISignReader
    {
        public List<ulong> Keys => keys;

        public void Take(Sign sign) => keys.Add(sign.Key);
    }

    private static float[] Fit(List<Example> examples, int rows)
    {
        var weights = new float[rows * Width];
        var squares = new float[rows * Width];
        var means = new float[rows * Width];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(20260321);
        var seen = new int[examples.Max(e => e.Rows.Length)];
        Span<float> slope = stackalloc float[Width];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var index in order)
            {
                var example = examples[index];
                var count = 0;
                foreach (var row in example.Rows)
                {
                    if (random.NextDouble() >= Hidden) seen[count++] = row * Width;
                }

                var sum = Vector512<float>.Zero;
                foreach (var at in seen.AsSpan(0, count)) sum += Vector512.Create<float>(weights.AsSpan(at, Width));
                Slope(sum / (float)(1 - Hidden), example, slope);
                var gradient = Vector512.Create<float>(slope);
                foreach (var at in seen.AsSpan(0, count)) Step(weights.AsSpan(at, Width), squares.AsSpan(at, Width), gradient);
            }

            // The last epochs' mean wavers less than any one of them.
            if (epoch < Epochs / 2) continue;
            for (var i = 0; i < weights.Length; i++) means[i] += weights[i] / (Epochs - (Epochs / 2));
        }

        return means;
    }

    /// <summary>How far each label's share is from what it should be.</summary>
    private static void Slope(Vector512<float> sums, Example example, Span<float> slope)
    {
        sums.CopyTo(slope);
        var shares = slope[..TalkWeights.Labels];
        var max = float.MinValue;
        foreach (var sum in shares) max = Math.Max(max, sum);
        var total = 0f;
        foreach (ref var share in shares) total += share = MathF.Exp(share - max);
        foreach (ref var share in shares) share = example.Counts * share / total;
        shares[example.Label] -= example.Counts;
        slope[TalkWeights.Labels..].Clear();
    }

    private static void Step(Span<float> weights, Span<float> squares, Vector512<float> gradient)
    {
        var squared = Vector512.Create<float>(squares) + (gradient * gradient);
        squared.CopyTo(squares);
        var step = Vector512.Create(Rate) / (Vector512<float>.One + Vector512.Sqrt(squared));
        var moved = Vector512.Create<float>(weights) - (step * gradient);
        Vector512.CopySign(Vector512.Max(Vector512<float>.Zero, Vector512.Abs(moved) - (step * Penalty)), moved).CopyTo(weights);
    }

    /// <param name="Rows">Its signs.</param>
    /// <param name="Counts">How much it counts.</param>
    private sealed record Example(int[] Rows, int Label, float Counts);

    private sealed class Growing : ITalkSymbols
    {
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<string> names = [""];

        public int Number(ReadOnlySpan<char> symbol)
        {
            var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            if (known.TryGetValue(symbol, out var number)) return number;

            names.Add(symbol.ToString());
            return known[symbol] = names.Count - 1;
        }

        public int StemNumber(ReadOnlySpan<char> word, int number) => Number(WordOverlap.Stem(word));

        public string Name(ulong sign)
        {
            var name = new StringBuilder(((SignShape)(sign >> 48)).ToString());
            foreach (var shift in (ReadOnlySpan<int>)[32, 16, 0])
            {
                var number = (int)((sign >> shift) & 0xFFFF);
                if (number > 0) name.Append(' ').Append(names[number].Replace(' ', '_'));
            }

            return name.ToString();
        }
    }
}
