using System.Buffers;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>The document as GitHub-flavoured Markdown. User text shows as typed: it cannot break the structure, and its HTML is text.</summary>
public static partial class MarkdownRenderer
{
    /// <param name="document">What to write.</param>
    /// <param name="paths">Where copies of attached files lie, relative to this text, by the file's number; those are linked.</param>
    public static string Render(PostmortemDocument document, IReadOnlyDictionary<int, string>? paths = null) => TextOutput.Text(text => Write(text, document, paths));

    /// <summary>The same, written as it is made: a long document does not have to fit into memory a second time.</summary>
    /// <inheritdoc cref="Render"/>
    public static void Write(TextWriter to, PostmortemDocument document, IReadOnlyDictionary<int, string>? paths = null) => TextOutput.Write(to, text => Write(text, document, paths));

    private static void Write(TextOutput text, PostmortemDocument document, IReadOnlyDictionary<int, string>? paths)
    {
        text.Append("# ").AppendMarkdown(document.Title, false).Append("\n\n");
        foreach (var block in document.Preface) Write(text, block, paths);
        foreach (var section in document.Sections)
        {
            text.Append("## ").AppendMarkdown(section.Heading, false).Append("\n\n");
            foreach (var block in section.Blocks) Write(text, block, paths);
        }

        text.TakeBackLineEnds().Append('\n');
    }

    private static void Write(TextOutput text, Block block, IReadOnlyDictionary<int, string>? paths)
    {
        switch (block)
        {
            case Paragraph p:
                Write(text, p.Text, atLineStart: true);
                text.Append('\n');
                break;
            case Subheading h:
                text.Append("### ").AppendMarkdown(UserText.OneLine(h.Text), false).Append('\n');
                break;
            case FactList facts:
                foreach (var fact in facts.Facts)
                {
                    text.Append("- **").AppendMarkdown(UserText.OneLine(fact.Label), false).Append(":** ");
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
                    if (timeline.Dated) text.Append("**").Append(DocumentTimes.LongDate(day.Date)).Append("**\n\n");
                    foreach (var row in day.Rows) Write(text, row);
                    if (day != timeline.Days[^1]) text.Append('\n');
                }

                break;
            case Quotation quote:
                foreach (var line in UserText.Visible(quote.Text).Trim().Split('\n')) text.Append(("> " + Escape(line)).TrimEnd()).Append("  \n");
                text.Append("> — ");
                Write(text, quote.Attribution);
                if (quote.Suggested) text.Append(" · *").Append(SuggestedMark.Word).Append('*');
                if (quote.Why is { } why) text.Append(": ").AppendMarkdown(UserText.OneLine(why), false);
                text.Append('\n');
                break;
            case TaskTable tasks:
                text.Append("| | Task | Owner | Due | State |\n|---|---|---|---|---|\n");
                foreach (var task in tasks.Rows)
                {
                    text.Append("| ").AppendMarkdown(UserText.OneLine(task.Name), false).Append(" | ");
                    Write(text, task.Text);
                    text.Append(" | ").AppendMarkdown(UserText.OneLine(task.Owner ?? "nobody yet"), false)
                        .Append(" | ").Append(task.Due is { } due ? DocumentTimes.ShortDate(due) : "no date").Append(" | ").AppendMarkdown(UserText.OneLine(task.State), false).Append(" |\n");
                }

                break;
            case FileList list:
                foreach (var file in list.Files) Write(text, file, paths?.GetValueOrDefault(file.Number));
                break;
            case Hint hint:
                text.Append('*');
                Write(text, hint.Text);
                text.Append("*\n");
                break;
            case Notice notice:
                text.Append("> ");
                Write(text, notice.Text);
                text.Append('\n');
                break;
        }

        text.Append('\n');
    }

    private static void Write(TextOutput text, TimelineRow row)
    {
        text.Append("- ");
        Write(text, row.Time);
        text.Append(' ');
        if (row.Suggested) text.Append('*').Append(SuggestedMark.Word).Append("* ");
        if (row.Label is { } label) text.Append("**").AppendMarkdown(label, false).Append(":** ");
        Write(text, row.Text);
        text.Append('\n');
    }

    private static void Write(TextOutput text, FileItem file, string? path)
    {
        var name = Escape(UserText.OneLine(file.Name), false);
        text.Append("- ").Append(path is null ? $"**{name}**" : $"[**{name}**]({FilePaths.Escaped(path)})").Append(": ");
        if (file.Type is { } type) text.Append(type.Word()).Append(", ");
        text.Append(FileSize.InWords(file.Size)).Append(" — ");
        Write(text, file.From);
        if (!file.Caption.IsEmpty)
        {
            text.Append(": ");
            Write(text, file.Caption);
        }

        if (file.Note is { } note) text.Append(" *(").AppendMarkdown(UserText.OneLine(note), false).Append(")*");
        if (file.Hash is { } hash) text.Append("  \n  SHA-256 `").Append(hash).Append('`');
        text.Append('\n');
    }

