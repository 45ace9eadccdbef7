using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>The document as GitHub-flavoured Markdown. User text shows as typed: it cannot break the structure, and its HTML is text.</summary>
public static partial class MarkdownRenderer
{
    /// <param name="document">What to write.</param>
    /// <param name="paths">Where copies of attached files lie, relative to this text, by the file's number; those are linked.</param>
    public static string Render(PostmortemDocument document, IReadOnlyDictionary<int, string>? paths = null)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(document.Title, lineStart: false)).Append("\n\n");
        foreach (var block in document.Preface) Write(text, block, paths);
        foreach (var section in document.Sections)
        {
            text.Append("## ").Append(section.Heading).Append("\n\n");
            foreach (var block in section.Blocks) Write(text, block, paths);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Write(StringBuilder text, Block block, IReadOnlyDictionary<int, string>? paths)
    {
        switch (block)
        {
            case Paragraph p:
                text.Append(Inlines(p.Text, atLineStart: true)).Append('\n');
                break;
            case Subheading h:
                text.Append("### ").Append(Escape(UserText.OneLine(h.Text), lineStart: false)).Append('\n');
                break;
            case FactList facts:
                foreach (var fact in facts.Facts) text.Append("- **").Append(Escape(UserText.OneLine(fact.Label), false)).Append(":** ").Append(Inlines(fact.Value)).Append('\n');
                break;
            case BulletList list:
                foreach (var item in list.Items) text.Append("- ").Append(Inlines(item)).Append('\n');
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
                text.Append("> — ").Append(Inlines(quote.Attribution));
                if (quote.Suggested) text.Append(" · *").Append(SuggestedMark.Word).Append('*');
                if (quote.Why is { } why) text.Append(": ").Append(Escape(UserText.OneLine(why), false));
                text.Append('\n');
                break;
            case TaskTable tasks:
                text.Append("| | Task | Owner | Due | State |\n|---|---|---|---|---|\n");
                foreach (var task in tasks.Rows)
                {
                    text.Append("| ").Append(Escape(UserText.OneLine(task.Name), false)).Append(" | ").Append(Inlines(task.Text)).Append(" | ").Append(task.Owner is { } owner ? Escape(UserText.OneLine(owner), false) : "nobody yet")
                        .Append(" | ").Append(task.Due is { } due ? DocumentTimes.ShortDate(due) : "no date").Append(" | ").Append(Escape(UserText.OneLine(task.State), false)).Append(" |\n");
                }

                break;
            case FileList list:
                foreach (var file in list.Files) Write(text, file, paths?.GetValueOrDefault(file.Number));
                break;
            case Hint hint:
                text.Append("*").Append(Inlines(hint.Text)).Append("*\n");
                break;
            case Notice notice:
                text.Append("> ").Append(Inlines(notice.Text)).Append('\n');
                break;
        }

        text.Append('\n');
    }

    private static void Write(StringBuilder text, TimelineRow row)
    {
        text.Append("- ").Append(Inlines(RichText.Of(row.Time))).Append(' ');
        if (row.Suggested) text.Append('*').Append(SuggestedMark.Word).Append("* ");
        if (row.Label is { } label) text.Append("**").Append(Escape(label, false)).Append(":** ");
        text.Append(Inlines(row.Text)).Append('\n');
    }

    private static void Write(StringBuilder text, FileItem file, string? path)
    {
        var name = Escape(UserText.OneLine(file.Name), false);
        text.Append("- ").Append(path is null ? $"**{name}**" : $"[**{name}**]({FilePaths.Escaped(path)})").Append(": ");
        if (file.Type is { } type) text.Append(type.Word()).Append(", ");
        text.Append(FileSize.InWords(file.Size)).Append(" — ").Append(Inlines(file.From));
        if (!file.Caption.IsEmpty && Inlines(file.Caption) is { Length: > 0 } caption) text.Append(": ").Append(caption);
        if (file.Note is { } note) text.Append(" *(").Append(Escape(UserText.OneLine(note), false)).Append(")*");
        if (file.Hash is { } hash) text.Append("  \n  SHA-256 `").Append(hash).Append('`');
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
                case PlainText t: text.Append(Escape(UserText.OneLineKeepingEnds(t.Text), start)); break;
                case Strong t: text.Append("**").Append(Escape(UserText.OneLine(t.Text), false)).Append("**"); break;
                case Emphasis t: text.Append('*').Append(Escape(UserText.OneLine(t.Text), false)).Append('*'); break;
                case Code t: text.Append(CodeSpan(t.Text)); break;
                case SuggestedMark: text.Append('*').Append(SuggestedMark.Word).Append('*'); break;
                case FileMark t: text.Append(FileMark.Sign).Append(' ').Append(Escape(UserText.OneLine(t.Name), false)); break;
                case Link t: text.Append(Linked(t.Text, t.Address)); break;
                case TimeMark t: text.Append(t.Address is { } address ? Linked(t.Written, address) : t.Written); break;
            }
        }

        return text.ToString();
    }

    private static string Linked(string text, Uri address) => $"[{Escape(UserText.OneLine(text), false)}]({address.AbsoluteUri})";

    /// <summary>Longer ticks around than within; a pipe would end a table's cell even in code.</summary>
    private static string CodeSpan(string code)
    {
        code = UserText.OneLine(UserText.Visible(code)).Replace("|", "\\|");
        if (code.Length == 0) return "";

        var longest = Ticks().Matches(code).Select(m => m.Length).DefaultIfEmpty(0).Max();
        var ticks = new string('`', longest + 1);
        return longest == 0 ? ticks + code + ticks : $"{ticks} {code} {ticks}";
    }

    internal static string Escape(string text, bool lineStart = true)
    {
        text = UserText.Visible(text);
        var escaped = new StringBuilder(text.Length + 16);
        var from = 0;
        foreach (Match url in Url().Matches(text))
        {
            Escape(escaped, text, from, url.Index, lineStart && from == 0);
            escaped.Append('<').Append(url.ValueSpan).Append('>');
            from = url.Index + url.Length;
        }

        Escape(escaped, text, from, text.Length, lineStart && from == 0);
        return escaped.ToString();
    }

    private static void Escape(StringBuilder escaped, string text, int from, int to, bool lineStart)
    {
        var start = lineStart;
        for (var i = from; i < to; i++)
        {
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

    private static bool OnlyDigitsBefore(string text, int from, int at, bool lineStart)
    {
        var i = at - 1;
        while (i >= from && char.IsAsciiDigit(text[i])) i--;
        if (i == at - 1) return false;

        return i < from ? lineStart : text[i] == '\n';
    }

    [GeneratedRegex(@"(?<![\w/<])https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:[/?\#][A-Za-z0-9/?\#&=%.\-_:;,+~!$]*[A-Za-z0-9/=\-_])?(?![^\s.,;:!?)'""\]}>])", RegexOptions.ExplicitCapture, UserText.MatchLimit)]
    private static partial Regex Url();

    [GeneratedRegex("`+", RegexOptions.None, UserText.MatchLimit)]
    private static partial Regex Ticks();
}
