using System.Globalization;
using System.Text;

namespace IncidentBot.Domain.Words;

/// <summary>
/// What a person typed, made harmless for Discord: no mention, Markdown, code fence or invisible character of it takes effect; links stay links.
/// Lengths are in UTF-16 units, which keeps on the safe side of Discord's limits.
/// </summary>
public static class Harmless
{
    private const char Breaker = '\u200B';
    private const char IsolateStart = '\u2068';
    private const char IsolateEnd = '\u2069';
    private const int MostMarksOnALetter = 3;

    /// <summary>On one line: line breaks become spaces.</summary>
    public static string Line(string? text, int max = int.MaxValue) => Fit(Tidy(text, lines: false), max, Escape);

    /// <summary>Over several lines, as typed.</summary>
    public static string Block(string? text, int max = int.MaxValue) => Fit(Tidy(text, lines: true), max, Escape);

    /// <summary>Over several lines, each with Discord's quote mark before it.</summary>
    public static string Quote(string? text, int max = int.MaxValue) =>
        Fit(Tidy(text, lines: true), max, plain => plain.Length == 0 ? "" : "> " + Escape(plain).Replace("\n", "\n> ", StringComparison.Ordinal));

    /// <summary>The text itself put in order, not escaped: no invisible or control characters, single spaces, one line. For what is stored or shown where Markdown has no effect.</summary>
    public static string Plain(string? text) => Tidy(text, lines: false);

    /// <summary>As <see cref="Plain"/>, but keeps line breaks.</summary>
    public static string PlainBlock(string? text) => Tidy(text, lines: true);

