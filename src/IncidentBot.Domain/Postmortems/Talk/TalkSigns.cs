using System.Runtime.CompilerServices;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>How the symbols of a sign stand in the line.</summary>
internal enum SignShape
{
    /// <summary>The word itself.</summary>
    Word = 1,

    /// <summary>Two words side by side.</summary>
    Words,

    /// <summary>A symbol (the kind of a word) anywhere.</summary>
    Any,

    /// <summary>Two symbols side by side.</summary>
    Two,

    /// <summary>Three symbols side by side.</summary>
    Three,

    /// <summary>Two symbols with one between them.</summary>
    Gap,

    /// <summary>One symbol somewhere before the other.</summary>
    Both,

    /// <summary>The line begins with it.</summary>
    First,

    /// <summary>The line begins with the two.</summary>
    FirstTwo,

    /// <summary>The line ends with it.</summary>
    Last,

    /// <summary>The line ends with the two.</summary>
    LastTwo,

    /// <summary>Two steps of the line's bones side by side: see <see cref="TalkSigns.Bones"/>.</summary>
    BonesTwo,

    /// <summary>Three of them.</summary>
    BonesThree,

    /// <summary>The first two.</summary>
    BonesFirst,

    /// <summary>The first three.</summary>
    BonesFirstThree,

    /// <summary>The last two.</summary>
    BonesLast,

    /// <summary>All of them, where there are no more than three.</summary>
    BonesAll,

    /// <summary>Something about the whole line: a question, very short, with code.</summary>
    Line,

    /// <summary>What was said before: a weak hint.</summary>
    Before,

    /// <summary>What was said before, with a symbol of this line.</summary>
    BeforeWith,
}

/// <summary>One thing noticed about a line, and the words it was noticed by.</summary>
/// <param name="Key">Shape and symbols: see <see cref="TalkSigns.Key"/>.</param>
/// <param name="From">The first token it rests on.</param>
/// <param name="To">The token after the last; equal to <paramref name="From"/> when it rests on none.</param>
internal readonly record struct Sign(ulong Key, int From, int To);

/// <summary>What is known of the talk before a line.</summary>
internal readonly record struct TalkSoFar
{
    /// <summary>Lines before this one.</summary>
    public int Lines { get; init; }

    /// <summary>What the line before was.</summary>
    public TalkLabel Previous { get; init; }

    /// <summary>The last label that was not chatter, of the last four lines.</summary>
    public TalkLabel Last { get; init; }

    /// <summary>An attempt of late was made on the same thing.</summary>
    public bool Treated { get; init; }

    public bool Detected { get; init; }

    public bool Acted { get; init; }

    public bool Recovered { get; init; }

    public bool CauseKnown { get; init; }

    /// <summary>An open guess speaks of the same thing.</summary>
    public bool Suspected { get; init; }
}

/// <summary>Gives each symbol a number, 1 to 65,535; 0 for one that plays no part.</summary>
internal interface ITalkSymbols
{
    int Number(string symbol);
}

/// <summary>Reads the signs off a line: its words, their kinds, how they stand together, and a little of what came before.</summary>
internal static class TalkSigns
{
    /// <summary>Beyond this many tokens a line is not read: nobody states a fact after a page.</summary>
    private const int MostTokens = 80;

