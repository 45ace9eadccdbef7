using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Postmortems;

namespace IncidentBot.Domain.Writing;

/// <summary>
/// A section as the Markdown that people write and read in a form, and back: paragraphs, "- " lists, "### " headings and "> " quotations. What
/// <see cref="Write"/> gives, <see cref="Read"/> reads as the same; so a section that is sent back as it was says what it said.
/// </summary>
public static partial class SectionText
{
    /// <summary>The blocks as text. Tasks, files and hints are left out: they always come from the record.</summary>
    public static string Write(IEnumerable<Block> blocks, ServerId server)
    {
        var text = new StringBuilder();
        Block? before = null;
        foreach (var block in blocks)
        {
            var written = Write(block, server);
            if (written.Length == 0) continue;
            if (before is not (null or Subheading)) text.Append('\n');
            text.Append(written);
            before = block;
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>What a text says. Mentions in it are names already (see <see cref="UserText.Plain"/>).</summary>
    /// <param name="anyLink">Whether links to any web address are links: only in what the bot's own people wrote, such as a template.</param>
    public static IEnumerable<Block> Read(string text, ServerId server, bool anyLink = false)
    {
        var items = ImmutableArray.CreateBuilder<RichText>();
        var lines = new List<string>();
        var quoted = new List<string>();
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var line = raw.Trim();
            var bullet = Bullet().Match(line);
            var heading = Heading().Match(line);
            var isQuote = line.StartsWith("> ", StringComparison.Ordinal) || line == ">";
            if (lines.Count > 0 && (line.Length == 0 || bullet.Success || heading.Success || isQuote))
            {
                yield return new Paragraph(InlineText.Read(string.Join(' ', lines), server, anyLink));
                lines.Clear();
            }

            if (items.Count > 0 && !bullet.Success)
            {
                yield return new BulletList(items.ToImmutable());
                items.Clear();
            }

            if (quoted.Count > 0 && !isQuote)
            {
                yield return Quote(quoted, server, anyLink);
                quoted.Clear();
            }

            if (bullet.Success) items.Add(InlineText.Read(bullet.Groups["text"].Value, server, anyLink));
            else if (heading.Success) yield return new Subheading(heading.Groups["text"].Value);
            else if (isQuote) quoted.Add(line.Length > 2 ? line[2..] : "");
            else if (line.Length > 0) lines.Add(line);
        }
    }

    private static string Write(Block block, ServerId server) => block switch
    {
        Paragraph p => Line(p.Text, server, "") is { Length: > 0 } line ? line + "\n" : "",
        Subheading h => $"### {UserText.OneLine(h.Text)}\n",
        FactList facts => string.Concat(facts.Facts.Select(fact => Line(RichText.Of(new Strong(UserText.OneLine(fact.Label) + ":"), " ").With(fact.Value), server, "- ") + "\n")),
        BulletList list => string.Concat(list.Items.Where(item => !item.IsEmpty).Select(item => Line(item, server, "- ") + "\n")),
        TimelineBlock timeline => string.Join('\n', timeline.Days.Select(day => Day(day, timeline.Dated, server))),
        Quotation quote => Quote(quote, server),
        _ => "",
    };

    private static string Line(RichText rich, ServerId server, string mark)
    {
        var line = InlineText.Write(rich, server).Trim();

        // What stands behind the mark of a list cannot be taken for another one.
        return mark.Length > 0 ? mark + line : Bullet().IsMatch(line) || Heading().IsMatch(line) || line.StartsWith("> ", StringComparison.Ordinal) || line == ">" ? InlineText.AtStart(line) : line;
    }

    private static string Day(TimelineDay day, bool dated, ServerId server)
    {
        var text = new StringBuilder();
        if (dated) text.Append("**").Append(DocumentTimes.LongDate(day.Date)).Append("**\n\n");
        foreach (var row in day.Rows)
        {
            var line = RichText.Of(row.Time, " ");
            if (row.Suggested) line = line.With(new SuggestedMark(), " ");
            if (row.Label is { } label) line = line.With(new Strong(label + ":"), " ");
            text.Append(Line(line.With(row.Text), server, "- ")).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(Quotation quote, ServerId server)
    {
        var text = new StringBuilder();
        foreach (var line in UserText.Visible(quote.Text).Trim().Split('\n')) text.Append(("> " + line).TrimEnd()).Append('\n');
        var attribution = quote.Attribution;
        if (quote.Suggested) attribution = attribution.With(" · ", new SuggestedMark());
        if (quote.Why is { } why) attribution = attribution.With(": " + UserText.OneLine(why));
        return text.Append("> — ").Append(InlineText.Write(attribution, server).Trim()).Append('\n').ToString();
    }

    private static Block Quote(List<string> lines, ServerId server, bool anyLink) =>
        lines is [.., var last] && lines.Count > 1 && last.StartsWith("— ", StringComparison.Ordinal)
            ? new Quotation(string.Join('\n', lines[..^1]), InlineText.Read(last[2..].Trim(), server, anyLink))
            : new Notice(InlineText.Read(string.Join(' ', lines.Where(line => line.Length > 0)), server, anyLink));

    [GeneratedRegex(@"^(?:[-*•+]|\d{1,3}[.)])\s+(?<text>\S.*)$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\#{1,6}\s+(?<text>\S.*)$", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Heading();
}
