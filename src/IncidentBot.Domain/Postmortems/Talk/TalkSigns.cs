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

    /// <summary>The first two.</summary>
    BonesFirst,

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

    /// <summary>The stem of a word: "restarting" and "restarted" are one.</summary>
    Stem,

    /// <summary>The line begins with the word itself.</summary>
    FirstWord,

    /// <summary>The line begins with the two words.</summary>
    FirstWords,

    /// <summary>The line ends with the word itself.</summary>
    LastWord,

    /// <summary>The line ends with the two words.</summary>
    LastWords,
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

    /// <summary>What the line before the previous was; null when there is none.</summary>
    public TalkLabel? BeforePrevious { get; init; }

    /// <summary>The last label that was not chatter, however long ago; chatter when there was none.</summary>
    public TalkLabel Telling { get; init; }

    /// <summary>Lines since then that were chatter.</summary>
    public int SinceTelling { get; init; }

    /// <summary>The line before asked something.</summary>
    public bool Asked { get; init; }

    /// <summary>Who says this line; null when that is not known.</summary>
    public SpeakerSoFar? Speaker { get; init; }
}

/// <summary>What is known of who says a line, from what they said before it.</summary>
internal readonly record struct SpeakerSoFar
{
    /// <summary>It is their first line.</summary>
    public bool Joins { get; init; }

    /// <summary>The line before is theirs.</summary>
    public bool SpokeLast { get; init; }

    /// <summary>What their last line was.</summary>
    public TalkLabel Said { get; init; }

    /// <summary>That was a moment ago.</summary>
    public bool SaidLately { get; init; }

    /// <summary>Somebody was called in a moment ago, and they had said nothing since.</summary>
    public bool CalledIn { get; init; }

    /// <summary>They said that they did something.</summary>
    public bool Did { get; init; }

    /// <summary>They told of the trouble or whom it hits.</summary>
    public bool Told { get; init; }

    /// <summary>They spoke of the cause.</summary>
    public bool Thought { get; init; }

    /// <summary>A bot or integration.</summary>
    public bool IsBot { get; init; }
}

/// <summary>Gives each symbol a number, 1 to 65,535; 0 for one that plays no part.</summary>
internal interface ITalkSymbols
{
    int Number(ReadOnlySpan<char> symbol);

    /// <summary>The number of a word's stem.</summary>
    /// <param name="number">That of the word itself.</param>
    int StemNumber(ReadOnlySpan<char> word, int number);
}

/// <summary>Takes the signs of a line as they are read off it.</summary>
internal interface ISignReader
{
    void Take(Sign sign);
}

/// <summary>Reads the signs off a line: its words, their kinds, how they stand together, and a little of what came before.</summary>
internal static class TalkSigns
{
    /// <summary>Beyond this many tokens a line is not read: nobody states a fact after a page.</summary>
    private const int MostTokens = 80;

    private static readonly string[] s_previous = [.. Enum.GetNames<TalkLabel>().Select(n => "previous-" + n.ToLowerInvariant())];
    private static readonly string[] s_last = [.. Enum.GetNames<TalkLabel>().Select(n => "last-" + n.ToLowerInvariant())];
    private static readonly string[] s_lastTwo = [.. from second in Enum.GetNames<TalkLabel>() from first in Enum.GetNames<TalkLabel>() select $"{second}-{first}".ToLowerInvariant()];
    private static readonly string[] s_since = [.. from label in Enum.GetNames<TalkLabel>() from lines in (string[])["1", "2", "4", "more"] select $"since-{label}-{lines}".ToLowerInvariant()];
    private static readonly string[] s_said = [.. Enum.GetNames<TalkLabel>().Select(n => "said-" + n.ToLowerInvariant())];
    private static readonly string[] s_saidLately = [.. Enum.GetNames<TalkLabel>().Select(n => "just-said-" + n.ToLowerInvariant())];
    private static readonly string[] s_ownPrevious = [.. Enum.GetNames<TalkLabel>().Select(n => "own-" + n.ToLowerInvariant())];
    private static readonly string[] s_othersPrevious = [.. Enum.GetNames<TalkLabel>().Select(n => "others-" + n.ToLowerInvariant())];

    public static ulong Key(SignShape shape, int a, int b = 0, int c = 0) => ((ulong)shape << 48) | ((ulong)a << 32) | ((ulong)b << 16) | (uint)c;

