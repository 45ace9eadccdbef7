using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Insights;

/// <summary>
/// Figures as one HTML file that asks nothing of the network: light and dark by the reader's setting, readable on paper and without colour. Each chart is a
/// drawing with its numbers in it, and says them in words to those who hear it read. The policy in it allows its one style sheet and nothing else.
/// </summary>
public static class StatsPage
{
    private const int RowHeight = 26;
    private const int LabelWidth = 150;
    private const int ChartWidth = 640;

    /// <summary>At the end of a bar, for its number.</summary>
    private const int NumberWidth = 48;

    private const string Style = """

        :root { color-scheme: light dark; --ink: #1c2430; --soft: #566174; --line: #d8dee8; --paper: #ffffff; --tint: #f4f6fa; --bar: #2f6fb5; --worse: #8a4b12; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e3e8f0; --soft: #a3aec0; --line: #38424f; --paper: #14181e; --tint: #1d232b; --bar: #6ea8ea; --worse: #e0a35c; } }
        * { box-sizing: border-box; }
        html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
        body { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
        h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .6rem 0; }
        .soft { color: var(--soft); font-size: .92rem; }
        dl.figures { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.2rem 0; }
        dl.figures div { flex: 1 1 9rem; padding: .7rem .9rem; background: var(--tint); border: 1px solid var(--line); border-radius: .4rem; }
        dl.figures dt { font-size: .85rem; color: var(--soft); }
        dl.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; width: 100%; margin: .8rem 0; }
        caption { text-align: left; color: var(--soft); font-size: .88rem; padding-bottom: .3rem; }
        th, td { text-align: right; padding: .4rem .6rem; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
        th:first-child, td:first-child { text-align: left; }
        thead th { color: var(--soft); font-weight: 600; }
        svg { display: block; width: 100%; height: auto; margin: .5rem 0; }
        svg text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink); }
        svg .scale { fill: var(--soft); font-size: 12px; }
        svg .bar { fill: var(--bar); }
        svg .worse { fill: var(--worse); }
        svg .axis { stroke: var(--line); stroke-width: 1; }
        ul { padding-left: 1.2rem; }
        .wide { overflow-x: auto; }
        @page { size: A4; margin: 18mm 16mm; }
        @media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --tint: #fff; --bar: #555; --worse: #000; } body { max-width: none; padding: 0; } section { break-inside: avoid; } }

        """;

    private static readonly string s_style = Style.ReplaceLineEndings("\n");

