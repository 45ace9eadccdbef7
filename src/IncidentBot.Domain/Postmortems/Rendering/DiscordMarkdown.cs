using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>Makes user text harmless in a Discord message: it shows as typed, formats nothing, pings nobody, and forges no time, emoji, or heading.</summary>
public static partial class DiscordMarkdown
{
    // Breaks "@everyone", "<@1>", "<t:1>" and "<:x:1>" for Discord's parsers, and is not seen. A backslash alone does not keep a mention from pinging.
    private const char Breaker = '\u200B';

    /// <summary>What may mean something within a line; everything else is copied in runs.</summary>
    private static readonly SearchValues<char> s_signs = SearchValues.Create("\\*_~`|[]@<:\n");

    /// <summary>Escapes text of one or more lines.</summary>
    /// <param name="atLineStart">False when other text stands before it on its line: a "#" or "-" is harmless then.</param>
    public static string Escape(string text, bool atLineStart = true) => new StringBuilder(text.Length + 16).AppendDiscord(text, atLineStart).ToString();

    /// <inheritdoc cref="Escape(string, bool)"/>
    internal static StringBuilder AppendDiscord(this StringBuilder escaped, string text, bool atLineStart)
    {
        text = UserText.Visible(text);
        var from = 0;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            foreach (var url in Addresses.In(text))
            {
                Escape(escaped, text.AsSpan(from, url.Index - from), atLineStart && from == 0);
                escaped.Append('<').Append(text.AsSpan(url.Index, url.Length)).Append('>');
                from = url.Index + url.Length;
            }
        }

        Escape(escaped, text.AsSpan(from), atLineStart && from == 0);
        return escaped;
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
            if (start)
            {
                if (Digits(text[i..]) is var digits and > 0)
                {
                    // "1. " would become a list.
                    escaped.Append(text.Slice(i, digits)).Append('\\').Append(text[i + digits]);
                    i += digits;
                    start = false;
                    continue;
                }

                if (c is '#' or '-' or '+' or '>') escaped.Append('\\');
                start = c is ' ' or '\t';
            }
            else if (text[i..].IndexOfAny(s_signs) is var run and not 0)
            {
                if (run < 0) run = text.Length - i;
                escaped.Append(text.Slice(i, run));
                i += run - 1;
                continue;
            }

            if (c is '\\' or '*' or '_' or '~' or '`' or '|' or '[' or ']') escaped.Append('\\');
            escaped.Append(c);
            if (c == '@' || (c == '<' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]))) escaped.Append(Breaker);

            // "https://" that is no plain address must not become a link either.
            if (c == ':' && text[(i + 1)..].StartsWith("//")) escaped.Append(Breaker);
            start |= c == '\n';
        }
    }

    /// <summary>The length of a list number at the beginning, if a "." or ")" follows it.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        var n = 0;
        while (n < text.Length && char.IsAsciiDigit(text[n])) n++;
        return n > 0 && n + 1 < text.Length && text[n] is '.' or ')' && n > 0 && n + 1 < text.Length && text[n + 1] == ' ' ? n : 0;
    }

    [GeneratedRegex("`{2,}", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Ticks();
}
