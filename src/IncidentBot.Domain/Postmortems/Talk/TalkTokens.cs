using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>A line cut into words, with the kind of each: what <see cref="TalkSigns"/> reads.</summary>
internal sealed partial class TalkTokens
{
    private readonly List<string> _words = [];
    private readonly List<string> _symbols = [];

    public TalkTokens(TalkText text)
    {
        var raw = new List<string>();
        foreach (var match in Token().EnumerateMatches(text.Even)) raw.AddRange(Whole(text.Even.Substring(match.Index, match.Length)));
        for (var i = 0; i < raw.Count;)
        {
            if (TalkLexicon.PhraseAt(raw, i) is { } phrase)
            {
                _words.Add(string.Join(' ', raw.GetRange(i, phrase.Length)));
                _symbols.Add(phrase.Kind);
                i += phrase.Length;
                continue;
            }

            _words.Add(raw[i]);
            _symbols.Add(SymbolOf(raw[i]));
            i++;
        }

        Remarks = RemarksOn(text);
    }

    public IReadOnlyList<string> Words => _words;

    public IReadOnlyList<string> Symbols => _symbols;

    public IReadOnlyList<string> Remarks { get; }

    public int Count => _words.Count;

    /// <summary>The words of a sign, as a reason quotes them.</summary>
    public string Quote(int from, int to) => string.Join(' ', _words.Skip(from).Take(to - from)).Replace(" ,", ",", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal).Trim(' ', ',', '.');

    private static IEnumerable<string> Whole(string token)
    {
        if (token.Length > 1 && char.IsLetter(token[0]))
        {
            token = TalkLexicon.Mended(token);
            if (token.Contains('-') && TalkLexicon.KindOf(token) is null && !token.Any(char.IsDigit)) return token.Split('-', StringSplitOptions.RemoveEmptyEntries);
        }

        return [token];
    }

    private static string SymbolOf(string word)
    {
        if (word[0] is '@') return "@x";
        if (!char.IsLetterOrDigit(word[0])) return word[0] is '?' or '!' or '.' ? word[..1] : ",";
        if (TalkLexicon.KindOf(word) is { } kind) return kind;
        if (char.IsDigit(word[0]))
        {
            if (word.EndsWith('%')) return "PCT";
            if (Clock().IsMatch(word)) return "TIME";
            if (word.All(char.IsDigit)) return "NUM";
            return Quantity().IsMatch(word) ? "QTY" : "ID";
        }

        return word.Any(c => char.IsDigit(c) || c is '_' or '.' or '/' or '=') ? "ID" : TalkSigns.Symbol(word);
    }

    private List<string> RemarksOn(TalkText text)
    {
        var remarks = new List<string>();
        if (text.EndsAsking) remarks.Add("asks");
        if (text.HadFence) remarks.Add("fence");
        if (text.Raw.Contains('`')) remarks.Add("code");
        remarks.Add(_words.Count switch { <= 1 => "words-1", 2 => "words-2", 3 => "words-3", <= 5 => "words-5", <= 9 => "words-9", <= 15 => "words-15", _ => "words-many" });
        if (!_symbols.Any(s => char.IsUpper(s[0]))) remarks.Add("no-kind");
        if (TalkNumbers.Percent(text.Raw) is not null || TalkNumbers.People(text.Raw) is not null) remarks.Add("counts-people");
        return remarks;
    }

    [GeneratedRegex(@"@x|\d{1,2}:\d\d(?:am|pm)?|[\p{L}\d][\p{L}\d_./=%\-]*[\p{L}\d%]|[\p{L}\d]%?|[?!]|\.|[,;:()>\n]|-+", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\d{1,2}[:.h]\d\d(?:am|pm)?$|^\d{1,2}(?:am|pm|h)$", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^\d[\d.,]*(?:k|m|g|t|s|ms|x|min|mins|sec|h|hrs?|gb|mb|tb|kb|gbit|rps|qps|d|nd|rd|st|th)?$", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Quantity();
}
