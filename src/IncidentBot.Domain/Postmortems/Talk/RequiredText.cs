using System.Text;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>
/// Derives from a pattern a few short texts of which any match contains at least one: where none of them stands, the pattern need not be tried.
/// It only ever errs to the safe side: what it does not understand, it takes for "may be anything".
/// </summary>
/// <remarks>
/// Texts are over the alphabet of <see cref="WordScreen"/>: letters a–z and digits as they are, all else one <see cref="WordScreen.Gap"/>;
/// so a word boundary can be part of a required text, and "no" is not found in "now".
/// </remarks>
internal sealed class RequiredText
{
    /// <summary>As many spellings of one stretch of a pattern are followed; beyond that it may be anything.</summary>
    private const int MostSpellings = 400;

    /// <summary>Of a longer text only the beginning is looked for: it is rare enough, and the automaton stays small. In characters.</summary>
    private const int LongestText = 9;

    private const char Edge = '|';

    private readonly string _pattern;
    private int _at;

    private RequiredText(string pattern) => _pattern = pattern;

    /// <summary>The texts; null when a match may do without any.</summary>
    public static IReadOnlyCollection<string>? Of(string pattern)
    {
        var parser = new RequiredText(pattern);
        var part = parser.Alternatives();
        return parser._at == pattern.Length ? part.Required : null;
    }

    /// <param name="Spellings">Every text the part can match, with <see cref="Edge"/> at word boundaries; null when there are too many.</param>
    /// <param name="Required">Texts of which every match of the part contains one; null when there are none to rely on.</param>
    private readonly record struct Part(HashSet<string>? Spellings, IReadOnlyCollection<string>? Required)
    {
        public static Part Anything => new(null, null);

        public static Part Of(string text) => new([text], null);
    }

    private Part Alternatives()
    {
        var branches = new List<Part> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            branches.Add(Sequence());
        }

        if (branches.Count == 1) return branches[0];

        HashSet<string>? spellings = [];
        HashSet<string>? required = [];
        foreach (var branch in branches)
        {
            if (branch.Spellings is null || spellings is null) spellings = null;
            else spellings.UnionWith(branch.Spellings);
            if (branch.Required is null || required is null) required = null;
            else required.UnionWith(branch.Required);
        }