    /// <summary>What the line says by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadOwn<T>(TalkTokens line, ITalkSymbols numbers, ref T reader)
        where T : struct, ISignReader, allows ref struct
    {
        var count = Math.Min(line.Count, MostTokens);
        Span<int> words = stackalloc int[count];
        Span<int> symbols = stackalloc int[count];
        for (var i = 0; i < count; i++)
        {
            var symbol = line.Symbol(i);
            var word = line.Word(i);
            symbols[i] = numbers.Number(symbol.Name);
            words[i] = symbol.IsShape || word.SequenceEqual(symbol.Name) ? symbols[i] : numbers.Number(word);
        }

        for (var i = 0; i < count; i++)
        {
            Add(ref reader, SignShape.Word, i, i + 1, words[i]);
            if (symbols[i] != words[i]) Add(ref reader, SignShape.Any, i, i + 1, symbols[i]);
            if (!line.Symbol(i).IsShape && line.Word(i).Length > 3) Add(ref reader, SignShape.Stem, i, i + 1, numbers.StemNumber(line.Word(i), words[i]));
            if (i + 1 < count)
            {
                Add(ref reader, SignShape.Two, i, i + 2, symbols[i], symbols[i + 1]);
                if (symbols[i] != words[i] || symbols[i + 1] != words[i + 1]) Add(ref reader, SignShape.Words, i, i + 2, words[i], words[i + 1]);
            }

            if (!line.Symbol(i).IsTelling) continue;

            for (var j = i + 1; j < count; j++)
            {
                if (line.Symbol(j).IsTelling) Add(ref reader, SignShape.Both, i, j + 1, symbols[i], symbols[j]);
            }
        }

        if (count > 0)
        {
            Add(ref reader, SignShape.First, 0, 1, symbols[0]);
            Add(ref reader, SignShape.Last, count - 1, count, symbols[count - 1]);
            if (symbols[0] != words[0]) Add(ref reader, SignShape.FirstWord, 0, 1, words[0]);
            if (symbols[^1] != words[^1]) Add(ref reader, SignShape.LastWord, count - 1, count, words[^1]);
        }

        if (count > 1)
        {
            Add(ref reader, SignShape.FirstTwo, 0, 2, symbols[0], symbols[1]);
            Add(ref reader, SignShape.LastTwo, count - 2, count, symbols[count - 2], symbols[count - 1]);
            if (symbols[0] != words[0] || symbols[1] != words[1]) Add(ref reader, SignShape.FirstWords, 0, 2, words[0], words[1]);
            if (symbols[^2] != words[^2] || symbols[^1] != words[^1]) Add(ref reader, SignShape.LastWords, count - 2, count, words[^2], words[^1]);
        }

        ReadBones(line, count, numbers, ref reader);
        ReadRemarks(line, numbers, ref reader);
    }

    /// <summary>What it says after what was said before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadContext<T>(TalkTokens line, TalkSoFar before, ITalkSymbols numbers, ref T reader)
        where T : struct, ISignReader, allows ref struct
    {
        ReadBefore(before.Lines switch { 0 => "line-0", < 3 => "line-1-2", < 7 => "line-3-6", _ => null }, before.Lines == 0, ref reader);
        ReadBefore(s_previous[(int)before.Previous], false, ref reader);
        ReadBefore(s_last[(int)before.Last], true, ref reader);
        if (before.Treated) ReadBefore("treated", true, ref reader);
        if (before.Suspected) ReadBefore("suspected", true, ref reader);
        ReadBefore(before.Acted ? "acted" : "not-acted", false, ref reader);
        if (before.Recovered) ReadBefore("recovered", false, ref reader);
        if (before.CauseKnown) ReadBefore("cause-known", false, ref reader);
        if (!before.Detected) ReadBefore("not-detected", false, ref reader);
        if (before.Asked) ReadBefore("asked", false, ref reader);
        if (before.BeforePrevious is { } second) ReadBefore(s_lastTwo[((int)second * TalkWeights.Labels) + (int)before.Previous], false, ref reader);
        ReadBefore(s_since[((int)before.Telling * 4) + before.SinceTelling switch { 0 => 0, 1 => 1, < 4 => 2, _ => 3 }], false, ref reader);
        if (before.Speaker is { } speaker) ReadSpeaker(speaker, ref reader);

        void ReadSpeaker(SpeakerSoFar speaker, ref T reader)
        {
            ReadBefore(before.Lines == 0 ? "opens" : speaker.Joins ? "joins" : "goes-on", false, ref reader);
            if (speaker.Joins) ReadBefore(before.Lines switch { < 3 => "joins-early", < 10 => "joins-later", _ => "joins-late" }, false, ref reader);
            else ReadBefore((speaker.SaidLately ? s_saidLately : s_said)[(int)speaker.Said], false, ref reader);
            if (before.Lines > 0) ReadBefore((speaker.SpokeLast ? s_ownPrevious : s_othersPrevious)[(int)before.Previous], false, ref reader);
            if (speaker.CalledIn) ReadBefore("called-in", false, ref reader);
            if (speaker.Did) ReadBefore("did-something", false, ref reader);
            if (speaker.Told) ReadBefore("told-of-it", false, ref reader);
            if (speaker.Thought) ReadBefore("spoke-of-cause", false, ref reader);
            if (speaker.IsBot) ReadBefore("bot", false, ref reader);
        }

        void ReadBefore(string? remark, bool withWords, ref T reader)
        {
            if (remark is null || numbers.Number(remark) is var number && number == 0) return;

            Add(ref reader, SignShape.Before, 0, 0, number);
            var count = withWords ? Math.Min(line.Count, MostTokens) : 0;
            for (var i = 0; i < count; i++)
            {
                if (line.Symbol(i) is { IsTelling: true } symbol) Add(ref reader, SignShape.BeforeWith, i, i + 1, number, numbers.Number(symbol.Name));
            }
        }
    }

