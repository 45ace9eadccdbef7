using System.Text;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>The document as messages for Discord, in reading order: each within Discord's limit, none able to ping, no link with an embed.</summary>
public static class DiscordRenderer
{
    /// <summary>A long list would bury what is to be read; hashes stand in the files.</summary>
    private const int FilesListed = 10;

    public static IReadOnlyList<string> Render(PostmortemDocument document, int limit = MessageSplitter.DiscordLimit)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(DiscordMarkdown.Escape(document.Title, atLineStart: false)).Append("\n");
        Write(text, document.Preface);
        foreach (var section in document.Sections)
        {
            text.Append("\n## ").Append(section.Heading).Append('\n');
            Write(text, section.Blocks);
        }

        return MessageSplitter.Split(text.ToString(), limit);
    }

    /// <summary>The blocks as one text, not yet cut into messages.</summary>
    public static string Render(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        Write(text, blocks);
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, IEnumerable<Block> blocks)
    {
        Block? before = null;
        foreach (var block in blocks)
        {
            // Discord sets headings and lists apart by itself; other blocks need the empty line.
            if (before is not (null or Subheading) && block is not Subheading && !(block is BulletList or FactList or FileList && before is Paragraph)) text.Append('\n');
            Write(text, block);
            before = block;
        }
    }

    private static void Write(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Paragraph p:
                text.Append(Inlines(p.Text, atLineStart: true)).Append('\n');
                break;
            case Subheading h:
                text.Append("### ").Append(DiscordMarkdown.Escape(UserText.OneLine(h.Text), atLineStart: false)).Append('\n');
                break;
            case FactList facts:
                foreach (var fact in facts.Facts) text.Append("- **").Append(DiscordMarkdown.Escape(UserText.OneLine(fact.Label), atLineStart: false)).Append(":** ").Append(Inlines(fact.Value)).Append('\n');
                break;
            case BulletList list:
                foreach (var item in list.Items) text.Append("- ").Append(Inlines(item)).Append('\n');
                break;
            case TimelineBlock timeline:
                foreach (var day in timeline.Days)
                {
                    if (day != timeline.Days[0]) text.Append('\n');
                    if (timeline.Dated) text.Append("**").Append(DocumentTimes.LongDate(day.Date)).Append("**\n");
                    foreach (var row in day.Rows) Write(text, row);
                }

                break;
            case Quotation quote:
                foreach (var line in UserText.Visible(quote.Text).Trim().Split('\n')) text.Append("> ").Append(DiscordMarkdown.Escape(line)).Append('\n');
                text.Append("> — ").Append(Inlines(quote.Attribution));
                if (quote.Suggested) text.Append(" · *").Append(SuggestedMark.Word).Append('*');
                if (quote.Why is { } why) text.Append(": ").Append(DiscordMarkdown.Escape(UserText.OneLine(why), atLineStart: false));
                text.Append('\n');
                break;
            case TaskTable tasks:
                foreach (var task in tasks.Rows)
                {
                    text.Append("- **").Append(DiscordMarkdown.Escape(UserText.OneLine(task.Name), atLineStart: false)).Append("** ").Append(Inlines(task.Text))
                        .Append(" — owner: ").Append(DiscordMarkdown.Escape(UserText.OneLine(task.Owner ?? "nobody yet"), atLineStart: false))
                        .Append(", due: ").Append(task.Due is { } due ? DocumentTimes.ShortDate(due) : "no date")
                        .Append(", state: ").Append(DiscordMarkdown.Escape(UserText.OneLine(task.State), atLineStart: false)).Append('\n');
                }

                break;
            case FileList list:
                foreach (var file in list.Files.Take(FilesListed)) Write(text, file);
                if (list.Files.Length > FilesListed) text.Append("-# ").Append(list.Files.Length - FilesListed).Append(" more are listed in the Markdown and HTML files.\n");
                break;
            case Hint hint:
                text.Append("-# ").Append(Inlines(hint.Text)).Append('\n');
                break;
            case Notice notice:
                text.Append("> ").Append(Inlines(notice.Text)).Append('\n');
                break;
        }
    }

    private static void Write(StringBuilder text, TimelineRow row)
    {
        text.Append("- ").Append(Inlines(RichText.Of(row.Time))).Append(' ');
        if (row.Suggested) text.Append('*').Append(SuggestedMark.Word).Append("* ");
        if (row.Label is { } label) text.Append("**").Append(DiscordMarkdown.Escape(label, atLineStart: false)).Append(":** ");
        text.Append(Inlines(row.Text)).Append('\n');
    }

    private static void Write(StringBuilder text, FileItem file)
    {
        text.Append("- **").Append(DiscordMarkdown.Escape(UserText.OneLine(file.Name), false)).Append("**: ");
        if (file.Type is { } type) text.Append(type.Word()).Append(", ");
        text.Append(FileSize.InWords(file.Size)).Append(" — ").Append(Inlines(file.From));
        if (file.Note is { } note) text.Append(" *(").Append(DiscordMarkdown.Escape(UserText.OneLine(note), false)).Append(")*");
        text.Append('\n');
    }

    private static string Inlines(RichText rich, bool atLineStart = false)
    {
        var text = new StringBuilder();
        foreach (var part in rich.Parts)
        {
            var start = atLineStart && text.Length == 0;
            switch (part)
            {
                case PlainText t: text.Append(DiscordMarkdown.Escape(UserText.OneLineKeepingEnds(t.Text), start)); break;
                case Strong t: text.Append("**").Append(DiscordMarkdown.Escape(UserText.OneLine(t.Text), false)).Append("**"); break;
                case Emphasis t: text.Append('*').Append(DiscordMarkdown.Escape(UserText.OneLine(t.Text), false)).Append('*'); break;
                case Code t: text.Append(DiscordMarkdown.CodeSpan(t.Text)); break;
                case SuggestedMark: text.Append('*').Append(SuggestedMark.Word).Append('*'); break;
                case FileMark t: text.Append(FileMark.Sign).Append(' ').Append(DiscordMarkdown.Escape(UserText.OneLine(t.Name), false)); break;
                case Link t: text.Append(Masked(t.Text, t.Address)); break;
                case TimeMark t:
                    // The zone's time first, as in every other form of the document; then the reader's own.
                    text.Append(t.Address is { } address ? Masked(t.Written, address) : t.Written);
                    if (t.IsFull) text.Append(" (<t:").Append(t.At.ToUnixTimeSeconds()).Append(":f>)");
                    break;
            }
        }

        return text.ToString();
    }

    private static string Masked(string text, Uri address) => $"[{DiscordMarkdown.Escape(UserText.OneLine(text), false)}](<{address.AbsoluteUri}>)";
}
