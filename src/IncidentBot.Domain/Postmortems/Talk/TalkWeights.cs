using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    private readonly Dictionary<string, int> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numbers;

    // An open hash of our own: a hundred lookups a line, and nothing to compile before the first.
    private readonly ulong[] _keys;
    private readonly int[] _rows;
    private readonly sbyte[] _weights;

    /// <summary>By the number of a word, the number of its stem.</summary>
    private readonly ushort[] _stems;

    public TalkWeights(string table)
    {
        _numbers = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        var rows = new List<ulong>();
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
                if (!_symbols.TryGetValue(name, out numbers[i - 1])) _symbols[name] = numbers[i - 1] = _symbols.Count + 1;
            }

            rows.Add(TalkSigns.Key(Enum.Parse<SignShape>(sign[0]), numbers[0], numbers[1], numbers[2]));
            var row = new sbyte[Labels];
            foreach (var weight in halves[1].Split(' '))
            {
                var at = weight.LastIndexOfAny(['+', '-']);
                row[(int)Enum.Parse<TalkLabel>(weight.AsSpan(0, at), ignoreCase: true)] = sbyte.Parse(weight.AsSpan(at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            }

            weights.AddRange(row);
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(rows.Count * 2) + 1);
        _keys = new ulong[size];
        _rows = new int[size];
        for (var row = 0; row < rows.Count; row++)
        {
            var slot = Slot(rows[row]);
            _keys[slot] = rows[row];
            _rows[slot] = row;
        }

        _weights = [.. weights];
        _stems = new ushort[_symbols.Count + 1];
        foreach (var (symbol, number) in _symbols) _stems[number] = (ushort)Number(WordOverlap.Stem(symbol));
    }

    /// <summary>The table that the bot is built with.</summary>
    public static TalkWeights Built => s_built.Value;

    public int Number(ReadOnlySpan<char> symbol) => _numbers.TryGetValue(symbol, out var number) ? number : 0;

    public int StemNumber(ReadOnlySpan<char> word, int number) => number > 0 ? _stems[number] : Number(WordOverlap.Stem(word));

    /// <summary>What a sign weighs for each label; empty when it weighs nothing.</summary>
    public ReadOnlySpan<sbyte> Of(Sign sign)
    {
        var slot = Slot(sign.Key);
        return _keys[slot] == 0 ? [] : _weights.AsSpan(_rows[slot] * Labels, Labels);
    }

    /// <summary>Where the key is, or the free slot where it would be. No key is 0: a shape is at least 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Slot(ulong key)
    {
        var mask = _keys.Length - 1;
        var slot = (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & mask;
        while (_keys[slot] != 0 && _keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }
}