    /// <summary>
    /// The line without flesh: articles and adverbs left out, everything that is a thing of any kind one THING, however many words name it.
    /// "the cache nodes are fine" and "mpls ok" have nearly the same bones.
    /// </summary>
    private static void ReadBones<T>(TalkTokens line, int count, ITalkSymbols numbers, ref T reader)
        where T : struct, ISignReader, allows ref struct
    {
        Span<(int Number, int From, int To)> room = stackalloc (int, int, int)[count];
        var bones = 0;
        var last = "";
        for (var i = 0; i < count; i++)
        {
            if (line.Symbol(i).Bone is not { } bone) continue;

            if (bones > 0 && last == bone && bone is "THING" or "NUMBER" or ",") room[bones - 1].To = i + 1;
            else room[bones++] = (numbers.Number(bone), i, i + 1);
            last = bone;
        }

        if (last == ",") bones--;
        var steps = room[..bones];
        for (var i = 0; i + 1 < bones; i++) Add(ref reader, SignShape.BonesTwo, steps[i].From, steps[i + 1].To, steps[i].Number, steps[i + 1].Number);

        if (bones is > 0 and <= 3) Add(ref reader, SignShape.BonesAll, steps[0].From, steps[^1].To, steps[0].Number, bones > 1 ? steps[1].Number : -1, bones > 2 ? steps[2].Number : -1);
        if (bones < 2) return;

        Add(ref reader, SignShape.BonesFirst, steps[0].From, steps[1].To, steps[0].Number, steps[1].Number);
        Add(ref reader, SignShape.BonesLast, steps[^2].From, steps[^1].To, steps[^2].Number, steps[^1].Number);
    }

    private static void ReadRemarks<T>(TalkTokens line, ITalkSymbols numbers, ref T reader)
        where T : struct, ISignReader, allows ref struct
    {
        var remarks = line.Remarks;
        if (remarks.HasFlag(LineRemarks.Asks)) Remark("asks", ref reader);
        if (remarks.HasFlag(LineRemarks.Fence)) Remark("fence", ref reader);
        if (remarks.HasFlag(LineRemarks.Code)) Remark("code", ref reader);
        Remark(line.Count switch { <= 1 => "words-1", 2 => "words-2", 3 => "words-3", <= 5 => "words-5", <= 9 => "words-9", <= 15 => "words-15", _ => "words-many" }, ref reader);
        if (remarks.HasFlag(LineRemarks.NoKind)) Remark("no-kind", ref reader);
        if (remarks.HasFlag(LineRemarks.CountsPeople)) Remark("counts-people", ref reader);

        void Remark(string remark, ref T reader) => Add(ref reader, SignShape.Line, 0, 0, numbers.Number(remark));
    }

    private static void Add<T>(ref T reader, SignShape shape, int from, int to, int a, int b = -1, int c = -1)
        where T : struct, ISignReader, allows ref struct
    {
        if (a != 0 && b != 0 && c != 0) reader.Take(new Sign(Key(shape, a, Math.Max(b, 0), Math.Max(c, 0)), from, to));
    }
}