    private static readonly string s_policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)))}'; base-uri 'none'; form-action 'none'";

    /// <param name="stats">What to draw.</param>
    /// <param name="asOf">When the figures were made (UTC).</param>
    public static string Write(Statistics stats, DateTimeOffset asOf)
    {
        var times = new DocumentTimes(stats.TimeZone);
        var title = "Incidents in " + stats.Period.Words + (stats.Service is { } service ? $", service {Harmless.Plain(service)}" : "");
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(s_policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").Append(Escape(title)).Append("</title>\n<style>").Append(s_style).Append("</style>\n</head>\n<body>\n<header>\n")
            .Append("<h1 dir=\"auto\">").Append(Escape(title)).Append("</h1>\n")
            .Append("<p class=\"soft\">As of ").Append(Escape(times.Full(asOf))).Append(". Drills, false alarms, duplicates and private incidents are not counted.");
        if (stats.Undated > 0) html.Append(CultureInfo.InvariantCulture, $" Nor {(stats.Undated == 1 ? "is 1 imported report that names" : $"are {stats.Undated} imported reports that name")} no day.");
        html.Append("</p>\n</header>\n<main>\n");
        if (stats.Incidents == 0) html.Append("<p>Nothing to count, then. May it stay so.</p>\n");
        else WriteFigures(html, stats);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteFigures(StringBuilder html, Statistics stats)
    {
        html.Append("<dl class=\"figures\">\n");
        Figure(html, "Incidents", stats.Incidents.ToString(CultureInfo.InvariantCulture));
        Figure(html, "Still open", stats.Open.ToString(CultureInfo.InvariantCulture));
        Figure(html, "Median time to resolve", stats.ToResolve is { } resolve ? StatsText.Short(resolve.Median) : "–");
        Figure(html, "Open action items", stats.OverdueActions == 0 ? stats.OpenActions.ToString(CultureInfo.InvariantCulture) : $"{stats.OpenActions} ({stats.OverdueActions} overdue)");
        html.Append("</dl>\n");
        if (stats.Incidents == 1) html.Append("<p>One incident is a story, not a statistic: read its postmortem.</p>\n");

        Section(html, "times", "How long it took");
        Table(html, "Time to", "From the start of the incident; to acknowledge, from detection. “Of” says of how many it is known.", StatsText.TimesOf(stats));
        html.Append("</section>\n");
        if (stats.InStatus.Length > 0)
        {
            Section(html, "statuses", "Time in each status");
            Table(html, "Time in", "Per incident that was in it.", stats.InStatus.Select(one => (one.Status.Word(), (Spread?)one.Spent)));
            html.Append("</section>\n");
        }

        Section(html, "severity", "By severity");
        Bars(html, "Incidents by severity", [.. stats.BySeverity.Select(one => ($"{one.Severity.Code()} {one.Severity.Word()}", one.Count, one.Severity == Severity.Sev1))]);
        html.Append("</section>\n");
        if (stats.ByService.Length > 0)
        {
            Section(html, "service", "By service");
            Bars(html, "Incidents by service", [.. stats.ByService.Select(one => (Harmless.Plain(one.Service), one.Count, false))]);
            html.Append("</section>\n");
        }

        Section(html, "weekday", $"By day of the week ({stats.TimeZone})");
        Bars(html, "Incidents by day of the week on which they began", [.. stats.ByWeekday.Select(one => (one.Day.ToString(), one.Count, false))]);
        html.Append("</section>\n");
        Section(html, "hour", $"By hour of the day ({stats.TimeZone})");
        Columns(html, stats.ByHour);
        html.Append("</section>\n");

        WritePostmortems(html, stats.Postmortems);
        Section(html, "causes", "Causes that came back");
        if (stats.RepeatCauses.IsEmpty) html.Append("<p>None, by the words of the recorded causes.</p>\n");
        else
        {
            html.Append("<ul>\n");
            foreach (var cause in stats.RepeatCauses)
            {
                html.Append("<li dir=\"auto\">“").Append(Escape(cause.Phrase)).Append("”, ").Append(cause.Incidents.Length).Append(" times: ")
                    .Append(Escape(Lists.InWords([.. cause.Incidents.Select(incident => $"{incident.Name} {Harmless.Cut(Harmless.Plain(incident.Title), 60)}")]))).Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        html.Append("</section>\n");
    }

    private static void WritePostmortems(StringBuilder html, PostmortemFigures figures)
    {
        if (figures.Known == 0) return;
        Section(html, "postmortems", "Postmortems");
        Bars(html, "Postmortems by stage", [("draft", figures.Drafts, false), ("in review", figures.InReview, false), ("published", figures.Published, false)]);
        if (figures.Overdue > 0) html.Append(CultureInfo.InvariantCulture, $"<p>{figures.Overdue} of them {(figures.Overdue == 1 ? "is past its" : "are past their")} date.</p>\n");
        if (figures.ToPublish is { } spread)
            html.Append(CultureInfo.InvariantCulture, $"<p>From the end of the incident to publication: median {Escape(Durations.InWords(spread.Median))}, 90th percentile {Escape(Durations.InWords(spread.Ninetieth))}, of {spread.Count}.</p>\n");
        html.Append("</section>\n");
    }

    private static void Figure(StringBuilder html, string name, string value) =>
        html.Append("<div><dt>").Append(Escape(name)).Append("</dt><dd>").Append(Escape(value)).Append("</dd></div>\n");

    private static void Section(StringBuilder html, string id, string heading) =>
        html.Append("<section aria-labelledby=\"").Append(id).Append("\">\n<h2 id=\"").Append(id).Append("\">").Append(Escape(heading)).Append("</h2>\n");

    private static void Table(StringBuilder html, string title, string caption, IEnumerable<(string Name, Spread? Spread)> rows)
    {
        html.Append("<div class=\"wide\"><table>\n<caption>").Append(Escape(caption)).Append("</caption>\n<thead><tr><th scope=\"col\">").Append(Escape(title))
            .Append("</th><th scope=\"col\">Median</th><th scope=\"col\">90th percentile</th><th scope=\"col\">Of</th></tr></thead>\n<tbody>\n");
        foreach (var (name, spread) in rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(Escape(name)).Append("</th><td>").Append(spread is null ? "not known" : Escape(Durations.InWords(spread.Median)))
                .Append("</td><td>").Append(spread is null ? "not known" : Escape(Durations.InWords(spread.Ninetieth))).Append("</td><td>").Append(spread?.Count ?? 0).Append("</td></tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void Bars(StringBuilder html, string name, IReadOnlyList<(string Label, int Count, bool Worse)> rows)
    {
        var most = Math.Max(1, rows.Max(row => row.Count));
        var height = rows.Count * RowHeight;
        Begin(html, name, height, rows.Select(row => (row.Label, row.Count)));
        foreach (var (n, row) in rows.Index())
        {
            var width = (ChartWidth - LabelWidth - NumberWidth) * row.Count / most;
            var middle = (n * RowHeight) + (RowHeight / 2);
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{middle + 5}\">{Escape(Harmless.Cut(row.Label, 20))}</text>");
            if (width > 0) html.Append(CultureInfo.InvariantCulture, $"<rect class=\"{(row.Worse ? "worse" : "bar")}\" x=\"{LabelWidth}\" y=\"{middle - 8}\" width=\"{width}\" height=\"16\" rx=\"2\"/>");
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{LabelWidth + width + (width > 0 ? 8 : 0)}\" y=\"{middle + 5}\">{row.Count}</text>\n");
        }

        html.Append("</svg>\n");
    }

    private static void Columns(StringBuilder html, IReadOnlyList<int> hours)
    {
        const int Column = 26;
        const int Top = 18;
        const int Body = 120;
        var most = Math.Max(1, hours.Max());
        Begin(html, "Incidents by hour of the day in which they began", Top + Body + 22, hours.Select((count, hour) => ($"{hour:00}:00", count)));
        foreach (var (hour, count) in hours.Index())
        {
            var height = Body * count / most;
            var x = 8 + (hour * Column);
            if (count > 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{x}\" y=\"{Top + Body - height}\" width=\"{Column - 6}\" height=\"{height}\" rx=\"2\"/>")
                    .Append(CultureInfo.InvariantCulture, $"<text class=\"scale\" x=\"{x + ((Column - 6) / 2)}\" y=\"{Top + Body - height - 4}\" text-anchor=\"middle\">{count}</text>");
            }

            if (hour % 3 == 0) html.Append(CultureInfo.InvariantCulture, $"<text class=\"scale\" x=\"{x + ((Column - 6) / 2)}\" y=\"{Top + Body + 16}\" text-anchor=\"middle\">{hour:00}</text>");
        }

        html.Append(CultureInfo.InvariantCulture, $"\n<line class=\"axis\" x1=\"0\" y1=\"{Top + Body}\" x2=\"{ChartWidth}\" y2=\"{Top + Body}\"/>\n</svg>\n");
    }

    // Whoever hears the page read hears the numbers, not the shapes.
    private static void Begin(StringBuilder html, string name, int height, IEnumerable<(string Label, int Count)> rows)
    {
        var words = string.Join(", ", rows.Where(row => row.Count > 0).Select(row => $"{row.Label} {row.Count}"));
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {ChartWidth} {height}\" role=\"img\" aria-label=\"{Escape($"{name}: {(words.Length == 0 ? "none" : words)}.")}\">\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(UserText.Visible(text));
}
