using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Postmortems;

namespace IncidentBot.Domain.Writing;

/// <summary>
/// A line of Markdown as people write it, and back. Known are `code`, **strong**, *emphasis* and links to messages of the same server; everything else is
/// text. A backslash takes the meaning of the sign after it away; a backslash before anything else is a backslash, as in a path.
/// </summary>
internal static partial class InlineText
{
    private const string Signs = "*`[";
    private const string SignsAtStart = "*`[#>-+•";

    /// <param name="line">One line.</param>
    /// <param name="server">Links to messages of this server are links; others are text.</param>
    /// <param name="anyLink">Links to any address with https are.</param>
    public static RichText Read(string line, ServerId server, bool anyLink = false)
    {
        var parts = ImmutableArray.CreateBuilder<Inline>();
        var text = new StringBuilder();
        var i = 0;
        if (NumberAtStart().Match(line) is { Success: true } number)
        {
            text.Append(number.Groups["digits"].ValueSpan).Append(number.Groups["slashes"].ValueSpan[..(number.Groups["slashes"].Length / 2)]);
            i = number.Length;
            if (number.Groups["slashes"].Length % 2 == 0) i--;
            else text.Append(line[i - 1]);
        }

        while (i < line.Length)
        {
            if (line[i] == '\\')
            {
                i = ReadSlashes(line, i, text);
                continue;
            }

            if (ReadSpan(line, i, server, anyLink) is var (span, length))
            {
                Flush();
                parts.Add(span);
                i += length;
                continue;
            }

            text.Append(line[i]);
            i++;
        }

        Flush();
        return new RichText(parts.ToImmutable());

        void Flush()
        {
            if (text.Length > 0) parts.Add(new PlainText(text.ToString()));
            text.Clear();
        }
    }

    /// <summary>The line from which <see cref="Read"/> makes the same again. Signs are taken their meaning only where they would have one.</summary>
    public static string Write(RichText rich, ServerId server)
    {
        var plain = string.Concat(rich.Parts.Select(part => Write(part, t => t)));
        if (IsSame(Read(plain, server), rich)) return plain;

        // Every span begins and ends with a sign; at the end of a line none follows.
        var escaped = new StringBuilder();
        var parts = Normal(rich).ToList();
        for (var i = 0; i < parts.Count; i++) escaped.Append(Write(parts[i], text => Escape(text, signFollows: parts[i] is not PlainText || i + 1 < parts.Count)));
        return AtStart(escaped.ToString());
    }

    /// <summary>What is taken for a paragraph, and not for a heading, a list or a quotation.</summary>
    public static string AtStart(string line)
    {
        if (ListNumber().Match(line) is { Success: true } number) return line[..(number.Length - 1)] + "\\" + line[(number.Length - 1)..];

        // Backslashes that would be taken for the beginning's own are doubled.
        if (NumberAtStart().Match(line) is { Success: true } slashed) return line.Insert(slashed.Groups["slashes"].Index, slashed.Groups["slashes"].Value);
        var slashes = line.Length - line.TrimStart('\\').Length;
        var isBullet = line.StartsWith("* ", StringComparison.Ordinal);
        if (slashes == line.Length || !SignsAtStart.Contains(line[slashes]) || (Signs.Contains(line[slashes]) && !isBullet)) return line;
        return new string('\\', slashes + 1) + line;
    }

    /// <summary>Whether both read alike: pieces of text beside each other are one, and a time is what is written of it.</summary>
    public static bool IsSame(RichText one, RichText other) => Normal(one).SequenceEqual(Normal(other));

    private static IEnumerable<Inline> Normal(RichText rich)
    {
        var text = new StringBuilder();
        foreach (var part in rich.Parts)
        {
            Inline plain = part switch
            {
                TimeMark { Address: { } address } time => new Link(time.Written, address),
                TimeMark time => new PlainText(time.Written),
                SuggestedMark => new Emphasis(SuggestedMark.Word),
                FileMark file => new PlainText($"{FileMark.Sign} {file.Name}"),
                Code code when code.Text.Contains('`') || string.IsNullOrWhiteSpace(code.Text) => new PlainText(code.Text),
                _ => part,
            };
            if (plain is PlainText run)
            {
                text.Append(run.Text);
                continue;
            }

            if (text.Length > 0) yield return new PlainText(UserText.OneLineKeepingEnds(text.ToString()));
            text.Clear();
            yield return plain;
        }

        if (text.Length > 0) yield return new PlainText(UserText.OneLineKeepingEnds(text.ToString()));
    }

    private static string Write(Inline part, Func<string, string> escape) => part switch
    {
        PlainText t => escape(UserText.OneLineKeepingEnds(t.Text)),
        Strong t => $"**{escape(UserText.OneLine(t.Text))}**",
        Emphasis t => $"*{escape(UserText.OneLine(t.Text))}*",
        Code t => $"`{UserText.OneLine(t.Text)}`",
        SuggestedMark => $"*{SuggestedMark.Word}*",
        FileMark t => escape($"{FileMark.Sign} {UserText.OneLine(t.Name)}"),
        Link t => $"[{escape(UserText.OneLine(t.Text))}]({t.Address.AbsoluteUri})",
        TimeMark { Address: { } address } t => $"[{t.Written}]({address.AbsoluteUri})",
        TimeMark t => escape(t.Written),
        _ => "",
    };

