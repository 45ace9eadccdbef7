using System.Collections.Frozen;
using System.Globalization;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// How much each sign speaks for or against each label, in whole tenths, from <c>TalkWeights.txt</c>: a table to be read and argued about. A line of it reads
/// <c>Two NEG HELP  refutation +8 action -3</c>.
/// </summary>
internal sealed class TalkWeights : ITalkSymbols
{
    /// <summary>Labels in the order of the enumeration.</summary>
    public const int Labels = 10;

    private static readonly Lazy<TalkWeights> s_built = new(() =>
    {
        using var stream = typeof(TalkWeights).Assembly.GetManifestResourceStream("TalkWeights.txt")!;
        using var reader = new StreamReader(stream);
        return new TalkWeights(reader.ReadToEnd());
    });

    private readonly FrozenDictionary<string, int> _symbols;
    private readonly FrozenDictionary<ulong, int> _rows;
    private readonly sbyte[] _weights;

    public TalkWeights(string table)
    {
        var symbols = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new Dictionary<ulong, int>();
        var weights = new List<sbyte>();
        foreach (var line in table.Split((char[])['\n', '\r']))
        {
            if (line.Length == 0 || line[0] == '#') continue;

            var halves = line.Split('\t');
            var sign = halves[0].Split(' ');
            Span<int> numbers = [0, 0, 0];
            for (var i = 1; i < sign.Length; i++)
            {
                var name = sign[i].Replace('_', ' ');
                if (!symbols.TryGetValue(name, out numbers[i - 1])) symbols[name] = numbers[i - 1] = symbols.Count + 1;
            }

            rows[TalkSigns.Key(Enum.Parse<SignShape>(sign[0]), numbers[0], numbers[1], numbers[2])] = rows.Count;
            var row = new sbyte[Labels];
            foreach (var weight in halves[1].Split(' '))
            {
                var at = weight.LastIndexOfAny(['+', '-']);
                row[(int)Enum.Parse<TalkLabel>(weight.AsSpan(0, at), ignoreCase: true)] = sbyte.Parse(weight.AsSpan(at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            }

            weights.AddRange(row);
        }

        _symbols = symbols.ToFrozenDictionary(StringComparer.Ordinal);
        _rows = rows.ToFrozenDictionary();
        _weights = [.. weights];
    }

    /// <summary>The table that the bot is built with.</summary>
    public static TalkWeights Built => s_built.Value;

    public int Number(string symbol) => _symbols.GetValueOrDefault(symbol);

    /// <summary>What a sign weighs for each label; empty when it weighs nothing.</summary>
    public ReadOnlySpan<sbyte> Of(Sign sign) => _rows.TryGetValue(sign.Key, out var row) ? _weights.AsSpan(row * Labels, Labels) : [];
}
