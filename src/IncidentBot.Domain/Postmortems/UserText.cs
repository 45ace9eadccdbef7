using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Escalation;

namespace IncidentBot.Domain.Postmortems;

/// <summary>What people typed, turned into something that reads well on paper: mentions by name, one line where one line is wanted. Not yet made harmless.</summary>
internal static partial class UserText
{
    /// <summary>No expression here comes near it: it only bounds what a text made to be slow could cost. In milliseconds.</summary>
    public const int MatchLimit = 1000;

    private const string Ellipsis = "…";

    /// <summary>Discord's mention, emoji, command and time markup as words.</summary>
    public static string Plain(string text, IncidentFile file, DocumentTimes times) => text.IndexOf('<') < 0
        ? text
        : Markup().Replace(text, match =>
        {
            var id = ulong.TryParse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture, out var value) ? value : 0;
            if (match.Groups["person"].Success) return "@" + file.NameOf(new PersonId(id));
            if (match.Groups["role"].Success) return "@" + RoleName(file, id);
            if (match.Groups["channel"].Success) return "#channel";
            if (match.Groups["name"].Success) return match.Groups["name"].Value;

            return long.TryParse(match.Groups["unix"].ValueSpan, CultureInfo.InvariantCulture, out var unix) && Math.Abs(unix) < 253402300800
                ? times.Full(DateTimeOffset.FromUnixTimeSeconds(unix))
                : match.Value;
        });

    /// <summary>Line breaks and runs of blanks become one blank.</summary>
    public static string OneLine(string text) => Collapse(text, keepEnds: false);

    /// <summary>The same, with the blanks at both ends kept: for a run within a line.</summary>
    public static string OneLineKeepingEnds(string text) => Collapse(text, keepEnds: true);

    /// <summary>At most <paramref name="limit"/> characters, cut between words where there are any.</summary>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit) return text;

        var end = limit - Ellipsis.Length;
        var blank = text.LastIndexOf(' ', end);
        if (blank > limit / 2) end = blank;
        if (char.IsLowSurrogate(text[end])) end--;
        return text[..end].TrimEnd() + Ellipsis;
    }

    /// <summary>The first sentence; all of it when there is only one.</summary>
    public static string FirstSentence(string text)
    {
        var line = OneLine(text);
        var match = SentenceEnd().Match(line);
        return match.Success ? line[..(match.Index + match.Length)].TrimEnd() : line;
    }

    /// <summary>Text with its code spans told apart from the rest.</summary>
    public static RichText Rich(string text)
    {
        if (text.IndexOf('`') < 0) return text;

        var parts = ImmutableArray.CreateBuilder<Inline>();
        var from = 0;
        foreach (Match match in CodeSpan().Matches(text))
        {
            if (match.Index > from) parts.Add(new PlainText(text[from..match.Index]));
            parts.Add(new Code(match.Groups["code"].Value.Trim()));
            from = match.Index + match.Length;
        }

        if (from < text.Length) parts.Add(new PlainText(text[from..]));
        return new RichText(parts.ToImmutable());
    }

    /// <summary>
    /// Removes what is not text: control characters, and the invisible ones that reorder or hide other text. Joiners stay: scripts and emoji need them.
    /// Line breaks are kept as "\n"; lone surrogates become the replacement character.
    /// </summary>
    public static string Visible(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var keep = pair || (!char.IsSurrogate(c) && !IsHidden(c));
            if (!keep && clean is null) clean = new StringBuilder(text, 0, i, text.Length);
            if (keep) clean?.Append(c);
            else if (c is '\u2028' or '\u2029' or '\v' or '\f') clean!.Append('\n');
            else if (char.IsSurrogate(c)) clean!.Append('\uFFFD');
            if (!pair) continue;

            i++;
            clean?.Append(text[i]);
        }

        return clean?.ToString() ?? text;
    }

    // Most texts are one line already: they are looked through and handed back as they are.
    private static string Collapse(string text, bool keepEnds)
    {
        if (IsCollapsed(text, keepEnds)) return text;

        var line = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                blank = true;
                continue;
            }

            if (blank && (keepEnds || line.Length > 0)) line.Append(' ');
            blank = false;
            line.Append(c);
        }

        if (blank && keepEnds) line.Append(' ');
        return line.ToString();
    }

    private static bool IsCollapsed(string text, bool keepEnds)
    {
        var blank = !keepEnds;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c)) blank = false;
            else if (blank || c != ' ') return false;
            else blank = true;
        }

        return keepEnds || text.Length == 0 || text[^1] != ' ';
    }

    private static bool IsHidden(char c) => c switch
    {
        '\n' or '\t' => false,
        >= ' ' and <= '~' => false,
        '\u00AD' or '\u061C' or '\u115F' or '\u1160' or '\u180E' or '\u3164' or '\uFEFF' or '\uFFA0' => true,
        >= '\u200B' and <= '\u200F' => c is not ('\u200C' or '\u200D'),
        >= '\u2028' and <= '\u202E' => true,
        >= '\u2060' and <= '\u206F' => true,
        _ => char.IsControl(c),
    };

    private static string RoleName(IncidentFile file, ulong id)
    {
        foreach (var escalation in file.Escalations)
        {
            if (escalation.Target.Kind == TargetKind.ChatRole && escalation.Target.Id == id) return escalation.Target.Name.TrimStart('@');
        }

        return "role";
    }

    [GeneratedRegex(@"<(?:(?<person>@!?)|(?<role>@&)|(?<channel>\#))(?<id>\d{15,20})>|<a?(?<name>:\w{2,32}:)\d{15,20}>|<(?<name>/[\w -]{1,100}):\d{15,20}>|<t:(?<unix>-?\d{1,12})(?::[tTdDfFR])?>", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?<=[\p{L}\d)""'”%]{2})[.!?](?=\s+\p{Lu})", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?<fence>`{1,3})(?!`)(?<code>[^`]+)\k<fence>(?!`)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex CodeSpan();
}
