using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>Makes user text harmless in a Discord message: it shows as typed, formats nothing, pings nobody, and forges no time, emoji, or heading.</summary>
public static partial class DiscordMarkdown
{
    // Breaks "@everyone", "<@1>", "<t:1>" and "<:x:1>" for Discord's parsers, and is not seen. A backslash alone does not keep a mention from pinging.
    private const char Breaker = '\u200B';

    /// <summary>Escapes text of one or more lines.</summary>
    /// <param name="atLineStart">False when other text stands before it on its line: a "#" or "-" is harmless then.</param>
    public static string Escape(string text, bool atLineStart = true)
    {
        text = UserText.Visible(text);
        var escaped = new StringBuilder(text.Length + 16);
        var from = 0;
        foreach (Match url in Url().Matches(text))
        {
            Escape(escaped, text.AsSpan(from, url.Index - from), atLineStart || from > 0);
            escaped.Append('<').Append(url.ValueSpan).Append('>');
            from = url.Index + url.Length;
        }

        Escape(escaped, text.AsSpan(from), (atLineStart && from == 0) || (from > 0 && text[from - 1] == '\n'));
        return escaped.ToString();
    }

    /// <summary>A code span that ends where it should, whatever is in it.</summary>
    public static string CodeSpan(string text)
    {
        text = UserText.OneLine(UserText.Visible(text)).Replace("@", "@" + Breaker).Replace("<", "<" + Breaker);
        if (text.Length == 0) return "";
        if (!text.Contains('`')) return $"`{text}`";

        // Discord knows one or two backticks; more would open a block.
        text = Ticks().Replace(text, "'");
        return text.Contains('`') ? $"`` {text} ``" : $"`{text}`";
    }

    private static void Escape(StringBuilder escaped, ReadOnlySpan<char> text, bool lineStart)
    {
        var start = lineStart;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var digits = start ? Digits(text[i..]) : 0;
            if (digits > 0)
            {
                // "1. " would become a list.
                escaped.Append(text.Slice(i, digits)).Append('\\').Append(text[i + digits]);
                i += digits;
                start = false;
                continue;
            }

            if (c is '\\' or '*' or '_' or '~' or '`' or '|' or '[' or ']') escaped.Append('\\');
            else if (start && c is '#' or '-' or '+' or '>' && start) escaped.Append('\\');
            escaped.Append(c);
            if (c == '@' || (c == '<' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]))) escaped.Append(Breaker);

            // "https://" that is no plain address must not become a link either.
            if (c == ':' && text[(i + 1)..].StartsWith("//")) escaped.Append(Breaker);
            start = c == '\n' || (start && c is ' ' or '\t' && start);
        }
    }

    /// <summary>The length of a list number at the beginning, if a "." or ")" follows it.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        var n = 0;
        while (n < text.Length && char.IsAsciiDigit(text[n])) n++;
        return n > 0 && n + 1 < text.Length && text[n] is '.' or ')' && n > 0 && n + 1 < text.Length && text[n + 1] == ' ' ? n : 0;
    }

    // Only addresses without any sign that means something in Discord; others stay text.
    [GeneratedRegex(@"(?<![\w/<])https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:[/?\#][A-Za-z0-9/?\#&=%.\-_:;,+~!$]*[A-Za-z0-9/=\-_])?(?![^\s.,;:!?)'""\]}>])", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Url();

    [GeneratedRegex("`{2,}", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Ticks();
}
