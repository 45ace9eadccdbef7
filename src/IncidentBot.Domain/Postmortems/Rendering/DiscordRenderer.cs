using System.Text;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>The document as messages for Discord, in reading order: each within Discord's limit, none able to ping, no link with an embed.</summary>
public static class DiscordRenderer
{
    /// <summary>A long list would bury what is to be read; hashes stand in the files.</summary>
    private const int FilesListed = 10;

    /// <summary>The whole document in one go, for somebody who reads it privately.</summary>
    public static IReadOnlyList<string> Render(PostmortemDocument document, int limit = MessageSplitter.DiscordLimit)
    {
        var text = new StringBuilder();
        WriteTitle(text, document);
        foreach (var section in document.Sections) WriteSection(text.Append('\n'), section);
        return MessageSplitter.Split(text.ToString(), limit);
    }

    internal static void WriteTitle(StringBuilder text, PostmortemDocument document)
    {
        text.Append("# ").AppendDiscord(document.Title, false).Append('\n');
        Write(text, document.Preface);
    }

    internal static void WriteSection(StringBuilder text, PostmortemSection section)
    {
        text.Append("## ").AppendDiscord(section.Heading, false).Append('\n');
        Write(text, section.Blocks);
    }

    /// <summary>The blocks as one text, not yet cut into messages.</summary>
    public static string Render(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        Write(text, blocks);
        return text.ToString().TrimEnd('\n');
    }

    internal static void Write(StringBuilder text, IEnumerable<Block> blocks)
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
                Write(text, p.Text, atLineStart: true);
                text.Append('\n');
                break;
            case Subheading h:
                text.Append("### ").AppendDiscord(UserText.OneLine(h.Text), false).Append('\n');
                break;
            case FactList facts:
                foreach (var fact in facts.Facts)
                {
                    text.Append("- **").AppendDiscord(UserText.OneLine(fact.Label), false).Append(":** ");
                    Write(text, fact.Value);
                    text.Append('\n');
                }

                break;
            case BulletList list:
                foreach (var item in list.Items)
                {
                    text.Append("- ");
                    Write(text, item);
                    text.Append('\n');
                }

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
                foreach (var line in UserText.Visible(quote.Text).Trim().Split('\n')) text.Append("> ").AppendDiscord(line, true).Append('\n');
                text.Append("> — ");
                Write(text, quote.Attribution);
                if (quote.Suggested) text.Append(" · *").Append(SuggestedMark.Word).Append('*');
                if (quote.Why is { } why) text.Append(": ").AppendDiscord(UserText.OneLine(why), false);
                text.Append('\n');
                break;
            case TaskTable tasks:
                foreach (var task in tasks.Rows)
                {
                    text.Append("- **").AppendDiscord(UserText.OneLine(task.Name), false).Append("** ");
                    Write(text, task.Text);
                    text.Append(" — owner: ").AppendDiscord(UserText.OneLine(task.Owner ?? "nobody yet"), false)
                        .Append(", due: ").Append(task.Due is { } due ? DocumentTimes.ShortDate(due) : "no date")
                        .Append(", state: ").AppendDiscord(UserText.OneLine(task.State), false).Append('\n');
                }

                break;
            case FileList list:
                foreach (var file in list.Files.Take(FilesListed)) Write(text, file);
                if (list.Files.Length > FilesListed) text.Append("-# ").Append(list.Files.Length - FilesListed).Append(" more are listed in the Markdown and HTML files.\n");
                break;
            case Hint hint:
                text.Append("-# ");
                Write(text, hint.Text);
                text.Append('\n');
                break;
            case Notice notice:
                text.Append("> ");
                Write(text, notice.Text);
                text.Append('\n');
                break;
        }
    }

    private static void Write(StringBuilder text, TimelineRow row)
    {
        text.Append("- ");
        Write(text, row.Time);
        text.Append(' ');
        if (row.Suggested) text.Append('*').Append(SuggestedMark.Word).Append("* ");
        if (row.Label is { } label) text.Append("**").AppendDiscord(label, false).Append(":** ");
        Write(text, row.Text);
        text.Append('\n');
    }

    private static void Write(StringBuilder text, FileItem file)
    {
        text.Append("- **").AppendDiscord(UserText.OneLine(file.Name), false).Append("**: ");
        if (file.Type is { } type) text.Append(type.Word()).Append(", ");
        text.Append(FileSize.InWords(file.Size)).Append(" — ");
        Write(text, file.From);
        if (file.Note is { } note) text.Append(" *(").AppendDiscord(UserText.OneLine(note), false).Append(")*");
        text.Append('\n');
    }

    internal static void Write(StringBuilder text, RichText rich, bool atLineStart = false)
    {
        var from = text.Length;
        foreach (var part in rich.Parts)
        {
            switch (part)
            {
                case PlainText t: text.AppendDiscord(UserText.OneLineKeepingEnds(t.Text), atLineStart && text.Length == from); break;
                case Strong t: text.Append("**").AppendDiscord(UserText.OneLine(t.Text), false).Append("**"); break;
                case Emphasis t: text.Append('*').AppendDiscord(UserText.OneLine(t.Text), false).Append('*'); break;
                case Code t: text.Append(DiscordMarkdown.CodeSpan(t.Text)); break;
                case SuggestedMark: text.Append('*').Append(SuggestedMark.Word).Append('*'); break;
                case FileMark t: text.Append(FileMark.Sign).Append(' ').AppendDiscord(UserText.OneLine(t.Name), false); break;
                case Link t: WriteLink(text, t.Text, t.Address); break;
                case TimeMark t: Write(text, t); break;
            }
        }
    }

    private static void Write(StringBuilder text, TimeMark time)
    {
        // The zone's time first, as in every other form of the document; then the reader's own.
        if (time.Address is { } address) WriteLink(text, time.Written, address);
        else text.Append(time.Written);
        if (time.IsFull) text.Append(" (<t:").Append(time.At.ToUnixTimeSeconds()).Append(":f>)");
    }

    private static void WriteLink(StringBuilder text, string words, Uri address) => text.Append('[').AppendDiscord(UserText.OneLine(words), false).Append("](<").Append(address.AbsoluteUri).Append(">)");
}
