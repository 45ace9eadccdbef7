using System.Collections.Frozen;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>What a word is read as: its kind ("DONE", "PART"), itself if it carries grammar ("the"), its ending ("~ed"), or <c>*</c>. There are a few hundred.</summary>
internal sealed class TalkSymbol
{
    /// <summary>Words that stand for themselves: they carry the grammar.</summary>
    private const string Grammar = """
        i im ive we weve were our my me us you your he she they them their it its this that thats these those there theres the a an is are was has have had be been being do did does to of in on at for from with by as
        and or but so if when because just now only also too already really very more less than out off over up into any some no yes new can cant please got get getting seeing see sees like want trying try
        using one two like back even same other another same ok like however though although via per vs plus minus against between under above behind during within without since
        """;

    private static readonly string[] s_shapes = ["@x", "?", "!", ".", ",", "..", "->", "PCT", "TIME", "NUM", "QTY", "ID", "~ed", "~ing", "~ly", "*"];

    private static readonly FrozenDictionary<string, TalkSymbol> s_byName = Grammar.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Concat(s_shapes).Concat(TalkLexicon.Kinds)
        .Distinct(StringComparer.Ordinal).ToFrozenDictionary(name => name, name => new TalkSymbol(name), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TalkSymbol>.AlternateLookup<ReadOnlySpan<char>> s_bySpan = s_byName.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_grammar =
        Grammar.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static readonly TalkSymbol Mention = Named("@x");
    public static readonly TalkSymbol Sign = Named(",");
    public static readonly TalkSymbol Ellipsis = Named("..");
    public static readonly TalkSymbol Arrow = Named("->");
    public static readonly TalkSymbol Percent = Named("PCT");
    public static readonly TalkSymbol Time = Named("TIME");
    public static readonly TalkSymbol Number = Named("NUM");
    public static readonly TalkSymbol Quantity = Named("QTY");
    public static readonly TalkSymbol Id = Named("ID");
    private static readonly TalkSymbol s_other = Named("*");
    private static readonly TalkSymbol s_past = Named("~ed");
    private static readonly TalkSymbol s_lasting = Named("~ing");
    private static readonly TalkSymbol s_manner = Named("~ly");

    private TalkSymbol(string name)
    {
        Name = name;
        IsKind = char.IsUpper(name[0]);
        IsTelling = IsKind || name is "?" or ".." or "->" or "now" or "but" or "i" or "we" or "the" or "if" or "to" or "is" or "are" or "was";
        IsShape = name is ".." or "->" or "NUM" or "QTY" or "PCT" or "TIME" or "ID" or "," or "@x";
        Bone = BoneOf(name);
    }

    public string Name { get; }

    /// <summary>A kind of words.</summary>
    public bool IsKind { get; }

    /// <summary>Says something together with another one far from it.</summary>
    public bool IsTelling { get; }

    /// <summary>What it stands for is never weighed as a word of its own: no number, name or sign.</summary>
    public bool IsShape { get; }

    /// <summary>What stands for it among the bones of a line (see <see cref="TalkSigns"/>); null when it is left out there.</summary>
    public string? Bone { get; }

    /// <summary>The symbol of that name, which there must be.</summary>
    public static TalkSymbol Named(ReadOnlySpan<char> name) => s_bySpan[name];

    /// <summary>The symbol of a word without a kind: itself, if it carries grammar; else its ending, or <c>*</c>.</summary>
    public static TalkSymbol OfPlain(ReadOnlySpan<char> word) =>
        s_grammar.Contains(word) ? s_bySpan[word]
        : word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) ? s_past
        : word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) ? s_lasting
        : word.Length > 4 && word.EndsWith("ly", StringComparison.Ordinal) ? s_manner
        : s_other;

    private static string? BoneOf(string name) => name switch
    {
        "the" or "a" or "an" or "our" or "my" or "its" or "their" or "~ly" or "just" or "also" or "really" or "very" or "too" or "already" or "." or "!" or "that" or "this" or "these" or "those" or "ok" => null,
        "PART" or "FEATURE" or "SYMPTOM" or "*" or "ID" or "PLACE" or "CHANGE" => "THING",
        "QTY" or "PCT" or "TIME" or "NUM" => "NUMBER",
        "i" or "we" or "ive" or "weve" or "im" or "were" => "WE",
        "they" or "he" or "she" or "someone" or "somebody" => "THEY",
        "is" or "are" or "be" => "IS",
        "was" or "been" => "WAS",
        "has" or "have" or "had" => "HAS",
        "it" or "thats" => "IT",
        "in" or "on" or "at" or "of" or "for" or "from" or "with" or "to" or "by" or "via" or "per" => "OF",
        "REPORTER" => "USER",
        var other => other,
    };
}
