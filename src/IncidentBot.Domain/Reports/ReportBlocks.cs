using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

internal enum BlockKind
{
    Heading,
    Item,
    Paragraph,

    /// <summary>Between fences: output and configuration, in which times are not the incident's.</summary>
    Code,

    /// <summary>The head of a table: names columns, and often the time zone.</summary>
    TableHead,
}

/// <param name="Level">1 to 6 for a marked heading (# is 1); 7 for a line that only looks like one.</param>
/// <param name="AfterBlank">Whether an empty line stands before it.</param>
/// <param name="Indent">By how many columns it is indented.</param>
internal sealed record Block(BlockKind Kind, string Text, int Level = 0, bool AfterBlank = false, int Indent = 0);

/// <summary>
/// Takes a written report apart into headings, list items and paragraphs, whatever it was written in: Markdown of any kind, HTML, plain text, a table.
/// Links and emphasis are reduced to their words.
/// </summary>
internal static partial class ReportBlocks
{
    /// <summary>The level of a heading that is only recognised by its words.</summary>
    public const int PlainHeading = 7;

    // A plain line this long may have been broken by hand or by an editor at its margin, and go on in the next.
    private const int Wrapped = 55;

    // Lines longer than this are broken by no margin: each is a paragraph.
    private const int WidestMargin = 130;

    public static List<Block> Read(string text)
    {
        var lines = Clean(text).Split('\n').SelectMany(InPieces).ToArray();
        var fenced = Fenced(lines);
        var blocks = new List<Block>();
        var margin = MarginOf(lines);
        var blank = true;
        var front = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.Trim().Length == 0)
            {
                blank = true;
                continue;
            }

            if (Fence().IsMatch(line)) continue;
            if (fenced[i])
            {
                if (i > 0 && fenced[i - 1] && blocks is [.., { Kind: BlockKind.Code } code]) blocks[^1] = code with { Text = code.Text + "\n" + line.Trim() };
                else blocks.Add(new(BlockKind.Code, line.Trim(), 0, blank));
                blank = false;
                continue;
            }

            var isRule = Rule().IsMatch(line);
            if (isRule && (front || blocks.Count == 0) && line.Trim() == "---")
            {
                // Front matter, as static site generators want it: a field a line.
                front = blocks.Count == 0;
                continue;
            }

            if (front)
            {
                if (Words(line) is { Length: > 0 } field) blocks.Add(new(BlockKind.Paragraph, field, 0, AfterBlank: true));
                continue;
            }

            if (isRule && !blank && blocks is [.., { Kind: not BlockKind.Item } last] && last.Level is 0 or PlainHeading && !IsDivider(line, blocks))
            {
                // Setext: the line above is a heading.
                blocks[^1] = blocks[^1] with { Kind = BlockKind.Heading, Level = line.TrimStart()[0] == '=' ? 1 : 2 };
                blank = true;
                continue;
            }

            if (isRule || TableRule().IsMatch(line))
            {
                blank = true;
                continue;
            }