    private static void Write(TextOutput text, RichText rich, bool atLineStart = false)
    {
        var from = text.Position;
        foreach (var part in rich.Parts)
        {
            switch (part)
            {
                case PlainText t: text.AppendMarkdown(UserText.OneLineKeepingEnds(t.Text), atLineStart && text.Position == from); break;
                case Strong t: text.Append("**").AppendMarkdown(UserText.OneLine(t.Text), false).Append("**"); break;
                case Emphasis t: text.Append('*').AppendMarkdown(UserText.OneLine(t.Text), false).Append('*'); break;
                case Code t: text.Append(CodeSpan(t.Text)); break;
                case SuggestedMark: text.Append('*').Append(SuggestedMark.Word).Append('*'); break;
                case FileMark t: text.Append(FileMark.Sign).Append(' ').AppendMarkdown(UserText.OneLine(t.Name), false); break;
                case Link t: WriteLink(text, t.Text, t.Address); break;
                case TimeMark t: Write(text, t); break;
            }
        }
    }

    private static void Write(TextOutput text, TimeMark time)
    {
        if (time.Address is { } address) WriteLink(text, time.Written, address);
        else text.Append(time.Written);
    }

    private static void WriteLink(TextOutput text, string words, Uri address) => text.Append('[').AppendMarkdown(UserText.OneLine(words), false).Append("](").Append(Addresses.InBrackets(address)).Append(')');

    /// <summary>Longer ticks around than within; a pipe would end a table's cell even in code.</summary>
    private static string CodeSpan(string code)
    {
        code = UserText.OneLine(UserText.Visible(code)).Replace("|", "\\|");
        if (code.Length == 0) return "";

        var longest = Ticks().Matches(code).Select(m => m.Length).DefaultIfEmpty(0).Max();
        var ticks = new string('`', longest + 1);
        return longest == 0 ? ticks + code + ticks : $"{ticks} {code} {ticks}";
    }

    internal static string Escape(string text, bool lineStart = true) => TextOutput.Text(escaped => escaped.AppendMarkdown(text, lineStart));

    private static TextOutput AppendMarkdown(this TextOutput escaped, string text, bool lineStart)
    {
        text = UserText.Visible(text);
        var from = 0;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            foreach (var url in Addresses.In(text))
            {
                Escape(escaped, text, from, url.Index, lineStart && from == 0);
                escaped.Append('<').Append(text.AsSpan(url.Index, url.Length)).Append('>');
                from = url.Index + url.Length;
            }
        }

        Escape(escaped, text, from, text.Length, lineStart && from == 0);
        return escaped;
    }

    private static void Escape(TextOutput escaped, string text, int from, int to, bool lineStart)
    {
        var start = lineStart;
        for (var i = from; i < to; i++)
        {
            var run = start ? 0 : text.AsSpan(i, to - i).IndexOfAny(s_signs);
            if (run != 0)
            {
                if (run < 0) run = to - i;
                escaped.Append(text.AsSpan(i, run));
                i += run - 1;
                continue;
            }

            var c = text[i];
            var word = c == '_' && i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            switch (c)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '\\' or '`' or '*' or '[' or ']' or '|' or '~' or '$': escaped.Append('\\').Append(c); break;
                case '_': escaped.Append(word ? "_" : "\\_"); break;
                case '#' or '-' or '+' or '=' when start: escaped.Append('\\').Append(c); break;
                case '.' or ')' when OnlyDigitsBefore(text, from, i, lineStart): escaped.Append('\\').Append(c); break;
                default: escaped.Append(c); break;
            }

            start = c == '\n' || (start && c is ' ' or '\t' && start);
        }
    }

    /// <summary>What may mean something within a line; everything else is copied in runs.</summary>
    private static readonly SearchValues<char> s_signs = SearchValues.Create("&<>\\`*[]|~$_.)\n");

    private static bool OnlyDigitsBefore(string text, int from, int at, bool lineStart)
    {
        var i = at - 1;
        while (i >= from && char.IsAsciiDigit(text[i])) i--;
        if (i == at - 1) return false;

        return i < from ? lineStart : text[i] == '\n';
    }

    [GeneratedRegex("`+", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Ticks();
}