    /// <summary>Cut to at most so many UTF-16 units, between words where that is possible, never inside a character, with "…" at the end.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        if (max <= 0) return "";
        var end = 0;
        var lastSpace = 0;
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(end));
            if (end + length > max - 1) break;
            if (char.IsWhiteSpace(text[end])) lastSpace = end;
            end += length;
        }

        // A word is cut only when it alone fills more than half of the room.
        var atWord = end < text.Length && char.IsWhiteSpace(text[end]);
        if (!atWord && lastSpace > max / 2) end = lastSpace;
        return text[..end].TrimEnd() + "…";
    }

    private static string Fit(string plain, int max, Func<string, string> escape)
    {
        var escaped = escape(plain);
        var room = Math.Min(plain.Length, max);
        while (escaped.Length > max)
        {
            room -= Math.Max(1, Math.Min((escaped.Length - max) / 2, room / 8));
            if (room <= 0) return max > 0 ? "…" : "";
            escaped = escape(Cut(plain, room));
        }

        return escaped;
    }

    private static string Tidy(string? text, bool lines)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var tidy = new StringBuilder(text.Length);
        var previous = default(Rune);
        var pendingJoiner = false;
        var marks = 0;
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (IsLineBreak(rune.Value))
            {
                AppendBreak(tidy, lines);
                (previous, pendingJoiner, marks) = (default, false, 0);
                continue;
            }

            if (rune.Value == 0x200D)
            {
                // Joins the parts of one emoji; between letters it is only a way to hide a word.
                pendingJoiner = IsEmojiPart(previous);
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (IsBlank(rune, category))
            {
                AppendSpace(tidy, lines);
                (previous, pendingJoiner, marks) = (default, false, 0);
                continue;
            }

            if (category is UnicodeCategory.Control or UnicodeCategory.Format || IsInvisibleMark(rune.Value)) continue;
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                if (previous == default || ++marks > MostMarksOnALetter) continue;
            }
            else
            {
                marks = 0;
            }

            if (pendingJoiner && category == UnicodeCategory.OtherSymbol) tidy.Append('\u200D');
            pendingJoiner = false;
            tidy.Append(rune.ToString());
            previous = rune;
        }

        return tidy.ToString().Trim();
    }

    private static void AppendBreak(StringBuilder tidy, bool lines)
    {
        if (!lines)
        {
            AppendSpace(tidy, lines: false);
            return;
        }

        while (tidy.Length > 0 && tidy[^1] == ' ') tidy.Length--;
        var emptyLineStands = tidy.Length > 1 && tidy[^1] == '\n' && tidy[^2] == '\n';
        if (!emptyLineStands) tidy.Append('\n');
    }

    private static void AppendSpace(StringBuilder tidy, bool lines)
    {
        // Indentation is kept where lines are kept: people paste output.
        if (lines || (tidy.Length > 0 && tidy[^1] != ' ')) tidy.Append(' ');
    }

    private static bool IsLineBreak(int value) => value is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Letters that show nothing (fillers, blank Braille) count as spaces, so that a title of them is empty.</summary>
    private static bool IsBlank(Rune rune, UnicodeCategory category) =>
        category == UnicodeCategory.SpaceSeparator || rune.Value is '\t' or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;

    private static bool IsInvisibleMark(int value) =>
        value is 0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsEmojiPart(Rune rune) =>
        rune.Value == 0xFE0F || rune.Value is >= 0x1F3FB and <= 0x1F3FF || (rune != default && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol);

    private static string Escape(string plain)
    {
        if (plain.Length == 0) return "";
        var escaped = new StringBuilder(plain.Length + 16);
        var first = true;
        foreach (var line in plain.Split('\n'))
        {
            if (!first) escaped.Append('\n');
            first = false;
            EscapeLine(escaped, line);
        }

        return escaped.ToString();
    }

    private static void EscapeLine(StringBuilder escaped, string line)
    {
        // Text that runs right to left is fenced off, so that it does not turn what stands beside it.
        var isolate = line.EnumerateRunes().Any(rune => RunsRightToLeft(rune.Value));
        if (isolate) escaped.Append(IsolateStart);
        var at = EscapeLineStart(escaped, line);
        while (at < line.Length)
        {
            var link = LinkLength(line, at);
            if (link > 0)
            {
                AppendLink(escaped, line.AsSpan(at, link));
                at += link;
                continue;
            }

            EscapeCharacter(escaped, line, at);
            at++;
        }

        if (isolate) escaped.Append(IsolateEnd);
    }

    /// <summary>Headings, lists, quotes and small print are such only at the start of a line.</summary>
    private static int EscapeLineStart(StringBuilder escaped, string line)
    {
        var at = 0;
        while (at < line.Length && line[at] == ' ') at++;
        escaped.Append(line, 0, at);
        if (at == line.Length) return at;
        if (line[at] is '#' or '>' or '-' or '+')
        {
            escaped.Append('\\').Append(line[at]);
            return at + 1;
        }

        var digits = at;
        while (digits < line.Length && char.IsAsciiDigit(line[digits])) digits++;
        if (digits == at || digits == line.Length || line[digits] is not ('.' or ')')) return at;
        escaped.Append(line, at, digits - at).Append('\\').Append(line[digits]);
        return digits + 1;
    }

    private static void EscapeCharacter(StringBuilder escaped, string line, int at)
    {
        var c = line[at];
        switch (c)
        {
            case '\\' or '*' or '_' or '~' or '`' or '|' or '[' or ']':
                escaped.Append('\\').Append(c);
                break;
            case '@' when StartsMassMention(line.AsSpan(at)):
                // A backslash hides such a mention from the eye but not from the server; a character between does both.
                escaped.Append(c).Append(Breaker);
                break;
            case '<' when at + 1 < line.Length && (line[at + 1] is '@' or '#' or ':' or '/' || char.IsAsciiLetter(line[at + 1])):
                escaped.Append(c).Append(Breaker);
                break;
            default:
                escaped.Append(c);
                break;
        }
    }

    private static bool StartsMassMention(ReadOnlySpan<char> text) =>
        text.StartsWith("@everyone", StringComparison.OrdinalIgnoreCase) || text.StartsWith("@here", StringComparison.OrdinalIgnoreCase);

    private static int LinkLength(string line, int at)
    {
        if (line[at] is not ('h' or 'H')) return 0;
        var rest = line.AsSpan(at);
        var scheme = rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (scheme == 0) return 0;
        var end = scheme;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]) && rest[end] is not ('<' or '>' or '"')) end++;
        while (end > scheme && rest[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or ')' or ']' or '*' or '_' or '~' or '|' or '`') end--;
        return end > scheme ? end : 0;
    }

    private static void AppendLink(StringBuilder escaped, ReadOnlySpan<char> link)
    {
        for (var i = 0; i < link.Length; i++)
        {
            // What could be Markdown inside an address is written the way addresses allow: it leads to the same page.
            if (link[i] is '*' or '`' or '|' or '\\' or '[' or ']' or '~' || (link[i] == '@' && StartsMassMention(link[i..]))) escaped.Append('%').Append(((int)link[i]).ToString("X2"));
            else escaped.Append(link[i]);
        }
    }

    private static bool RunsRightToLeft(int value) =>
        value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
