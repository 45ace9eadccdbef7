namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// Reads a text once and says which patterns may match in it, by the texts they require (an Aho–Corasick automaton). It never says no to a pattern that would match
/// in the text or in a part of it that was cut out at a gap. The text is lower case.
/// </summary>
internal sealed class WordScreen
{
    /// <summary>Stands for everything that is neither letter a–z nor digit, and for both ends of a text.</summary>
    public const char Gap = ' ';

    private const int Letters = 37;

    private readonly ushort[] _next;
    private readonly ulong[] _found;
    private readonly ulong[] _always;
    private readonly int _width;

    /// <param name="required">For each pattern the texts of which it needs one; null: it is always tried.</param>
    public WordScreen(IReadOnlyList<IReadOnlyCollection<string>?> required)
    {
        _width = (required.Count + 63) / 64;
        _always = new ulong[_width];
        var next = new List<ushort>(new ushort[Letters]);
        var found = new List<ulong>(new ulong[_width]);
        for (var pattern = 0; pattern < required.Count; pattern++)
        {
            var bit = 1UL << (pattern % 64);
            if (required[pattern] is null) _always[pattern / 64] |= bit;
            foreach (var text in required[pattern] ?? [])
            {
                var state = 0;
                foreach (var c in text)
                {
                    var edge = (state * Letters) + Code(c);
                    if (next[edge] == 0)
                    {
                        next[edge] = checked((ushort)(next.Count / Letters));
                        next.AddRange(new ushort[Letters]);
                        found.AddRange(new ulong[_width]);
                    }

                    state = next[edge];
                }

                found[(state * _width) + (pattern / 64)] |= bit;
            }
        }

        _next = [.. next];
        _found = [.. found];
        Link();
    }

    public static char Letter(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : Gap;

    /// <summary>A bit for each pattern that may match somewhere in the text.</summary>
    public ulong[] Scan(string text)
    {
        var hits = _always.AsSpan().ToArray();
        var state = Step(0, Gap, hits);
        foreach (var c in text) state = Step(state, c, hits);
        Step(state, Gap, hits);
        return hits;
    }

    public static bool Has(ulong[] hits, int pattern) => (hits[pattern / 64] & (1UL << (pattern % 64))) != 0;

    private int Step(int state, char c, ulong[] hits)
    {
        state = _next[(state * Letters) + Code(c)];
        var found = _found.AsSpan(state * _width, _width);
        for (var i = 0; i < found.Length; i++) hits[i] |= found[i];
        return state;
    }

    /// <summary>Where no letter leads on, the longest end of what was read that still begins a text is gone on with.</summary>
    private void Link()
    {
        var states = _next.Length / Letters;
        var fallback = new int[states];
        var queue = new Queue<int>();
        for (var letter = 0; letter < Letters; letter++)
        {
            if (_next[letter] is > 0 and var child) queue.Enqueue(child);
        }

        while (queue.TryDequeue(out var state))
        {
            for (var i = 0; i < _width; i++) _found[(state * _width) + i] |= _found[(fallback[state] * _width) + i];
            for (var letter = 0; letter < Letters; letter++)
            {
                ref var child = ref _next[(state * Letters) + letter];
                var instead = _next[(fallback[state] * Letters) + letter];
                if (child == 0)
                {
                    child = instead;
                    continue;
                }

                fallback[child] = instead;
                queue.Enqueue(child);
            }
        }
    }

    private static int Code(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a' + 1,
        >= '0' and <= '9' => c - '0' + 27,
        _ => 0,
    };
}