    /// <summary>Before each sign a backslash; backslashes before a sign are doubled.</summary>
    private static string Escape(string text, bool signFollows)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                var end = i;
                while (end < text.Length && text[end] == '\\') end++;
                var means = end == text.Length ? signFollows : Signs.Contains(text[end]) || text[end] == ']';
                escaped.Append('\\', (end - i) * (means ? 2 : 1));
                i = end - 1;
                continue;
            }

            if (Signs.Contains(text[i])) escaped.Append('\\');
            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    // A run of backslashes means something only before a sign: each two are one, and an odd one is the sign's.
    private static int ReadSlashes(string line, int from, StringBuilder text)
    {
        var end = from;
        while (end < line.Length && line[end] == '\\') end++;
        var count = end - from;
        var signs = from == 0 ? SignsAtStart : Signs;
        if (end < line.Length && !signs.Contains(line[end]) && line[end] != ']')
        {
            text.Append('\\', count);
            return end;
        }

        if (end == line.Length)
        {
            text.Append('\\', count);
            return end;
        }

        text.Append('\\', count / 2);
        if (count % 2 == 0) return end;
        text.Append(line[end]);
        return end + 1;
    }

    private static (Inline Span, int Length)? ReadSpan(string line, int at, ServerId server, bool anyLink)
    {
        switch (line[at])
        {
            case '`' when CodeHere().Match(line, at) is { Success: true } code:
                return (new Code(code.Groups["code"].Value.Trim()), code.Length);
            case '*' when StrongHere().Match(line, at) is { Success: true } strong && Inner(strong.Groups["text"].Value) is { } text:
                return (new Strong(text), strong.Length);
            case '*' when (at == 0 || !IsWordOrStar(line[at - 1])) && EmphasisHere().Match(line, at) is { Success: true } emphasis && Inner(emphasis.Groups["text"].Value) is { } text:
                return (new Emphasis(text), emphasis.Length);
            case '[' when LinkHere().Match(line, at) is { Success: true } link && link.Groups["server"].Value == server.ToString() && Inner(link.Groups["text"].Value) is { } text:
                return (new Link(text, new Uri(link.Groups["to"].Value)), link.Length);
            case '[' when anyLink && WebLinkHere().Match(line, at) is { Success: true } link && Uri.TryCreate(link.Groups["to"].Value, UriKind.Absolute, out var to) && Inner(link.Groups["text"].Value) is { } text:
                return (new Link(text, to), link.Length);
            default:
                return null;
        }
    }

    private static bool IsWordOrStar(char c) => char.IsLetterOrDigit(c) || c == '*';

    /// <summary>The text within a span, without its backslashes; null when it is blank.</summary>
    private static string? Inner(string written)
    {
        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length;)
        {
            if (written[i] != '\\')
            {
                text.Append(written[i]);
                i++;
                continue;
            }

            var end = i;
            while (end < written.Length && written[end] == '\\') end++;
            var means = end == written.Length || Signs.Contains(written[end]) || written[end] == ']';
            text.Append('\\', means ? (end - i) / 2 : end - i);
            if (means && (end - i) % 2 == 1 && end < written.Length)
            {
                text.Append(written[end]);
                end++;
            }

            i = end;
        }

        return string.IsNullOrWhiteSpace(text.ToString()) ? null : text.ToString();
    }

    [GeneratedRegex(@"\G(?<fence>`{1,3})(?!`)(?<code>[^`]+)\k<fence>(?!`)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex CodeHere();

    [GeneratedRegex(@"\G\*\*(?=[^\s*])(?<text>(?:\\+[*`\[\]]?|[^\\*`\[])*?)(?<=\S)\*\*(?!\*)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex StrongHere();

    [GeneratedRegex(@"\G\*(?=[^\s*])(?<text>(?:\\+[*`\[\]]?|[^\\*`\[])*?)(?<=\S)\*(?![\w*])", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex EmphasisHere();

    [GeneratedRegex(@"\G\[(?<text>(?:\\+[*`\[\]]?|[^\\\[\]*`])+)\]\(<?(?<to>https://discord\.com/channels/(?<server>\d{1,20})/\d{1,20}/\d{1,20})>?\)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex LinkHere();

    [GeneratedRegex(@"\G\[(?<text>(?:\\+[*`\[\]]?|[^\\\[\]*`])+)\]\((?<to>https://[A-Za-z0-9/?\#&=%.\-_:;,+~!$]+)\)", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex WebLinkHere();

    [GeneratedRegex(@"^(?<digits>\d{1,3})(?<slashes>\\+)[.)]", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex NumberAtStart();

    [GeneratedRegex(@"^\d{1,3}[.)]", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex ListNumber();
}
