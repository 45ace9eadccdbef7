using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>A line cut into words, with the kind of each: what <see cref="TalkSigns"/> reads.</summary>
internal sealed partial class TalkTokens
{
    private readonly string _line;
    private readonly Token[] _tokens;

    public TalkTokens(TalkText text)
    {
        _line = text.Even;
        var cut = t_cut ??= [];
        Cut(cut);
        var tokens = t_tokens ??= [];
        tokens.Clear();
        for (var i = 0; i < cut.Count;)
        {
            var token = cut[i];
            if (PhraseAt(cut, i) is { } phrase)
            {
                tokens.Add(new Token(phrase.Text, 0, 0, TalkSymbol.Named(phrase.Kind)));
                i += phrase.Words.Length;
            }
            else
            {
                tokens.Add(token with { Symbol = SymbolOf(Text(token)) });
                i++;
            }
        }

        _tokens = [.. tokens];
        Remarks = RemarksOn(text);
    }

    /// <summary>Lines are cut side by side.</summary>
    [ThreadStatic]
    private static List<Token>? t_cut;

    [ThreadStatic]
    private static List<Token>? t_tokens;

    public LineRemarks Remarks { get; }

    public int Count => _tokens.Length;

    public ReadOnlySpan<char> Word(int index) => Text(_tokens[index]);

    public TalkSymbol Symbol(int index) => _tokens[index].Symbol;

    /// <summary>The words of a sign, as a reason quotes them.</summary>
    public string Quote(int from, int to) =>
        string.Join(' ', Enumerable.Range(from, to - from).Select(i => Word(i).ToString())).Replace(" ,", ",", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal).Trim(' ', ',', '.');

    private ReadOnlySpan<char> Text(Token token) => token.Mended ?? _line.AsSpan(token.From, token.Length);

    /// <summary>Mentions, times, words (with what holds a name together: "shop-3", "10.2.1.7", "a=b"), signs.</summary>
    private void Cut(List<Token> cut)
    {
        cut.Clear();
        var line = _line;
        for (var at = 0; at < line.Length;)
        {
            var c = line[at];
            var length = c is '@' && at + 1 < line.Length && line[at + 1] == 'x' ? 2
                : IsPart(c) ? TimeAt(line, at) is var time and > 0 ? time : NameAt(line, at)
                : c is '.' ? line.AsSpan(at).IndexOfAnyExcept('.') is var dots and > 0 ? dots : line.Length - at
                : c is '-' && line.AsSpan(at).StartsWith("->", StringComparison.Ordinal) ? 2
                : c is '-' ? line.AsSpan(at).IndexOfAnyExcept('-') is var end and > 0 ? end : line.Length - at
                : c is '→' or '…' or '?' or '!' or ',' or ';' or ':' or '(' or ')' or '>' ? 1
                : 0;
            if (length > 1 && char.IsLetter(c)) AddWord(cut, at, length);
            else if (length > 0) cut.Add(new Token(null, at, length, TalkSymbol.Sign));
            at += Math.Max(length, 1);
        }
    }

    private void AddWord(List<Token> cut, int at, int length)
    {
        var mended = TalkLexicon.Mended(_line.AsSpan(at, length));
        var word = mended ?? _line.AsSpan(at, length);
        if (!word.Contains('-') || TalkLexicon.KindOf(word) is not null || HasDigit(word))
        {
            cut.Add(new Token(mended, at, length, TalkSymbol.Sign));
            return;
        }

        foreach (var range in word.Split('-'))
        {
            var (from, part) = range.GetOffsetAndLength(word.Length);
            if (part > 0) cut.Add(mended is null ? new Token(null, at + from, part, TalkSymbol.Sign) : new Token(mended.Substring(from, part), 0, 0, TalkSymbol.Sign));
        }
    }

    private static bool IsPart(char c) => char.IsLetter(c) || char.IsDigit(c);