        return new Part(spellings is { Count: <= MostSpellings } ? spellings : null, required);
    }

    private Part Sequence()
    {
        HashSet<string> stretch = [""];
        var whole = true;
        IReadOnlyCollection<string>? best = null;
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var part = Repeated(Single());
            if (part.Spellings is { } next && stretch.Count * next.Count <= MostSpellings)
            {
                stretch = [.. stretch.SelectMany(s => next, static (a, b) => a + b)];
                continue;
            }

            best = Better(best, Texts(stretch));
            best = Better(best, part.Required);
            whole = false;
            stretch = part.Spellings is { } fresh ? fresh : [""];
        }

        best = Better(best, Texts(stretch));
        return new Part(whole ? stretch : null, best);
    }

    /// <summary>What a quantifier makes of the part before it.</summary>
    private Part Repeated(Part part)
    {
        var optional = false;
        var many = false;
        if (_at < _pattern.Length)
        {
            switch (_pattern[_at])
            {
                case '?': (optional, _at) = (true, _at + 1); break;
                case '*': (optional, many, _at) = (true, true, _at + 1); break;
                case '+': (many, _at) = (true, _at + 1); break;
                case '{':
                    var end = _pattern.IndexOf('}', _at);
                    optional = _pattern[_at + 1] == '0';
                    many = true;
                    _at = end + 1;
                    break;
                default: return part;
            }

            if (_at < _pattern.Length && _pattern[_at] == '?') _at++;
        }

        if (many) return new Part(null, optional ? null : part.Required);
        return optional ? new Part(part.Spellings is { } spellings ? [.. spellings, ""] : null, null) : part;
    }

    private Part Single()
    {
        var c = _pattern[_at++];
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                return Class();
            case '.':
                return Part.Anything;
            case '^' or '$':
                return Part.Of(Edge.ToString());
            case '\\':
                var escaped = _pattern[_at++];
                return escaped switch
                {
                    'b' => Part.Of(Edge.ToString()),
                    's' or 'W' or 'n' or 't' => Part.Of(WordScreen.Gap.ToString()),
                    >= 'a' and <= 'z' or >= 'A' and <= 'Z' => SkipProperty(escaped),
                    _ => Part.Of(WordScreen.Letter(escaped).ToString()),
                };
            default:
                return c is >= 'A' and <= 'Z' ? Part.Anything : Part.Of(WordScreen.Letter(c).ToString());
        }
    }

    private Part SkipProperty(char escaped)
    {
        if (escaped is 'p' or 'P') _at = _pattern.IndexOf('}', _at) + 1;
        return Part.Anything;
    }

    private Part Group()
    {
        var looks = false;
        if (_pattern[_at] == '?')
        {
            _at++;
            if (_pattern[_at] is '=' or '!') (looks, _at) = (true, _at + 1);
            else if (_pattern[_at] == '<' && _pattern[_at + 1] is '=' or '!') (looks, _at) = (true, _at + 2);
            else if (_pattern[_at] == '<') _at = _pattern.IndexOf('>', _at) + 1;
            else _at++;
        }

        var inner = Alternatives();
        _at++;

        // What is looked at is not consumed: it says nothing about the text between its neighbours.
        return looks ? Part.Of("") : inner;
    }

    private Part Class()
    {
        var members = new HashSet<string>();
        var known = _pattern[_at] != '^';
        var first = true;
        while (first || _pattern[_at] != ']')
        {
            first = false;
            var c = _pattern[_at++];
            if (c == '\\')
            {
                var escaped = _pattern[_at++];
                if (escaped is 's' or 'n' or 't') members.Add(WordScreen.Gap.ToString());
                else if (char.IsLetter(escaped)) known = SkipProperty(escaped).Spellings is not null;
                else members.Add(WordScreen.Letter(escaped).ToString());
            }
            else if (_pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                known = false;
                _at += 2;
            }
            else
            {
                members.Add(WordScreen.Letter(c).ToString());
            }
        }

        _at++;
        return known ? new Part(members, null) : Part.Anything;
    }

    /// <summary>Spellings as texts to look for; null when one of them is empty, or all but.</summary>
    private static HashSet<string>? Texts(HashSet<string> spellings)
    {
        var texts = new HashSet<string>();
        foreach (var spelling in spellings)
        {
            var text = Bounded(spelling);
            if (text.Trim(WordScreen.Gap).Length == 0) return null;

            texts.Add(text.Length <= LongestText ? text : text[..LongestText]);
        }

        return texts;
    }

    /// <summary>An edge at either end of a text becomes the gap that must stand there; between two letters it is dropped.</summary>
    private static string Bounded(string spelling)
    {
        var text = new StringBuilder();
        var edge = false;
        foreach (var c in spelling)
        {
            if (c == Edge)
            {
                edge = true;
                continue;
            }

            if (edge && text.Length == 0 && c != WordScreen.Gap) text.Append(WordScreen.Gap);
            edge = false;
            text.Append(c);
        }

        if (edge && text.Length > 0 && text[^1] != WordScreen.Gap) text.Append(WordScreen.Gap);
        return text.ToString();
    }

    /// <summary>The set that fewer lines contain, by a rough count: each letter more makes a text several times rarer.</summary>
    private static IReadOnlyCollection<string>? Better(IReadOnlyCollection<string>? a, IReadOnlyCollection<string>? b)
    {
        if (a is null || b is null) return a ?? b;

        return Frequency(a) <= Frequency(b) ? a : b;
    }

    private static double Frequency(IEnumerable<string> texts) => texts.Sum(static t => Math.Pow(0.25, t.Length));
}