    /// <summary>Words that stand for themselves: they carry the grammar.</summary>
    private static readonly HashSet<string> s_grammar = [.. """
        i im ive we weve were our my me us you your he she they them their it its this that thats these those there theres the a an is are was has have had be been being do did does to of in on at for from with by as
        and or but so if when because just now only also too already really very more less than out off over up into any some no yes new can cant please got get getting seeing see sees like want trying try
        using one two like back even same other another same ok like however though although via per vs plus minus against between under above behind during within without since
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    private static readonly string[] s_previous = [.. Enum.GetNames<TalkLabel>().Select(n => "previous-" + n.ToLowerInvariant())];
    private static readonly string[] s_last = [.. Enum.GetNames<TalkLabel>().Select(n => "last-" + n.ToLowerInvariant())];

    public static ulong Key(SignShape shape, int a, int b = 0, int c = 0) => ((ulong)shape << 48) | ((ulong)a << 32) | ((ulong)b << 16) | (uint)c;

    /// <param name="before">Null: the line stands alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<Sign> Of(TalkTokens line, TalkSoFar? before, ITalkSymbols numbers)
    {
        var count = Math.Min(line.Count, MostTokens);
        var signs = new List<Sign>((count * 10) + 16);
        Span<int> words = stackalloc int[count];
        Span<int> symbols = stackalloc int[count];
        Span<bool> telling = stackalloc bool[count];
        for (var i = 0; i < count; i++)
        {
            symbols[i] = numbers.Number(line.Symbols[i]);
            words[i] = line.Symbols[i] == line.Words[i] || line.Symbols[i] is "NUM" or "QTY" or "PCT" or "TIME" or "ID" or "," or "@x" ? symbols[i] : numbers.Number(line.Words[i]);
            telling[i] = char.IsUpper(line.Symbols[i][0]) || line.Symbols[i] is "?" or "now" or "but" or "i" or "we" or "the" or "if" or "to" or "is" or "are" or "was";
        }

        for (var i = 0; i < count; i++)
        {
            Add(SignShape.Word, i, i + 1, words[i]);
            if (symbols[i] != words[i]) Add(SignShape.Any, i, i + 1, symbols[i]);
            if (i + 1 < count)
            {
                Add(SignShape.Two, i, i + 2, symbols[i], symbols[i + 1]);
                if (symbols[i] != words[i] || symbols[i + 1] != words[i + 1]) Add(SignShape.Words, i, i + 2, words[i], words[i + 1]);
            }

            if (i + 2 < count)
            {
                Add(SignShape.Three, i, i + 3, symbols[i], symbols[i + 1], symbols[i + 2]);
                Add(SignShape.Gap, i, i + 3, symbols[i], symbols[i + 2]);
            }

            if (!telling[i]) continue;

            for (var j = i + 1; j < count; j++)
            {
                if (telling[j]) Add(SignShape.Both, i, j + 1, symbols[i], symbols[j]);
            }
        }

        if (count > 0)
        {
            Add(SignShape.First, 0, 1, symbols[0]);
            Add(SignShape.Last, count - 1, count, symbols[count - 1]);
        }

        if (count > 1)
        {
            Add(SignShape.FirstTwo, 0, 2, symbols[0], symbols[1]);
            Add(SignShape.LastTwo, count - 2, count, symbols[count - 2], symbols[count - 1]);
        }

        AddBones();
        foreach (var remark in line.Remarks) Add(SignShape.Line, 0, 0, numbers.Number(remark));
        foreach (var remark in before is { } sofar ? Remarks(sofar) : [])
        {
            var number = numbers.Number(remark);
            Add(SignShape.Before, 0, 0, number);
            if (!(remark is "suspected" or "treated" or "line-0" || remark.StartsWith("last-", StringComparison.Ordinal))) continue;

            for (var i = 0; i < count; i++)
            {
                if (telling[i]) Add(SignShape.BeforeWith, i, i + 1, number, symbols[i]);
            }
        }

        return signs;

        void AddBones()
        {
            var bones = Bones(line, count);
            for (var i = 0; i + 1 < bones.Count; i++)
            {
                Add(SignShape.BonesTwo, bones[i].From, bones[i + 1].To, Bone(i), Bone(i + 1));
                if (i + 2 < bones.Count) Add(SignShape.BonesThree, bones[i].From, bones[i + 2].To, Bone(i), Bone(i + 1), Bone(i + 2));
            }

            if (bones.Count is > 0 and <= 3) Add(SignShape.BonesAll, bones[0].From, bones[^1].To, Bone(0), bones.Count > 1 ? Bone(1) : -1, bones.Count > 2 ? Bone(2) : -1);
            if (bones.Count < 2) return;

            Add(SignShape.BonesFirst, bones[0].From, bones[1].To, Bone(0), Bone(1));
            Add(SignShape.BonesLast, bones[^2].From, bones[^1].To, Bone(bones.Count - 2), Bone(bones.Count - 1));
            if (bones.Count > 2) Add(SignShape.BonesFirstThree, bones[0].From, bones[2].To, Bone(0), Bone(1), Bone(2));

            int Bone(int i) => numbers.Number(bones[i].Symbol);
        }

        void Add(SignShape shape, int from, int to, int a, int b = -1, int c = -1)
        {
            if (a == 0 || b == 0 || c == 0) return;

            signs.Add(new Sign(Key(shape, a, Math.Max(b, 0), Math.Max(c, 0)), from, to));
        }
    }

    /// <summary>
    /// The line without flesh: articles and adverbs left out, everything that is a thing of any kind one THING, however many words name it.
    /// "the cache nodes are fine" and "mpls ok" have nearly the same bones.
    /// </summary>
    internal static List<(string Symbol, int From, int To)> Bones(TalkTokens line, int count)
    {
        var bones = new List<(string Symbol, int From, int To)>();
        for (var i = 0; i < count; i++)
        {
            var symbol = line.Symbols[i] switch
            {
                "the" or "a" or "an" or "our" or "my" or "its" or "their" or "~ly" or "just" or "also" or "really" or "very" or "too" or "already" or "." or "!" or "that" or "this" or "these" or "those" or "ok" => null,
                "PART" or "FEATURE" or "SYMPTOM" or "*" or "ID" or "PLACE" or "CHANGE" => "THING",
                "QTY" or "PCT" or "TIME" or "NUM" => "NUMBER",
                "i" or "we" or "ive" or "weve" or "im" or "were" => "WE",
                "they" or "he" or "she" or "someone" or "somebody" => "THEY",
                "is" or "are" or "be" => "IS",
                "was" or "were" or "been" => "WAS",
                "has" or "have" or "had" => "HAS",
                "it" or "its" or "thats" => "IT",
                "in" or "on" or "at" or "of" or "for" or "from" or "with" or "to" or "by" or "via" or "per" => "OF",
                "REPORTER" => "USER",
                var other => other,
            };
            if (symbol is null) continue;

            if (bones.Count > 0 && bones[^1].Symbol == symbol && symbol is "THING" or "NUMBER" or ",") bones[^1] = bones[^1] with { To = i + 1 };
            else bones.Add((symbol, i, i + 1));
        }

        if (bones.Count > 0 && bones[^1].Symbol == ",") bones.RemoveAt(bones.Count - 1);
        return bones;
    }

    private static IEnumerable<string> Remarks(TalkSoFar before)
    {
        if (before.Lines == 0) yield return "line-0";
        else if (before.Lines < 3) yield return "line-1-2";
        else if (before.Lines < 7) yield return "line-3-6";
        yield return s_previous[(int)before.Previous];
        yield return s_last[(int)before.Last];
        if (before.Treated) yield return "treated";
        if (before.Suspected) yield return "suspected";
        yield return before.Acted ? "acted" : "not-acted";
        if (before.Recovered) yield return "recovered";
        if (before.CauseKnown) yield return "cause-known";
        if (!before.Detected) yield return "not-detected";
    }

    /// <summary>The symbol a word is read as: its kind; itself, if it carries grammar; else its ending, or <c>*</c>.</summary>
    public static string Symbol(string word) =>
        s_grammar.Contains(word) ? word
        : TalkLexicon.KindOf(word) is { } kind ? kind
        : word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) ? "~ed"
        : word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) ? "~ing"
        : word.Length > 4 && word.EndsWith("ly", StringComparison.Ordinal) ? "~ly"
        : "*";
}