    private static bool HasDigit(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsDigit(c)) return true;
        }

        return false;
    }

    /// <summary>"9:05", "14:35", "2:00pm": how long it is; 0 when none begins here.</summary>
    private static int TimeAt(string line, int at)
    {
        for (var digits = 2; digits >= 1; digits--)
        {
            var end = at + digits + 3;
            if (end > line.Length || line[at + digits] != ':' || !char.IsDigit(line[at]) || !char.IsDigit(line[at + digits - 1]) || !char.IsDigit(line[end - 2]) || !char.IsDigit(line[end - 1])) continue;

            return line.AsSpan(end) is ['a' or 'p', 'm', ..] ? digits + 5 : digits + 3;
        }

        return 0;
    }

    /// <summary>A word or name; it ends with a letter, a digit or a percent sign.</summary>
    private static int NameAt(string line, int at)
    {
        var end = at + 1;
        var last = end;
        for (; end < line.Length; end++)
        {
            var c = line[end];
            if (IsPart(c) || c == '%') last = end + 1;
            else if (c is not ('_' or '.' or '/' or '=' or '-')) break;
        }

        return last - at;
    }

    /// <summary>The longest phrase that begins with this token.</summary>
    private TalkLexicon.Phrase? PhraseAt(List<Token> cut, int at)
    {
        foreach (var phrase in TalkLexicon.PhrasesFrom(Text(cut[at])))
        {
            if (at + phrase.Words.Length > cut.Count) continue;

            var same = true;
            for (var i = 1; i < phrase.Words.Length && same; i++) same = Text(cut[at + i]).SequenceEqual(phrase.Words[i]);
            if (same) return phrase;
        }

        return null;
    }

    private static TalkSymbol SymbolOf(ReadOnlySpan<char> word)
    {
        if (word[0] is '@') return TalkSymbol.Mention;
        if (word is "→" or "->") return TalkSymbol.Arrow;
        if (word is "…" || word.StartsWith("..", StringComparison.Ordinal)) return TalkSymbol.Ellipsis;
        if (!char.IsLetterOrDigit(word[0])) return word[0] is '?' or '!' or '.' ? TalkSymbol.Named(word[..1]) : TalkSymbol.Sign;
        if (TalkLexicon.KindOf(word) is { } kind) return TalkSymbol.Named(kind);
        if (char.IsDigit(word[0]))
        {
            if (word.EndsWith("%", StringComparison.Ordinal)) return TalkSymbol.Percent;
            if (Clock().IsMatch(word)) return TalkSymbol.Time;
            if (OnlyDigits(word)) return TalkSymbol.Number;
            return Quantity().IsMatch(word) ? TalkSymbol.Quantity : TalkSymbol.Id;
        }

        return word.ContainsAny('_', '.', '/') || word.Contains('=') || HasDigit(word) ? TalkSymbol.Id : TalkSymbol.OfPlain(word);
    }

    private static bool OnlyDigits(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsDigit(c)) return false;
        }

        return true;
    }

    private LineRemarks RemarksOn(TalkText text)
    {
        var remarks = LineRemarks.NoKind;
        foreach (var token in _tokens)
        {
            if (token.Symbol.IsKind) remarks = LineRemarks.None;
        }

        if (text.EndsAsking) remarks |= LineRemarks.Asks;
        if (text.HadFence) remarks |= LineRemarks.Fence;
        if (text.Raw.Contains('`')) remarks |= LineRemarks.Code;
        if (text.CountsPeople) remarks |= LineRemarks.CountsPeople;
        return remarks;
    }

    [GeneratedRegex(@"^\d{1,2}[:.h]\d\d(?:am|pm)?$|^\d{1,2}(?:am|pm|h)$", RegexOptions.None, TalkText.Unlimited)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\d[\d.,]*(?:k|m|g|t|s|ms|x|min|mins|sec|h|hrs?|gb|mb|tb|kb|gbit|rps|qps|d|nd|rd|st|th)?$", RegexOptions.None, TalkText.Unlimited)]
    private static partial Regex Quantity();

    /// <param name="Mended">What is read instead of the line's own words; null: those.</param>
    private readonly record struct Token(string? Mended, int From, int Length, TalkSymbol Symbol);
}

/// <summary>What can be said of a line as a whole, beside its length.</summary>
[Flags]
internal enum LineRemarks
{
    None = 0,
    Asks = 1,
    Fence = 2,
    Code = 4,

    /// <summary>No word in it has a kind.</summary>
    NoKind = 8,

    /// <summary>It says how many people are affected, or what share of them.</summary>
    CountsPeople = 16,
}
