using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// The document as one HTML file that asks nothing of the network: light and dark by the reader's setting, A4 on paper. Its policy allows this one style
/// sheet and nothing else, so that even a mistake in escaping could load and run nothing.
/// </summary>
public static class HtmlRenderer
{
    private const string Style = """

        :root { color-scheme: light dark; --ink: #1c2430; --soft: #566174; --line: #d8dee8; --paper: #ffffff; --tint: #f4f6fa; --link: #1a5fb4; --mark: #7a4b00; --markbg: #fff3d6; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e3e8f0; --soft: #a3aec0; --line: #38424f; --paper: #14181e; --tint: #1d232b; --link: #8ab8ff; --mark: #ffd78a; --markbg: #3d2f10; } }
        * { box-sizing: border-box; }
        html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
        body { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; margin: 2.4rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        h4 { font-size: .95rem; margin: 1.1rem 0 .4rem; color: var(--soft); }
        p { margin: .6rem 0; }
        a { color: var(--link); text-underline-offset: .15em; }
        a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: 1rem 0 0; list-style: none; font-size: .9rem; }
        dl.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem; margin: .8rem 0; }
        dl.facts dt { color: var(--soft); }
        dl.facts dd { margin: 0; }
        ul.items { padding-left: 1.2rem; margin: .5rem 0; }
        ul.items li { margin: .3rem 0; }
        ol.timeline { list-style: none; margin: .5rem 0; padding: 0; border-left: 2px solid var(--line); }
        ol.timeline li { display: grid; grid-template-columns: 3.4rem 1fr; gap: .6rem; padding: .2rem 0 .2rem .8rem; }
        ol.timeline time, dd time { font-variant-numeric: tabular-nums; }
        ol.timeline .label { font-weight: 600; }
        blockquote { margin: .8rem 0; padding: .5rem .9rem; border-left: 3px solid var(--line); background: var(--tint); }
        blockquote p { margin: 0; white-space: pre-wrap; }
        blockquote footer { margin-top: .4rem; font-size: .88rem; color: var(--soft); }
        .notice { padding: .55rem .9rem; border: 1px solid var(--line); background: var(--tint); border-radius: .3rem; }
        .hint { font-size: .92rem; color: var(--soft); }
        .suggested { font-size: .78rem; padding: .05rem .4rem; border-radius: .6rem; color: var(--mark); background: var(--markbg); border: 1px solid currentColor; white-space: nowrap; }
        code { font: .88em/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .05rem .3rem; border-radius: .2rem; }
        table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .94rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
        th { color: var(--soft); font-weight: 600; }
        td:last-child, th:first-child, tbody th { white-space: nowrap; }
        ol.files { padding-left: 1.6rem; margin: .6rem 0; }
        ol.files > li { margin: .7rem 0; }
        ol.files .about, ol.files .hash { font-size: .88rem; color: var(--soft); }
        ol.files .hash code { font-size: .82em; word-break: break-all; }
        ol.files img { display: block; max-width: 100%; max-height: 30rem; margin: .5rem 0; border: 1px solid var(--line); border-radius: .3rem; background: #fff; }
        ol.files li:target { outline: 2px solid var(--link); outline-offset: .4rem; border-radius: .2rem; }
        ol.files pre { margin: .4rem 0; padding: .5rem .8rem; overflow-x: auto; font: .8rem/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--tint); border: 1px solid var(--line); border-radius: .3rem; white-space: pre-wrap; }
        ol.files summary { cursor: pointer; font-size: .88rem; color: var(--link); }
        @media (max-width: 34rem) { dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .5rem; } .wide { overflow-x: auto; } }
        @page { size: A4; margin: 18mm 16mm; }
        @media print {
          :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --tint: #fff; --link: #000; --mark: #000; --markbg: #fff; }
          html { font-size: 10.5pt; }
          body { max-width: none; padding: 0; }
          nav { display: none; }
          h2, h3, h4 { break-after: avoid; }
          li, tr, blockquote, dd { break-inside: avoid; }
          ol.files img { max-height: 12cm; }
          a { text-decoration: none; }
        }

        """;

