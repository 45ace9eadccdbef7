using System.Net;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

internal enum BlockKind
{
    Heading,
    Item,
    Paragraph,
}

/// <param name="Level">1 to 6 for a marked heading (# is 1); 7 for a line that only looks like one.</param>
/// <param name="AfterBlank">Whether an empty line stands before it.</param>
internal sealed record Block(BlockKind Kind, string Text, int Level = 0, bool AfterBlank = false);

/// <summary>
/// Takes a written report apart into headings, list items and paragraphs, whatever it was written in: Markdown of any kind, HTML, plain text, a table.
/// Links and emphasis are reduced to their words.
/// </summary>
internal static partial class ReportBlocks
{
    /// <summary>The level of a heading that is only recognised by its words.</summary>
    public const int PlainHeading = 7;

    // A plain line this long was broken by hand or by an editor at its margin, and goes on in the next.
    private const int Wrapped = 55;

    public static List<Block> Read(string text)
    {
        var lines = Clean(text).Split('\n');
        var blocks = new List<Block>();
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

            Add(line, i + 1 < lines.Length && TableRule().IsMatch(lines[i + 1]), blank, blocks);
            blank = false;
        }

        return blocks;
    }

    private static bool IsDivider(string line, List<Block> blocks) => line.TrimStart()[0] is '*' or '_' || blocks[^1].Text.Length > 120;

    private static void Add(string line, bool isTableHead, bool blank, List<Block> blocks)
    {
        var indented = line.Length - line.TrimStart().Length;
        var text = Quote().Replace(line, "").Trim();
        if (text.Length == 0) return;
        if (Atx().Match(text) is { Success: true } atx)
        {
            AddHeading(atx.Groups["t"].Value, atx.Groups["h"].Length, blank, blocks);
            return;
        }

        if (text.StartsWith('|') || text.Count(c => c == '|') >= 2)
        {
            if (isTableHead) return;
            var cells = text.Trim('|').Split('|').Select(Words).Where(cell => cell.Length > 0).ToArray();
            if (cells.Length > 0) blocks.Add(new(BlockKind.Item, string.Join(" — ", cells), 0, blank));
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
            if (words.Length > 0) blocks.Add(new(BlockKind.Item, words, 0, blank));
            return;
        }

        var plain = Words(text);
        if (plain.Length == 0) return;
        if (blocks.Count > 0 && !blank && GoesOn(blocks[^1], plain, indented)) blocks[^1] = blocks[^1] with { Text = blocks[^1].Text + " " + plain };
        else blocks.Add(new(BlockKind.Paragraph, plain, 0, blank));
    }

    private static void AddHeading(string text, int level, bool blank, List<Block> blocks)
    {
        if (Words(text) is { Length: > 0 } words) blocks.Add(new(BlockKind.Heading, words, level, blank));
    }

    private static bool GoesOn(Block before, string line, int indented)
    {
        if (before.Kind == BlockKind.Heading) return false;
        if (before.Kind == BlockKind.Item && indented >= 2) return true;
        if (ReportTimes.Leading(line, allowBareHour: false) is not null || Label().IsMatch(line)) return false;
        var end = before.Text[^1];
        if (end is '.' or '!' or '?' or ':' or ';') return false;
        return char.IsLower(line[0]) || before.Text.Length >= Wrapped;
    }

    /// <summary>Without marks of emphasis, links and code.</summary>
    private static string Words(string text)
    {
        text = Emphasis().Replace(text, "${t}").Replace("**", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal);
        text = Escaped().Replace(text, "${c}");
        return Spaces().Replace(text, " ").Trim();
    }

    private static string Clean(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\t', ' ').Replace('\u00A0', ' ').Replace('\u202F', ' ');
        text = Invisible().Replace(text, "");
        if (Tag().IsMatch(text))
        {
            text = Hidden().Replace(text, "");
            text = HeadingTag().Replace(text, match => $"\n\n{new string('#', match.Groups["n"].Value[0] - '0')} {match.Groups["t"].Value.Replace('\n', ' ')}\n\n");
            text = ItemTag().Replace(text, "\n- ");
            text = CellTag().Replace(text, " | ");
            text = BreakTag().Replace(text, "\n");
            text = Tag().Replace(text, "");
        }

        text = WebUtility.HtmlDecode(text);
        text = Image().Replace(text, "");
        return Link().Replace(text, "${t}");
    }

    [GeneratedRegex(@"[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]", RegexOptions.None, 1000)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<!--[\s\S]*?-->|<(?<t>script|style|head|svg)\b[\s\S]*?</\k<t>\s*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"<h(?<n>[1-6])\b[^>]*>(?<t>[\s\S]*?)</h\k<n>\s*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex HeadingTag();

    [GeneratedRegex(@"<li\b[^>]*>\s*(<p\b[^>]*>)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ItemTag();

    [GeneratedRegex(@"</t[dh]\s*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CellTag();

    [GeneratedRegex(@"<br\s*/?>|</?(p|div|ul|ol|tr|table|section|article|header|footer|blockquote|pre)\b[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BreakTag();

    [GeneratedRegex(@"!\[[^\]]*\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<t>[^\[\]]*)\]\((?!\s)[^()\s]*(\([^()\s]*\)[^()\s]*)*\)", RegexOptions.ExplicitCapture, 1000)]
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

    [GeneratedRegex(@"^(\*\*|__)(?<t>[^*_]{2,80})(\*\*:?|__:?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoldLine();

    [GeneratedRegex(@"^([-*+•·‣▪◦●○■–—→»]|o(?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-z][.)](?=\s))\s*(?=\S)(?<!\*(?=\*))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\[[ xX]\]\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Checkbox();

    [GeneratedRegex(@"(?<![\w*_])([*_`]{1,3})(?=\S)(?<t>[^*_`\n]+)(?<=\S)[*_`]{1,3}(?![\w*_])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\(?<c>[\\`*_{}\[\]()#+\-.!|<>~])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\p{Lu}[\p{L} /&'’-]{1,45}\s?:(\s|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
