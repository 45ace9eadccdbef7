using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems;

/// <summary>
/// Cuts a long text in Discord's Markdown into messages. Cuts fall between blocks, lines and list items; a line that is itself too long is cut between
/// sentences, then words; a word longer than a message between characters as people see them. A code block that is cut is closed and opened again.
/// Links, code spans and times stay whole, and a heading stays with what follows it. Nothing but blanks at the cuts is lost.
/// </summary>
public static partial class MessageSplitter
{
    /// <summary>Discord's limit for a message, counted as UTF-16 units to be on the safe side.</summary>
    public const int DiscordLimit = 2000;

    /// <param name="limit">Longest part, in UTF-16 units; at least 64.</param>
    public static IReadOnlyList<string> Split(string text, int limit = DiscordLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 64);
        var packer = new Packer(limit);
        foreach (var unit in WithWholeQuotes(Units(text.ReplaceLineEndings("\n")), limit)) packer.Add(unit);
        return packer.Finish();
    }

    private static IEnumerable<Unit> Units(string text)
    {
        var blank = 0;
        List<string>? fence = null;
        var mark = "";
        foreach (var line in Lines(text))
        {
            if (fence is not null)
            {
                if (line.Trim() == mark)
                {
                    yield return new Unit(line, blank, fence);
                    (fence, blank) = (null, 0);
                }
                else
                {
                    fence.Add(line);
                }
            }
            else if (line.Contains("```", StringComparison.Ordinal) && Fence().Match(line) is { Success: true } open)
            {
                fence = [line];
                mark = open.Groups["mark"].Value;
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                blank++;
            }
            else
            {
                yield return new Unit(line, blank, null);
                blank = 0;
            }
        }

        // A block that nobody closed ends with the text.
        if (fence is not null) yield return new Unit(mark, blank, fence);
    }

    // One at a time: a document of a hundred thousand lines is not in memory twice.
    private static IEnumerable<string> Lines(string text)
    {
        var from = 0;
        while (text.IndexOf('\n', from) is var end and >= 0)
        {
            yield return text[from..end];
            from = end + 1;
        }

        yield return text[from..];
    }

    /// <summary>The lines of a quote stand together, with who said it, as long as they fit into one message.</summary>
    private static IEnumerable<Unit> WithWholeQuotes(IEnumerable<Unit> units, int limit)
    {
        var quote = new List<Unit>();
        foreach (var unit in units)
        {
            var isQuote = unit.Block is null && unit.Text.StartsWith("> ", StringComparison.Ordinal);
            if (quote.Count > 0 && (!isQuote || unit.Blank > 0))
            {
                foreach (var line in Joined(quote, limit)) yield return line;
                quote.Clear();
            }

            if (isQuote) quote.Add(unit);
            else yield return unit;
        }

        foreach (var line in Joined(quote, limit)) yield return line;
    }

    private static IEnumerable<Unit> Joined(List<Unit> lines, int limit) => lines.Count > 1 && lines.Sum(static line => line.Text.Length + 1) - 1 <= limit
        ? [new Unit(string.Join('\n', lines.Select(static line => line.Text)), lines[0].Blank, null)]
        : [.. lines];

    /// <summary>Cuts one line; the later pieces carry the line's own beginning, so that a quote goes on as a quote.</summary>
    private static IEnumerable<string> CutLine(string line, int first, int limit)
    {
        var prefix = Prefix().Match(line).Value;
        if (prefix.Length > limit / 4) prefix = "";
        var goesOn = prefix.TrimStart().StartsWith('>') ? prefix : "";
        var rest = line;
        var room = first;
        while (rest.Length > room)
        {
            var at = CutAt(rest, room, prefix.Length);
            yield return rest[..at].TrimEnd();
            rest = goesOn + rest[at..].TrimStart();
            prefix = goesOn;
            room = limit;
        }

        if (rest.Length > 0) yield return rest;
    }

    /// <summary>Where to cut: after the last sentence that fits, unless that leaves most of the room empty; else after the last word; else between characters.</summary>
    private static int CutAt(string text, int room, int keep)
    {
        var sentence = 0;
        var word = 0;
        var end = 0;
        while (true)
        {
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            end = EndOfWord(text, end, room);
            if (end > room || end == 0) break;

            if (end > keep)
            {
                word = end;
                if (text[end - 1] is '.' or '!' or '?' or '…' or ';' or '。' or '！' or '？') sentence = end;
            }

            if (end >= text.Length) break;
        }

        if (sentence > room / 2) return sentence;

        return word > keep ? word : CutCharacters(text, room, keep);
    }

    /// <summary>Where the word ends that begins at <paramref name="at"/>; a link, a code span or a time belongs to its word, blanks and all. Beyond <paramref name="room"/> it does not matter where.</summary>
    private static int EndOfWord(string text, int at, int room)
    {
        while (at < text.Length && at <= room && !char.IsWhiteSpace(text[at]))
        {
            at += text[at] switch
            {
                '\\' => 2,
                '[' => LinkLength(text, at),
                '`' => CodeLength(text, at),
                '<' => Until(text, at + 1, '>', 200) is var close and > 0 ? close - at : 1,
                _ => 1,
            };
        }

        return Math.Min(at, text.Length);
    }

    private static int LinkLength(string text, int at)
    {
        var close = Until(text, at + 1, ']', 400);
        if (close < 0 || close >= text.Length || text[close] != '(') return 1;

        var end = Until(text, close + 1, ')', 600);
        return end < 0 ? 1 : end - at;
    }

    private static int CodeLength(string text, int at)
    {
        var ticks = 1;
        while (at + ticks < text.Length && text[at + ticks] == '`') ticks++;
        for (var i = at + ticks; i < Math.Min(text.Length, at + 1000); i++)
        {
            if (text[i] != '`') continue;

            var run = 1;
            while (i + run < text.Length && text[i + run] == '`') run++;
            if (run == ticks) return i + run - at;

            i += run - 1;
        }

        return ticks;
    }

    /// <summary>The place behind the next <paramref name="sign"/> that no backslash escapes; -1 when it is not near.</summary>
    private static int Until(string text, int from, char sign, int within)
    {
        for (var i = from; i < Math.Min(text.Length, from + within); i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == sign) return i + 1;
            else if (text[i] is '<' && sign == '>') return -1;
        }

        return -1;
    }

    private static int CutCharacters(string text, int room, int keep)
    {
        var at = 0;
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            if (at + length > room) break;

            at += length;
        }

        // One character of hundreds of marks: cut it, but never between the halves of a surrogate pair.
        if (at <= keep) at = char.IsLowSurrogate(text[room]) ? room - 1 : room;

        // A backslash and what it escapes belong together.
        var slashes = 0;
        while (at - slashes > keep + 1 && text[at - slashes - 1] == '\\') slashes++;
        return slashes % 2 == 1 ? at - 1 : at;
    }

    [GeneratedRegex(@"^\s*(?<mark>`{3,})[^`]*$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(?:>>>\s|>\s|[-*+]\s|\d{1,3}[.)]\s)*", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Prefix();

    /// <param name="Text">The line; for a code block its closing line.</param>
    /// <param name="Blank">Empty lines before it.</param>
    /// <param name="Block">A code block's opening line and content.</param>
    private sealed record Unit(string Text, int Blank, List<string>? Block)
    {
        /// <summary>A line all in bold is one as well: the dates of a timeline are.</summary>
        public bool IsHeading => Block is null && ((Text.StartsWith('#') && Text.TrimStart('#').StartsWith(' ')) || IsBold);

        private bool IsBold => Text.Length > 4 && Text.StartsWith("**", StringComparison.Ordinal) && Text.IndexOf("**", 2, StringComparison.Ordinal) == Text.Length - 2;

        public string Whole => Block is null ? Text : string.Join('\n', Block) + "\n" + Text;
    }

    private sealed class Packer(int limit)
    {
        private readonly List<string> _parts = [];
        private readonly StringBuilder _current = new();

        /// <summary>Where the headings begin that end the current part: they move on with what follows. -1: it ends with text.</summary>
        private int _headings = -1;

        public void Add(Unit unit)
        {
            var whole = unit.Whole;
            if (Joined(unit) + whole.Length > limit) Break(keepHeadings: true);
            if (Joined(unit) + whole.Length <= limit)
            {
                Append(unit, whole);
                return;
            }

            // Headings moved along, and the unit still does not fit.
            if (unit.Block is not null) AddBlock(unit);
            else if (unit.Text.Contains('\n')) AddLines(unit);
            else AddLine(unit);
        }

        public IReadOnlyList<string> Finish()
        {
            Break(keepHeadings: false);
            return _parts;
        }

        private int Joined(Unit unit) => _current.Length == 0 ? 0 : _current.Length + 1 + unit.Blank;

        private void Append(Unit unit, string text)
        {
            var start = _current.Length;
            if (start > 0)
            {
                _current.Append('\n', 1 + unit.Blank);
                start += 1 + unit.Blank;
            }

            _current.Append(text);
            if (!unit.IsHeading) _headings = -1;
            else if (_headings < 0) _headings = start;
        }

        private void Break(bool keepHeadings)
        {
            var tail = "";
            if (keepHeadings && _headings >= 0)
            {
                if (_headings == 0) return;

                tail = _current.ToString(_headings, _current.Length - _headings);
                _current.Length = _headings;
            }

            var part = _current.ToString().TrimEnd();
            if (part.Length > 0) _parts.Add(part);
            _current.Clear().Append(tail);
            _headings = tail.Length > 0 ? 0 : -1;
        }

        private void AddLines(Unit unit)
        {
            foreach (var (n, line) in unit.Text.Split('\n').Index()) Add(new Unit(line, n == 0 ? unit.Blank : 0, null));
        }

        private void AddLine(Unit unit)
        {
            // A heading so long that hardly a word fits beside it stands alone; so does one beside which the first link or time does not fit whole.
            var room = limit - Joined(unit);
            var word = EndOfWord(unit.Text, Prefix().Match(unit.Text).Length, limit);
            if (room < limit / 4 || (word > room && word <= limit)) Break(keepHeadings: false);
            var first = true;
            foreach (var piece in CutLine(unit.Text, limit - Joined(unit), limit))
            {
                if (!first) Break(keepHeadings: false);
                Append(unit with { Blank = first ? unit.Blank : 0 }, piece);
                first = false;
            }
        }

        private void AddBlock(Unit unit)
        {
            if (limit - Joined(unit) < limit / 2) Break(keepHeadings: false);
            var open = unit.Block![0].Length <= limit / 4 ? unit.Block[0] : Fence().Match(unit.Block[0]).Groups["mark"].Value[..3];
            var close = unit.Text.Length <= limit / 4 ? unit.Text : "```";
            var content = new StringBuilder();
            foreach (var line in unit.Block.Skip(1))
            {
                var rest = line;
                while (true)
                {
                    var used = Joined(unit) + open.Length + 1 + content.Length + close.Length + (content.Length > 0 ? 1 : 0) + 1;
                    if (used + rest.Length <= limit)
                    {
                        if (content.Length > 0) content.Append('\n');
                        content.Append(rest);
                        break;
                    }

                    if (content.Length == 0)
                    {
                        var at = CutAt(rest, limit - used, 0);
                        content.Append(rest, 0, at);
                        rest = rest[at..];
                    }

                    Append(unit, $"{open}\n{content}\n{close}");
                    Break(keepHeadings: false);
                    content.Clear();
                }
            }

            Append(unit, content.Length > 0 ? $"{open}\n{content}\n{close}" : $"{open}\n{close}");
        }
    }
}
