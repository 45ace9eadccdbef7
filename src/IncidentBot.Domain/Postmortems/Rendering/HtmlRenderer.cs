using System.Buffers;
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

        :root { color-scheme: light dark; --ink: #1c2430; --soft: #566174; --line: #d8dee8; --paper: #ffffff; --tint: #f4f6fa; --link: #1a5fb4; --mark: #7a4b00; --markbg: #fff3d6;
          --red: #c4314b; --redbg: #fbdfe3; --amber: #b26a00; --amberbg: #fdecc8; --blue: #2f6fbf; --bluebg: #dbe8fa; --grey: #8a94a4; --greybg: #e9edf3; --green: #1e7b48; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e3e8f0; --soft: #a3aec0; --line: #38424f; --paper: #14181e; --tint: #1d232b; --link: #8ab8ff; --mark: #ffd78a; --markbg: #3d2f10;
          --red: #f0788c; --redbg: #4a1f28; --amber: #f0b45a; --amberbg: #463314; --blue: #7fb2f2; --bluebg: #1c3350; --grey: #7d8898; --greybg: #2a323d; --green: #5fc78e; } }
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
        figure.course { margin: 1.6rem 0; }
        .wide { overflow-x: auto; }
        svg.course { display: block; width: 100%; min-width: 40rem; height: auto; font: 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        svg.course text { fill: var(--ink); }
        svg.course .clock, svg.course .legend, svg.course .row { fill: var(--soft); }
        svg.course .row { font-weight: 600; }
        svg.course .date { font-weight: 600; }
        svg.course .on { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; font-weight: 600; }
        svg.course .tick { stroke: var(--line); fill: none; }
        svg.course .tick.day { stroke: var(--soft); stroke-dasharray: 2 3; }
        svg.course .stem { stroke: var(--soft); fill: none; }
        svg.course .pin rect { fill: var(--paper); stroke: var(--ink); stroke-width: 1.4; }
        svg.course .pin text { font-weight: 600; font-variant-numeric: tabular-nums; }
        svg.course .band > rect { stroke: var(--soft); stroke-width: 1; }
        svg.course .ground.investigating { fill: var(--redbg); } svg.course .figure.investigating { fill: var(--red); fill-opacity: .55; }
        svg.course .ground.identified { fill: var(--amberbg); } svg.course .figure.identified { fill: var(--amber); fill-opacity: .8; }
        svg.course .ground.monitoring { fill: var(--bluebg); } svg.course .figure.monitoring { fill: var(--blue); fill-opacity: .6; }
        svg.course .undeclared > rect, svg.course .closed > rect { fill: none; stroke-dasharray: 4 3; }
        svg.course .sev1 > rect { fill: var(--red); fill-opacity: .75; } svg.course .sev2 > rect { fill: var(--amber); fill-opacity: .65; }
        svg.course .sev3 > rect { fill: var(--blue); fill-opacity: .55; } svg.course .sev4 > rect { fill: var(--grey); fill-opacity: .5; }
        @media (prefers-color-scheme: dark) { svg.course .sev1 > rect, svg.course .sev2 > rect, svg.course .sev3 > rect, svg.course .sev4 > rect { fill-opacity: .42; } }
        svg.course .call .line { stroke: var(--ink); stroke-width: 1.4; fill: none; }
        svg.course .page { fill: var(--paper); stroke: var(--ink); stroke-width: 1.4; stroke-linejoin: round; }
        svg.course .answered { fill: var(--green); } svg.course .tick-sign { stroke: var(--paper); stroke-width: 2; fill: none; stroke-linecap: round; stroke-linejoin: round; }
        svg.course .unanswered { stroke: var(--red); stroke-width: 2.6; fill: none; stroke-linecap: round; }
        svg.course .stopped { fill: var(--soft); }
        .course .closer { margin: .8rem 0 .2rem; font-size: .88rem; font-weight: 600; color: var(--soft); }
        ol.key { columns: 2 20rem; column-gap: 2.2rem; list-style: none; counter-reset: pin; margin: .8rem 0 .6rem; padding: 0; font-size: .88rem; line-height: 1.4; }
        ol.key li { counter-increment: pin; display: grid; grid-template-columns: 2rem 1fr; gap: .4rem; padding: .14rem 0; break-inside: avoid; }
        ol.key li::before { content: counter(pin); justify-self: end; align-self: start; min-width: .9rem; padding: 0 .25rem; border: 1.4px solid var(--ink); border-radius: 1rem; text-align: center; font-size: .8rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        ol.key time { font-variant-numeric: tabular-nums; }
        figure.course summary { cursor: pointer; font-size: .88rem; color: var(--link); }
        @media (max-width: 34rem) { dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .5rem; } }
        @page { size: A4; margin: 18mm 16mm; }
        @media print {
          :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --tint: #fff; --link: #000; --mark: #000; --markbg: #fff;
            --red: #b02a42; --redbg: #fbe3e7; --amber: #a86400; --amberbg: #fdf0d5; --blue: #2f6fbf; --bluebg: #e2edfb; --grey: #8a94a4; --greybg: #eef1f5; --green: #1e7b48; }
          html { font-size: 10.5pt; }
          body { max-width: none; padding: 0; }
          nav { display: none; }
          h2, h3, h4 { break-after: avoid; }
          p, li, tr, blockquote, dt, dd, svg.course, ol.files img { break-inside: avoid; }
          dt { break-after: avoid; }
          p { orphans: 3; widows: 3; }
          .wide { overflow: visible; }
          svg.course { min-width: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          figure.course details:not([open]) { display: none; }
          ol.key { columns: 2; font-size: 9pt; }
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
    public static string Render(PostmortemDocument document, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? shown = null, IReadOnlyDictionary<int, string>? paths = null) =>
        TextOutput.Text(html => Write(html, document, shown, paths));

    /// <summary>The same, written as it is made: a long document does not have to fit into memory a second time.</summary>
    /// <inheritdoc cref="Render"/>
    public static void Write(TextWriter to, PostmortemDocument document, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? shown = null, IReadOnlyDictionary<int, string>? paths = null) =>
        TextOutput.Write(to, html => Write(html, document, shown, paths));

    private static void Write(TextOutput html, PostmortemDocument document, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? shown, IReadOnlyDictionary<int, string>? paths)
    {
        var files = new HtmlFiles(shown ?? new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal), paths ?? new Dictionary<int, string>());
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(shown is { Count: > 0 } ? s_policyWithPictures : s_policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").AppendHtml(document.Title).Append("</title>\n")
            .Append("<style>").Append(s_style).Append("</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\">").AppendHtml(document.Title).Append("</h1>\n");
        foreach (var block in document.Preface) Write(html, block, files);
        html.Append("<nav aria-label=\"Sections\"><ul>");
        foreach (var section in document.Sections) html.Append("<li><a href=\"#").Append(section.Id).Append("\">").AppendHtml(section.Heading).Append("</a></li>");
        html.Append("</ul></nav>\n</header>\n<main>\n");
        var drawn = document.Sections.FirstOrDefault(section => section.Id == SectionIds.Summary) ?? document.Sections.FirstOrDefault();
        foreach (var section in document.Sections)
        {
            html.Append("<section aria-labelledby=\"").Append(section.Id).Append("\">\n<h2 id=\"").Append(section.Id).Append("\">").AppendHtml(section.Heading).Append("</h2>\n");
            foreach (var block in section.Blocks) Write(html, block, files);
            if (ReferenceEquals(section, drawn) && document.Course is { } course) HtmlCourse.Write(html, course, document.TimeZone);
            html.Append("</section>\n");
        }

        html.Append("</main>\n</body>\n</html>\n");
    }

    private static void Write(TextOutput html, Block block, HtmlFiles files)
    {
        switch (block)
        {
            case Paragraph p:
                html.Append("<p dir=\"auto\">");
                Write(html, p.Text);
                html.Append("</p>\n");
                break;
            case Subheading h:
                html.Append("<h3 dir=\"auto\">").AppendHtml(UserText.OneLine(h.Text)).Append("</h3>\n");
                break;
            case FactList facts:
                html.Append("<dl class=\"facts\">\n");
                foreach (var fact in facts.Facts)
                {
                    html.Append("<dt>").AppendHtml(fact.Label).Append("</dt><dd dir=\"auto\">");
                    Write(html, fact.Value);
                    html.Append("</dd>\n");
                }

                html.Append("</dl>\n");
                break;
            case BulletList list:
                html.Append("<ul class=\"items\">\n");
                foreach (var item in list.Items)
                {
                    html.Append("<li dir=\"auto\">");
                    Write(html, item);
                    html.Append("</li>\n");
                }

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
                html.Append("<blockquote><p dir=\"auto\">").AppendHtml(quote.Text.Trim()).Append("</p><footer>— ");
                Write(html, quote.Attribution);
                if (quote.Suggested) html.Append(' ').Append(Mark);
                if (quote.Why is { } why) WriteIsolated(html.Append(' '), why);
                html.Append("</footer></blockquote>\n");
                break;
            case TaskTable tasks:
                html.Append("<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Task</th><th scope=\"col\">Owner</th><th scope=\"col\">Due</th><th scope=\"col\">State</th></tr></thead>\n<tbody>\n");
                foreach (var task in tasks.Rows)
                {
                    html.Append("<tr><th scope=\"row\">").AppendHtml(task.Name).Append("</th><td dir=\"auto\">");
                    Write(html, task.Text);
                    html.Append("</td><td>");
                    WriteIsolated(html, task.Owner ?? "nobody yet");
                    html.Append("</td><td>").Append(task.Due is { } due ? $"<time datetime=\"{due:yyyy-MM-dd}\">{DocumentTimes.ShortDate(due)}</time>" : "no date").Append("</td><td>").AppendHtml(task.State).Append("</td></tr>\n");
                }

                html.Append("</tbody>\n</table></div>\n");
                break;
            case FileList list:
                html.Append("<ol class=\"files\">\n");
                foreach (var file in list.Files) files.Write(html, file);
                html.Append("</ol>\n");
                break;
            case Hint hint:
                html.Append("<p class=\"hint\">");
                Write(html, hint.Text);
                html.Append("</p>\n");
                break;
            case Notice notice:
                html.Append("<p class=\"notice\" dir=\"auto\">");
                Write(html, notice.Text);
                html.Append("</p>\n");
                break;
        }
    }

    internal const string Mark = "<span class=\"suggested\">" + SuggestedMark.Word + "</span>";

    private static void Write(TextOutput html, TimelineRow row)
    {
        html.Append("<li><span>");
        Write(html, row.Time);
        html.Append("</span><span dir=\"auto\">");
        if (row.Suggested) html.Append(Mark).Append(' ');
        if (row.Label is { } label) html.Append("<span class=\"label\">").AppendHtml(label).Append(":</span> ");
        Write(html, row.Text);
        html.Append("</span></li>\n");
    }

    internal static void Write(TextOutput html, RichText rich)
    {
        foreach (var part in rich.Parts)
        {
            switch (part)
            {
                case PlainText t: WriteIsolated(html, t.Text); break;
                case Strong t: WriteIsolated(html.Append("<strong>"), t.Text).Append("</strong>"); break;
                case Emphasis t: WriteIsolated(html.Append("<em>"), t.Text).Append("</em>"); break;
                case Code t: html.Append("<code>").AppendHtml(t.Text).Append("</code>"); break;
                case SuggestedMark: html.Append(Mark); break;
                case FileMark t: WriteIsolated(html.Append("<a class=\"file\" href=\"#file-").Append(t.Number).Append("\">").Append(FileMark.Sign).Append(' '), t.Name).Append("</a>"); break;
                case Link t:
                    BeginLink(html, t.Address);
                    WriteIsolated(html, t.Text);
                    EndLink(html, t.Address);
                    break;
                case TimeMark t: Write(html, t); break;
            }
        }
    }

    internal static void Write(TextOutput html, TimeMark time)
    {
        BeginLink(html, time.Address);
        html.Append("<time datetime=\"").Append(time.At.UtcDateTime, "yyyy-MM-ddTHH:mm:ssZ").Append("\">").AppendHtml(time.Written).Append("</time>");
        EndLink(html, time.Address);
    }

    private static void BeginLink(TextOutput html, Uri? address)
    {
        if (IsLinked(address)) html.Append("<a href=\"").AppendHtml(address!.AbsoluteUri).Append("\" rel=\"noreferrer noopener\">");
    }

    private static void EndLink(TextOutput html, Uri? address)
    {
        if (IsLinked(address)) html.Append("</a>");
    }

    private static bool IsLinked(Uri? address) => address?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Text that runs from right to left must not pull what stands beside it along.</summary>
    internal static TextOutput WriteIsolated(TextOutput html, string text) => RunsRightToLeft(text) ? html.Append("<bdi>").AppendHtml(text).Append("</bdi>") : html.AppendHtml(text);

    private static bool RunsRightToLeft(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u0590', '\u08FF') || text.ContainsAnyInRange('\uFB1D', '\uFDFF') || text.ContainsAnyInRange('\uFE70', '\uFEFC');

    internal static string Escape(string text) => TextOutput.Text(html => html.AppendHtml(text));

    /// <summary>Text as text: nothing in it is markup, in an element as well as in an attribute between double quotes.</summary>
    internal static TextOutput AppendHtml(this TextOutput html, string text)
    {
        var rest = UserText.Visible(text).AsSpan();
        while (rest.IndexOfAny(s_signs) is var run and >= 0)
        {
            html.Append(rest[..run]).Append(rest[run] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            rest = rest[(run + 1)..];
        }

        return html.Append(rest);
    }

    private static readonly SearchValues<char> s_signs = SearchValues.Create("&<>\"'");
}