    private static readonly string s_style = Style.ReplaceLineEndings("\n");

    private static readonly string s_policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)))}'; base-uri 'none'; form-action 'none'";

    /// <summary>Pictures stand in the page itself; none is loaded.</summary>
    private static readonly string s_policyWithPictures = s_policy + "; img-src data:";

    /// <param name="document">What to write.</param>
    /// <param name="shown">Content of what <see cref="FileToShow"/> asks for, by hash. A file that is missing here is listed only.</param>
    /// <param name="paths">Where copies of attached files lie, relative to the page, by the file's number; those are linked.</param>
    public static string Render(PostmortemDocument document, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? shown = null, IReadOnlyDictionary<int, string>? paths = null)
    {
        var files = new HtmlFiles(shown ?? new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal), paths ?? new Dictionary<int, string>());
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(shown is { Count: > 0 } ? s_policyWithPictures : s_policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").Append(Escape(document.Title)).Append("</title>\n")
            .Append("<style>").Append(s_style).Append("</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\">").Append(Escape(document.Title)).Append("</h1>\n");
        foreach (var block in document.Preface) Write(html, block, files);
        html.Append("<nav aria-label=\"Sections\"><ul>");
        foreach (var section in document.Sections) html.Append("<li><a href=\"#").Append(section.Id).Append("\">").Append(Escape(section.Heading)).Append("</a></li>");
        html.Append("</ul></nav>\n</header>\n<main>\n");
        foreach (var section in document.Sections)
        {
            html.Append("<section aria-labelledby=\"").Append(section.Id).Append("\">\n<h2 id=\"").Append(section.Id).Append("\">").Append(Escape(section.Heading)).Append("</h2>\n");
            foreach (var block in section.Blocks) Write(html, block, files);
            html.Append("</section>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, Block block, HtmlFiles files)
    {
        switch (block)
        {
            case Paragraph p:
                html.Append("<p dir=\"auto\">").Append(Inlines(p.Text)).Append("</p>\n");
                break;
            case Subheading h:
                html.Append("<h3 dir=\"auto\">").Append(Escape(UserText.OneLine(h.Text))).Append("</h3>\n");
                break;
            case FactList facts:
                html.Append("<dl class=\"facts\">\n");
                foreach (var fact in facts.Facts) html.Append("<dt>").Append(Escape(fact.Label)).Append("</dt><dd dir=\"auto\">").Append(Inlines(fact.Value)).Append("</dd>\n");
                html.Append("</dl>\n");
                break;
            case BulletList list:
                html.Append("<ul class=\"items\">\n");
                foreach (var item in list.Items) html.Append("<li dir=\"auto\">").Append(Inlines(item)).Append("</li>\n");
                html.Append("</ul>\n");
                break;
            case TimelineBlock timeline:
                foreach (var day in timeline.Days)
                {
                    if (timeline.Dated) html.Append("<h4><time datetime=\"").Append(day.Date.ToString("O", CultureInfo.InvariantCulture)).Append("\">").Append(DocumentTimes.LongDate(day.Date)).Append("</time></h4>\n");
                    html.Append("<ol class=\"timeline\">\n");
                    foreach (var row in day.Rows) Write(html, row);
                    html.Append("</ol>\n");
                }

                break;
            case Quotation quote:
                html.Append("<blockquote><p dir=\"auto\">").Append(Escape(quote.Text.Trim())).Append("</p><footer>— ").Append(Inlines(quote.Attribution));
                if (quote.Suggested) html.Append(' ').Append(Mark);
                if (quote.Why is { } why) html.Append(' ').Append(Isolated(why));
                html.Append("</footer></blockquote>\n");
                break;
            case TaskTable tasks:
                html.Append("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Task</th><th scope=\"col\">Owner</th><th scope=\"col\">Due</th><th scope=\"col\">State</th></tr></thead>\n<tbody>\n");
                foreach (var task in tasks.Rows)
                {
                    html.Append("<tr><th scope=\"row\">").Append(Escape(task.Name)).Append("</th><td dir=\"auto\">").Append(Inlines(task.Text)).Append("</td><td>").Append(task.Owner is { } owner ? Isolated(owner) : "nobody yet")
                        .Append("</td><td>").Append(task.Due is { } due ? $"<time datetime=\"{due:yyyy-MM-dd}\">{DocumentTimes.ShortDate(due)}</time>" : "no date").Append("</td><td>").Append(Escape(task.State)).Append("</td></tr>\n");
                }

                html.Append("</tbody>\n</table></div>\n");
                break;
            case FileList list:
                html.Append("<ol class=\"files\">\n");
                foreach (var file in list.Files) files.Write(html, file);
                html.Append("</ol>\n");
                break;
            case Hint hint:
                html.Append("<p class=\"hint\">").Append(Inlines(hint.Text)).Append("</p>\n");
                break;
            case Notice notice:
                html.Append("<p class=\"notice\" dir=\"auto\">").Append(Inlines(notice.Text)).Append("</p>\n");
                break;
        }
    }

    private static string Mark => $"<span class=\"suggested\">{SuggestedMark.Word}</span>";

    private static void Write(StringBuilder html, TimelineRow row)
    {
        html.Append("<li><span>").Append(Inlines(RichText.Of(row.Time))).Append("</span><span dir=\"auto\">");
        if (row.Suggested) html.Append(Mark).Append(' ');
        if (row.Label is { } label) html.Append("<span class=\"label\">").Append(Escape(label)).Append(":</span> ");
        html.Append(Inlines(row.Text)).Append("</span></li>\n");
    }

    internal static string Inlines(RichText rich)
    {
        var html = new StringBuilder();
        foreach (var part in rich.Parts)
        {
            switch (part)
            {
                case PlainText t: html.Append(Isolated(t.Text)); break;
                case Strong t: html.Append("<strong>").Append(Isolated(t.Text)).Append("</strong>"); break;
                case Emphasis t: html.Append("<em>").Append(Isolated(t.Text)).Append("</em>"); break;
                case Code t: html.Append("<code>").Append(Escape(t.Text)).Append("</code>"); break;
                case SuggestedMark: html.Append(Mark); break;
                case FileMark t: html.Append("<a class=\"file\" href=\"#file-").Append(t.Number).Append("\">").Append(FileMark.Sign).Append(' ').Append(Isolated(t.Name)).Append("</a>"); break;
                case Link t: html.Append(Linked(Isolated(t.Text), t.Address)); break;
                case TimeMark t:
                    var time = $"<time datetime=\"{t.At.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}\">{Escape(t.Written)}</time>";
                    html.Append(t.Address is { } address ? Linked(time, address) : time);
                    break;
            }
        }

        return html.ToString();
    }

    private static string Linked(string inner, Uri address) => address.Scheme == Uri.UriSchemeHttps
        ? $"<a href=\"{Escape(address.AbsoluteUri)}\" rel=\"noreferrer noopener\">{inner}</a>"
        : inner;

    /// <summary>Text that runs from right to left must not pull what stands beside it along.</summary>
    internal static string Isolated(string text)
    {
        var escaped = Escape(text);
        return text.Any(c => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC') ? $"<bdi>{escaped}</bdi>" : escaped;
    }

    internal static string Escape(string text)
    {
        text = UserText.Visible(text);
        var html = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            switch (c)
            {
                case '&': html.Append("&amp;"); break;
                case '<': html.Append("&lt;"); break;
                case '>': html.Append("&gt;"); break;
                case '"': html.Append("&quot;"); break;
                case '\'': html.Append("&#39;"); break;
                default: html.Append(c); break;
            }
        }

        return html.ToString();
    }
}