            Add(line, i + 1 < lines.Length && TableRule().IsMatch(lines[i + 1]), blank, i > 0 && lines[i - 1].TrimEnd().Length >= margin, blocks);
            blank = false;
        }

        return blocks;
    }

    // A line longer than any paragraph that people write is read in pieces, cut between words.
    private const int LongestLine = 4000;

    private static IEnumerable<string> InPieces(string line)
    {
        while (line.Length > LongestLine)
        {
            var cut = line.LastIndexOf(". ", LongestLine, StringComparison.Ordinal) + 1;
            if (cut < LongestLine / 2) cut = line.LastIndexOf(' ', LongestLine);
            if (cut < LongestLine / 2) cut = LongestLine;
            yield return line[..cut];
            line = line[cut..];
        }

        yield return line;
    }

    // Which lines stand between fences. Where most of the text does, the fences only set it off: it is the report.
    private static bool[] Fenced(string[] lines)
    {
        var fenced = new bool[lines.Length];
        var isOpen = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().IsMatch(lines[i])) isOpen = !isOpen;
            else fenced[i] = isOpen;
        }

        return isOpen || fenced.Count(one => one) * 5 > lines.Count(line => line.Length > 0) * 4 ? new bool[lines.Length] : fenced;
    }

    // From which length on a line of this text is full. Most lines are no longer than its margin, if it has one.
    private static int MarginOf(string[] lines)
    {
        var lengths = lines.Select(line => line.TrimEnd().Length).Where(length => length > 20).Order().ToArray();
        var widest = lengths.Length == 0 ? 0 : lengths[lengths.Length * 9 / 10];
        return widest > WidestMargin ? int.MaxValue : Math.Max(Wrapped, widest * 6 / 10);
    }

    private static bool IsDivider(string line, List<Block> blocks) => line.TrimStart()[0] is '*' or '_' || blocks[^1].Text.Length > 120;

    private static void Add(string line, bool isTableHead, bool blank, bool afterFull, List<Block> blocks)
    {
        var indented = line.Length - line.TrimStart().Length;
        var text = Quote().Replace(line, "").Trim();
        if (!text.Any(char.IsLetterOrDigit) && !text.Any(char.IsSurrogate)) return; // a frame, a bullet without text
        if (Atx().Match(text) is { Success: true } atx)
        {
            AddHeading(atx.Groups["t"].Value, atx.Groups["h"].Length, blank, blocks);
            return;
        }

        if (text.StartsWith('|') || text.Count(c => c == '|') >= 2)
        {
            var cells = text.Trim('|').Split('|').Select(Words).Where(cell => cell.Length > 0).ToArray();
            if (cells.Length > 0) blocks.Add(new(isTableHead ? BlockKind.TableHead : BlockKind.Item, string.Join(" — ", cells), 0, blank));
            return;
        }

        if (BoldLine().Match(text) is { Success: true } bold)
        {
            AddHeading(bold.Groups["t"].Value, 6, blank, blocks);
            return;
        }

        if (Bullet().Match(text) is { Success: true } bullet)
        {
            var words = Words(Checkbox().Replace(text[bullet.Length..], ""));
            if (words.Length > 0) blocks.Add(new(BlockKind.Item, words, 0, blank, indented));
            return;
        }

        var plain = Words(text);
        if (plain.Length == 0) return;
        if (blocks.Count > 0 && !blank && GoesOn(blocks[^1], plain, indented, afterFull)) blocks[^1] = blocks[^1] with { Text = blocks[^1].Text + " " + plain };
        else blocks.Add(new(BlockKind.Paragraph, plain, 0, blank, indented));
    }

    private static void AddHeading(string text, int level, bool blank, List<Block> blocks)
    {
        if (Words(text) is { Length: > 0 } words) blocks.Add(new(BlockKind.Heading, words, level, blank));
    }

    private static bool GoesOn(Block before, string line, int indented, bool afterFull)
    {
        if (before.Kind is BlockKind.Heading or BlockKind.Code or BlockKind.TableHead) return false;
        if (before.Kind == BlockKind.Item && indented >= 2) return true;
        if (before.Kind == BlockKind.Paragraph && before.Text.Length >= Wrapped && before.Text[^1] == ',' && indented == before.Indent) return true;
        if (before.Kind == BlockKind.Paragraph && indented != before.Indent && !char.IsLower(line[0])) return false;
        if (ReportTimes.Leading(line, allowBareHour: false) is not null || Label().IsMatch(line) || (char.IsLower(line[0]) && ReportHeadings.OfLabel(line, 3) is { Part: not (Part.Title or Part.Document) })) return false;
        var end = before.Text[^1];
        if (end is '.' or '!' or '?' or ':' or ';') return false;
        return char.IsLower(line[0]) || afterFull;
    }

    /// <summary>Without marks of emphasis, links and code.</summary>
    private static string Words(string text)
    {
        text = Emphasis().Replace(text, "${t}").Replace("**", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal).Replace("~~", "", StringComparison.Ordinal);
        text = Stray().Replace(text, "");
        text = Escaped().Replace(text, "${c}");
        return Spaces().Replace(text, " ").Trim();
    }

    private static string Clean(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\t", "    ", StringComparison.Ordinal).Replace('\u00A0', ' ').Replace('\u202F', ' ');
        text = Invisible().Replace(text, "");
        if (Tag().IsMatch(text))
        {
            text = WithoutHidden(text);
            text = HeadingTag().Replace(text, match => match.Groups["n"].Length == 0 ? "\n\n" : $"\n\n{new string('#', match.Groups["n"].Value[0] - '0')} ");
            text = ItemTag().Replace(text, "\n- ");
            text = CellTag().Replace(text, " | ");
            text = BreakTag().Replace(text, "\n");
            text = Tag().Replace(text, "");
        }

        text = WebUtility.HtmlDecode(text);
        return Link().Replace(Image().Replace(text, ""), "${t}");
    }

    // Comments, and elements whose text nobody reads. What is not closed is left to be seen.
    private static string WithoutHidden(string text)
    {
        foreach (var (from, to) in HiddenElements)
        {
            var kept = new StringBuilder();
            var at = 0;
            while (text.IndexOf(from, at, StringComparison.OrdinalIgnoreCase) is var start and >= 0 && text.IndexOf(to, start, StringComparison.OrdinalIgnoreCase) is var end and >= 0)
            {
                // "<header>" is no "<head>".
                var isLonger = from[^1] != '-' && start + from.Length < text.Length && char.IsLetter(text[start + from.Length]);
                kept.Append(text, at, isLonger ? start + from.Length - at : start - at);
                at = isLonger ? start + from.Length : end + to.Length;
            }

            if (at > 0) text = kept.Append(text, at, text.Length - at).ToString();
        }

        return text;
    }

    private static readonly (string From, string To)[] HiddenElements = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<head", "</head>"), ("<svg", "</svg>")];

    [GeneratedRegex(@"[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]", RegexOptions.None, 1000)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]{0,2000}>|<!(--|DOCTYPE)[^<>]{0,2000}>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<h(?<n>[1-6])\b[^<>]{0,1000}>\s*|</h[1-6]\s{0,9}>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HeadingTag();

    [GeneratedRegex(@"<li\b[^<>]{0,1000}>\s*(<p\b[^<>]{0,1000}>)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ItemTag();

    [GeneratedRegex(@"</t[dh]\s{0,9}>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CellTag();

    [GeneratedRegex(@"<br\s{0,9}/?>|</?(p|div|ul|ol|tr|table|section|article|header|footer|blockquote|pre)\b[^<>]{0,1000}>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BreakTag();

    [GeneratedRegex(@"!\[[^\[\]]{0,500}\](\(\s*[^()\s]{0,3000}(\s+""[^""\n]{0,200}"")?\s*\)|\[[^\[\]]{0,100}\]|(?![(\[:]))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<t>[^\[\]]{0,1000})\]\((?!\s)[^()\s]{0,3000}(\([^()\s]{0,500}\)[^()\s]{0,500}){0,3}(\s+""[^""\n]{0,200}"")?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*(```|~~~)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s{0,3}(={3,}|(-\s?){3,}|(\*\s?){3,}|(_\s?){3,}|–{3,}|—{3,})\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?\s*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^\s*(>\s?)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^(?<h>#{1,6})\s*(?<t>[^#\s].*?)\s*#*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Atx();

    [GeneratedRegex(@"^([*_]{2,3}(?<t>[^*\n]{2,80}?)\s*([*_]{1,4}\s*:?|:[*_]{1,4})|\*(?<t>[^*\n]{2,80}?)\*{2,4}:?|(?<t>[\p{Lu} ]{4,60}:?)\*{1,3}:?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoldLine();

    [GeneratedRegex(@"^([-*+•·‣▪◦●○■–—→»]|=(?=\s)|o(?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-z][.)](?=\s))\s*(?=\S)(?<!\*(?=\*))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\[[ xX]\]\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Checkbox();

    [GeneratedRegex(@"(?<![\w*_])([*_`]{1,3})(?=\S)(?<t>[^*_`\n]+)(?<=\S)[*_`]{1,3}(?![\w*_])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasis();

    // What is left of emphasis that was opened and not closed, or the other way round.
    [GeneratedRegex(@"^\*+(?=\S)|(?<=\S)\*+$", RegexOptions.None, 1000)]
    private static partial Regex Stray();

    [GeneratedRegex(@"\\(?<c>[\\`*_{}\[\]()#+\-.!|<>~])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\p{Lu}[\p{L} /&'’-]{1,45}\s?:(\s|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
