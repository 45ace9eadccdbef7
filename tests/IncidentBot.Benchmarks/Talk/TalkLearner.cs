using System.Globalization;
using System.Text;
using IncidentBot.Domain.Postmortems.Talk;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Benchmarks.Talk;

/// <summary>
/// Makes the table of weights from labelled talk: softmax regression over the signs of each line, fitted with a penalty on every weight
/// (proximal AdaGrad) so that only signs that earn it stay, and rounded to whole tenths. The same lines give the same table.
/// </summary>
internal static class TalkLearner
{
    private const int Epochs = 30;
    private const double Rate = 0.15;

    /// <summary>What was said before is not known for certain when talk is read: each incident is told as often, with labels of earlier lines missed at random.</summary>
    private const int Tellings = 2;
    private const double Missed = 0.3;

    /// <summary>Pulls every weight towards nothing; chosen by leaving out every fifth incident of the working sets.</summary>
    private const double Penalty = 0.001;

    /// <summary>A sign must stand in as many incidents to be weighed: what one incident alone says is its story, not language.</summary>
    private const int FewestIncidents = 3;

    /// <returns>The table, a line a sign, in the order of the signs' names.</returns>
    public static string Learn(IReadOnlyList<LabelledTalk> incidents)
    {
        var symbols = new Growing();
        var lines = new List<(ulong[] Signs, int Label)>();
        var places = new Dictionary<ulong, HashSet<int>>();
        foreach (var (index, incident) in incidents.Index())
        {
            foreach (var (signs, label) in Enumerable.Range(0, incident.IsTalk ? Tellings : 1).SelectMany(telling => Examples(incident, symbols, new Random((index * Tellings) + telling))))
            {
                lines.Add((signs, (int)label));
                foreach (var sign in signs)
                {
                    if (!places.TryGetValue(sign, out var where)) places[sign] = where = [];
                    where.Add(index);
                }
            }
        }

        var rows = places.Where(p => p.Value.Count >= FewestIncidents).Select(p => p.Key).Order().Index().ToDictionary(p => p.Item, p => p.Index);
        var examples = lines.ConvertAll(l => (Rows: l.Signs.Where(rows.ContainsKey).Select(s => rows[s]).ToArray(), l.Label));
        var weights = Fit(examples, rows.Count);

        var table = new List<string>();
        foreach (var (sign, row) in rows)
        {
            var parts = new List<string>();
            for (var label = 0; label < TalkWeights.Labels; label++)
            {
                var weight = (int)Math.Round(weights[(row * TalkWeights.Labels) + label] * 10);
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

    private static double[] Fit(List<(int[] Rows, int Label)> examples, int rows)
    {
        const int labels = TalkWeights.Labels;
        var weights = new double[rows * labels];
        var squares = new double[rows * labels];
        var means = new double[rows * labels];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(20260321);
        Span<double> shares = stackalloc double[labels];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var index in order)
            {
                var (signs, label) = examples[index];
                shares.Clear();
                foreach (var row in signs)
                {
                    for (var l = 0; l < labels; l++) shares[l] += weights[(row * labels) + l];
                }

                var max = double.MinValue;
                foreach (var s in shares) max = Math.Max(max, s);
                var total = 0.0;
                for (var l = 0; l < labels; l++) total += shares[l] = Math.Exp(shares[l] - max);
                for (var l = 0; l < labels; l++)
                {
                    var gradient = (shares[l] / total) - (l == label ? 1 : 0);
                    if (Math.Abs(gradient) < 1e-4) continue;
                    foreach (var row in signs)
                    {
                        var at = (row * labels) + l;
                        squares[at] += gradient * gradient;
                        var step = Rate / (1 + Math.Sqrt(squares[at]));
                        var moved = weights[at] - (step * gradient);
                        weights[at] = Math.Sign(moved) * Math.Max(0, Math.Abs(moved) - (step * Penalty));
                    }
                }
            }

            // The last epochs' mean wavers less than any one of them.
            if (epoch < Epochs / 2) continue;
            for (var i = 0; i < weights.Length; i++) means[i] += weights[i] / (Epochs - (Epochs / 2));
        }

        return means;
    }

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
