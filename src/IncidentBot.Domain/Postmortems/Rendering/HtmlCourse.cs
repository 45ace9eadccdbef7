using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Postmortems.Rendering;

/// <summary>
/// The incident drawn: a band of time for status and severity, the calls for help below, and numbered pins for what happened, told in the list under it. Patterns,
/// heights, shapes and words carry what colours show. Pins that would overlap become one that names their range; nothing is drawn at a place that is not its time.
/// </summary>
internal sealed class HtmlCourse
{
    // In the drawing's own units, which are CSS pixels at full width.
    private const double Width = 960;
    private const double Left = 84;
    private const double Right = 944;
    private const double LetterWidth = 6.4;
    private const double AxisHeight = 42;
    private const double StatusHeight = 30;
    private const double SeverityHeight = 40;
    private const double LaneHeight = 24;
    private const double PinHeight = 20;
    private const double Gap = 12;
    private const int MostTicks = 9;
    private const int LongestTarget = 24;

    private static readonly ImmutableArray<TimeSpan> s_steps =
    [
        .. new[] { 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200 }.Select(static minutes => TimeSpan.FromMinutes(minutes)),
    ];

    private readonly TextOutput _html;
    private readonly IncidentCourse _course;
    private readonly DocumentTimes _times;
    private readonly string _id;
    private readonly DateTimeOffset _from;
    private readonly double _seconds;

    private HtmlCourse(TextOutput html, IncidentCourse course, DocumentTimes times, string id)
    {
        (_html, _course, _times, _id) = (html, course, times, id);

        // Room for what happens in the first and the last moment.
        var margin = (course.To - course.From) * 0.015;
        _from = course.From - margin;
        _seconds = (course.To - course.From + (margin * 2)).TotalSeconds;
    }

    public static void Write(TextOutput html, IncidentCourse course, string zone)
    {
        var times = new DocumentTimes(zone);
        html.Append("<figure class=\"course\">\n");
        new HtmlCourse(html, course, times, "course").Draw();
        if (Closer(course) is { } part)
        {
            html.Append("<p class=\"closer\">Closer: ").AppendHtml(Span(times, part.From, part.To)).Append("</p>\n");
            new HtmlCourse(html, part, times, "closer").Draw();
        }

        WriteKey(html, course);
        WriteWords(html, course, times);
        html.Append("</figure>\n");
    }

    /// <summary>The part in which most of it happened, when the whole would squeeze it into a corner; null when the whole can be read.</summary>
    private static IncidentCourse? Closer(IncidentCourse course)
    {
        var at = course.Events.Select(e => e.Time.At).ToList();
        if (at.Count < 6) return null;

        var most = (int)Math.Ceiling(at.Count * 0.5);
        var first = Enumerable.Range(0, at.Count - most + 1).MinBy(i => at[i + most - 1] - at[i]);
        var (from, to) = (at[first], at[first + most - 1]);
        if ((to - from) * 6 > course.To - course.From) return null;

        var margin = Max((to - from) * 0.08, TimeSpan.FromSeconds(20));
        from = from - margin < course.From ? course.From : from - margin;
        to = to + margin > course.To ? course.To : to + margin;
        return course with
        {
            From = from,
            To = to,
            Statuses = Within(course.Statuses, from, to),
            Severities = Within(course.Severities, from, to),
            Calls = [.. course.Calls.Where(c => c.From <= to && (c.End ?? course.To) >= from)],
        };
    }

    private static ImmutableArray<CourseSpan> Within(ImmutableArray<CourseSpan> spans, DateTimeOffset from, DateTimeOffset to) =>
        [.. spans.Where(s => s.To > from && s.From < to).Select(s => s with { From = s.From < from ? from : s.From, To = s.To > to ? to : s.To })];

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Draw()
    {
        var lanes = Lanes();
        var pins = AxisHeight + 4;
        var status = pins + PinHeight + 10;
        var severity = status + StatusHeight + Gap;
        var calls = severity + SeverityHeight + Gap;
        var height = calls + (lanes.Count > 0 ? (lanes.Count * LaneHeight) + 26 : 0);

        _html.Append("<div class=\"wide\"><svg class=\"course\" role=\"img\" aria-labelledby=\"").Append(_id).Append("-title ").Append(_id).Append("-desc\" viewBox=\"0 0 ");
        Number(Width).Append(' ');
        Number(height).Append("\" xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"").Append(_id).Append("-title\">The course of the incident, ").AppendHtml(Span(_times, _course.From, _course.To))
            .Append("</title>\n<desc id=\"").Append(_id).Append("-desc\">").AppendHtml(Description()).Append("</desc>\n");
        WritePatterns();
        Axis(severity + SeverityHeight + (lanes.Count > 0 ? Gap + (lanes.Count * LaneHeight) : 0));
        Pins(pins, status);
        RowLabel("Status", status + (StatusHeight / 2));
        foreach (var span in _course.Statuses) Band(span, status, StatusHeight, status + (StatusHeight / 2) + 4);
        RowLabel("Severity", severity + (SeverityHeight / 2));
        foreach (var span in _course.Severities)
        {
            // The worse, the higher.
            var tall = SeverityHeight * (5 - (span.Key[^1] - '0')) / 4;
            Band(span, severity + SeverityHeight - tall, tall, severity + SeverityHeight - (tall / 2) + 4);
        }

        if (lanes.Count > 0)
        {
            RowLabel("Help", calls + (LaneHeight / 2));
            foreach (var (n, lane) in lanes.Index())
            {
                foreach (var placed in lane) Call(placed, calls + (n * LaneHeight) + (LaneHeight / 2));
            }

            Legend(calls + (lanes.Count * LaneHeight) + 16);
        }

        _html.Append("</svg></div>\n");
    }

    private void WritePatterns() => _html
        .Append("<defs>\n<pattern id=\"").Append(_id).Append("-investigating\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"ground investigating\" width=\"8\" height=\"8\"/><rect class=\"figure investigating\" width=\"3\" height=\"8\"/></pattern>\n")
        .Append("<pattern id=\"").Append(_id).Append("-identified\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect class=\"ground identified\" width=\"8\" height=\"8\"/><circle class=\"figure identified\" cx=\"4\" cy=\"4\" r=\"1.8\"/></pattern>\n")
        .Append("<pattern id=\"").Append(_id).Append("-monitoring\" width=\"8\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect class=\"ground monitoring\" width=\"8\" height=\"6\"/><rect class=\"figure monitoring\" width=\"8\" height=\"1.6\"/></pattern>\n</defs>\n");

    private void Axis(double bottom)
    {
        var step = s_steps.FirstOrDefault(one => one.TotalSeconds * MostTicks >= _seconds);
        if (step == default) step = TimeSpan.FromDays(Math.Ceiling(_seconds / MostTicks / 86400));
        var isDaily = step >= TimeSpan.FromDays(1);
        var free = Left - 40;
        var freeForDate = 0.0;
        DateOnly? day = null;
        foreach (var at in Ticks(step))
        {
            var x = X(at);
            var date = _times.Date(at);
            var isNewDay = day is not null && date != day;
            _html.Append("<path class=\"").Append(isNewDay || isDaily ? "tick day" : "tick").Append("\" d=\"M");
            Number(x).Append(' ');
            Number(AxisHeight - 4).Append('V');
            Number(bottom).Append("\"/>\n");
            if (!isDaily && x - 18 >= free)
            {
                Text(x, 34, "middle", "clock", _times.Clock(at));
                free = x + 22;
            }

            if (day is null || isNewDay)
            {
                var words = date.ToString(day is null ? "ddd d MMM yyyy" : "ddd d MMM", CultureInfo.InvariantCulture);
                var at0 = day is null ? Math.Max(x, Left) : x;
                if (at0 >= freeForDate && at0 + (words.Length * LetterWidth) <= Width)
                {
                    Text(at0, isDaily ? 30 : 16, "start", "date", words);
                    freeForDate = at0 + (words.Length * LetterWidth) + 10;
                }
            }

            day = date;
        }

        if (day is null) Text(Left, 16, "start", "date", _times.Date(_course.From).ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture));
    }

    /// <summary>Round times of day in the document's zone; over a change of the clocks they stay round.</summary>
    private IEnumerable<DateTimeOffset> Ticks(TimeSpan step)
    {
        var round = step < TimeSpan.FromDays(1) ? step : TimeSpan.FromDays(1);
        var at = _from;
        for (var n = 0; n < 4 * MostTicks; n++)
        {
            var over = TimeSpan.FromTicks(_times.Local(at).TimeOfDay.Ticks % round.Ticks);
            var tick = over == TimeSpan.Zero ? at : at + (round - over);

            // Where clocks changed on the way, it is some way off.
            var off = TimeSpan.FromTicks(_times.Local(tick).TimeOfDay.Ticks % round.Ticks);
            if (off > TimeSpan.Zero) tick = off > round / 2 ? tick + (round - off) : tick - off;
            if ((tick - _from).TotalSeconds > _seconds) yield break;
            if (tick >= _from) yield return tick;
            at = tick + step - (round / 2);
            if (step == round) at = tick + (round / 2);
        }
    }

    private void Pins(double top, double bandTop)
    {
        var visible = _course.Events.Select((e, n) => (e.Time.At, Number: n + 1)).Where(e => e.At >= _course.From && e.At <= _course.To).ToList();
        var middle = top + (PinHeight / 2);
        var clusters = new List<(double First, double Last, int From, int To)>();
        foreach (var (at, number) in visible)
        {
            var x = X(at);
            if (clusters.Count > 0 && clusters[^1] is var last && x - (Wide(number, number) / 2) < Edge(last) + 2) clusters[^1] = (last.First, x, last.From, number);
            else clusters.Add((x, x, number, number));

            // Grown together, it may reach its neighbour.
            while (clusters.Count > 1 && Begin(clusters[^1]) < Edge(clusters[^2]) + 2)
            {
                clusters[^2] = (clusters[^2].First, clusters[^1].Last, clusters[^2].From, clusters[^1].To);
                clusters.RemoveAt(clusters.Count - 1);
            }
        }

        foreach (var pin in clusters)
        {
            var wide = Edge(pin) - Begin(pin);
            foreach (var (at, number) in visible.Where(e => e.Number >= pin.From && e.Number <= pin.To))
            {
                _html.Append("<path class=\"stem\" d=\"M");
                Number(X(at)).Append(' ');
                Number(middle).Append('V');
                Number(bandTop).Append("\"/>\n");
            }

            _html.Append("<g class=\"pin\"><title>").AppendHtml(Named(pin.From, pin.To)).Append("</title><rect x=\"");
            Number(Begin(pin)).Append("\" y=\"");
            Number(top).Append("\" width=\"");
            Number(wide).Append("\" height=\"");
            Number(PinHeight).Append("\" rx=\"10\"/>");
            Text((Begin(pin) + Edge(pin)) / 2, middle + 4, "middle", "", Range(pin.From, pin.To));
            _html.Append("</g>\n");
        }

        static string Range(int from, int to) => from == to ? from.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{from}–{to}");
        static double Wide(int from, int to) => Math.Max(20, (Range(from, to).Length * 7) + 10);
        static double Begin((double First, double Last, int From, int To) pin) => Math.Min(pin.First, ((pin.First + pin.Last) / 2) - (Wide(pin.From, pin.To) / 2)) - (pin.First == pin.Last ? 0 : 4);
        static double Edge((double First, double Last, int From, int To) pin) => Math.Max(pin.Last, ((pin.First + pin.Last) / 2) + (Wide(pin.From, pin.To) / 2)) + (pin.First == pin.Last ? 0 : 4);
    }

    private string Named(int from, int to)
    {
        var events = _course.Events.Skip(from - 1).Take(to - from + 1).ToList();
        return string.Join("; ", events.Take(4).Select(e => $"{e.Time.Written} {e.Label}")) + (events.Count > 4 ? string.Create(CultureInfo.InvariantCulture, $"; and {events.Count - 4} more") : "");
    }

    private void Band(CourseSpan span, double y, double height, double baseline)
    {
        var (x, end) = (X(span.From), X(span.To));
        _html.Append("<g class=\"band ").Append(span.Key).Append("\"><title>").AppendHtml($"{span.Label}: {Span(_times, span.From, span.To)}, {Durations.InWords(span.To - span.From)}").Append("</title><rect x=\"");
        Number(x).Append("\" y=\"");
        Number(y).Append("\" width=\"");
        Number(Math.Max(1, end - x)).Append("\" height=\"");
        Number(height).Append('"');
        if (span.Key is "investigating" or "identified" or "monitoring") _html.Append(" fill=\"url(#").Append(_id).Append('-').Append(span.Key).Append(")\"");
        _html.Append("/>");
        if (end - x >= (span.Label.Length * LetterWidth) + 12) Text(x + 8, baseline, "start", "on", span.Label);
        _html.Append("</g>\n");
    }

    /// <summary>Calls side by side in time share a lane; each has room for its name.</summary>
    private List<List<PlacedCall>> Lanes()
    {
        var lanes = new List<List<PlacedCall>>();
        foreach (var call in _course.Calls)
        {
            var name = HtmlText(call.Target);
            var begin = Math.Max(X(call.From), Left);
            var end = Math.Min(X(call.End ?? _course.To), Right);
            var wide = (name.Length * LetterWidth) + 14;
            var isAfter = end + 12 + wide <= Width;
            var placed = new PlacedCall(call, name, begin, end, isAfter ? begin - 8 : begin - 12 - wide, isAfter ? end + 12 + wide : end + 8, isAfter);
            var lane = lanes.Find(one => one[^1].RightEdge + 6 <= placed.LeftEdge);
            if (lane is null) lanes.Add([placed]);
            else lane.Add(placed);
        }

        return lanes;
    }

    private static string HtmlText(string target) => UserText.Shorten(UserText.OneLine(UserText.Visible(target)), LongestTarget);

    private void Call(PlacedCall placed, double y)
    {
        var (call, name, begin, end, _, _, isAfter) = placed;
        _html.Append("<g class=\"call\"><title>").AppendHtml(Outcome(call)).Append("</title><path class=\"line\" d=\"M");
        Number(begin).Append(' ');
        Number(y).Append('H');
        Number(end).Append("\"/>");
        foreach (var page in call.Pages.Where(at => at >= _course.From && at <= _course.To)) Triangle(X(page), y);
        if (call.End is { } at && at >= _course.From && at <= _course.To) Sign(call.Outcome, end, y);
        if (isAfter) Text(end + 12, y + 4, "start", "name", name);
        else Text(begin - 12, y + 4, "end", "name", name);
        _html.Append("</g>\n");
    }

    private void Triangle(double x, double y)
    {
        _html.Append("<path class=\"page\" d=\"M");
        Number(x - 5).Append(' ');
        Number(y + 5).Append("h10l-5-10z\"/>");
    }

    private void Sign(CourseOutcome outcome, double x, double y)
    {
        switch (outcome)
        {
            case CourseOutcome.Answered:
                _html.Append("<circle class=\"answered\" cx=\"");
                Number(x).Append("\" cy=\"");
                Number(y).Append("\" r=\"7\"/><path class=\"tick-sign\" d=\"M");
                Number(x - 3.5).Append(' ');
                Number(y).Append("l2.5 3l4.5-5.5\"/>");
                break;
            case CourseOutcome.Unanswered:
                _html.Append("<path class=\"unanswered\" d=\"M");
                Number(x - 5).Append(' ');
                Number(y - 5).Append("l10 10m0-10l-10 10\"/>");
                break;
            case CourseOutcome.Stopped:
                _html.Append("<rect class=\"stopped\" x=\"");
                Number(x - 5).Append("\" y=\"");
                Number(y - 5).Append("\" width=\"10\" height=\"10\"/>");
                break;
        }
    }

    private void Legend(double y)
    {
        var x = Left + 6;
        Triangle(x, y - 4);
        Text(x + 10, y, "start", "legend", "page");
        x += 60;
        foreach (var (outcome, words) in new[] { (CourseOutcome.Answered, "answered"), (CourseOutcome.Unanswered, "nobody answered"), (CourseOutcome.Stopped, "stopped") })
        {
            if (!_course.Calls.Any(c => c.Outcome == outcome && c.End is not null)) continue;

            Sign(outcome, x, y - 4);
            Text(x + 12, y, "start", "legend", words);
            x += 30 + (words.Length * LetterWidth);
        }
    }

    private void RowLabel(string words, double y) => Text(Left - 10, y + 4, "end", "row", words);

    private double X(DateTimeOffset at) => Left + ((Right - Left) * Math.Clamp((at - _from).TotalSeconds / _seconds, 0, 1));

    private void Text(double x, double y, string anchor, string kind, string words)
    {
        _html.Append("<text x=\"");
        Number(x).Append("\" y=\"");
        Number(y).Append("\" text-anchor=\"").Append(anchor).Append('"');
        if (kind.Length > 0) _html.Append(" class=\"").Append(kind).Append('"');
        _html.Append('>').AppendHtml(words).Append("</text>");
    }

    private TextOutput Number(double value) => _html.Append(Math.Round(value, 1));

    /// <summary>"Fri 8 Mar 2024, 22:58 to 23:40 EAT", with the second date where it is another.</summary>
    private static string Span(DocumentTimes times, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (times.Date(from), times.Date(to));
        var second = first == last ? "" : last.ToString("ddd d MMM", CultureInfo.InvariantCulture) + ", ";
        return $"{first.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)}, {times.Clock(from)} to {second}{times.Clock(to)} {times.ZoneName(to)}";
    }

    private string Description()
    {
        var text = new StringBuilder("Status: ");
        text.AppendJoin(", then ", _course.Statuses.Select(s => $"{s.Label} for {Durations.InWords(s.To - s.From)}")).Append(". Severity: ")
            .AppendJoin(", then ", _course.Severities.Select(s => $"{s.Label} from {_times.DayAndClock(s.From)}")).Append('.');
        foreach (var call in _course.Calls) text.Append(' ').Append(Outcome(call)).Append('.');
        return text.Append(CultureInfo.InvariantCulture, $" {_course.Events.Length} numbered events are listed below.").ToString();
    }

    private string Outcome(CourseCall call)
    {
        var pages = call.Pages.Length == 1 ? "1 page" : string.Create(CultureInfo.InvariantCulture, $"{call.Pages.Length} pages");
        var asked = $"{HtmlText(call.Target)} was asked at {_times.DayAndClock(call.From)}, {pages}";
        return call switch
        {
            { Outcome: CourseOutcome.Answered, End: { } at } => $"{asked}, answered at {_times.DayAndClock(at)}, after {Durations.InWords(at - call.From)}",
            { Outcome: CourseOutcome.Unanswered } => $"{asked}, nobody answered",
            { Outcome: CourseOutcome.Stopped } => $"{asked}, stopped",
            _ => $"{asked}, no answer yet",
        };
    }

    private static void WriteKey(TextOutput html, IncidentCourse course)
    {
        if (course.Events.IsEmpty) return;

        html.Append("<ol class=\"key\">\n");
        foreach (var one in course.Events)
        {
            html.Append("<li><span>");
            HtmlRenderer.Write(html, one.Time);
            html.Append(" <b>").AppendHtml(one.Label).Append("</b>");
            if (one.Suggested) html.Append(' ').Append(HtmlRenderer.Mark);
            if (one.Text.Length > 0)
            {
                html.Append(' ');
                HtmlRenderer.WriteIsolated(html, one.Text);
            }

            html.Append("</span></li>\n");
        }

        html.Append("</ol>\n");
        if (course.EventsLeftOut > 0) html.Append("<p class=\"hint\">").Append(course.EventsLeftOut).Append(" more events stand in the timeline.</p>\n");
        if (course.CallsLeftOut > 0) html.Append("<p class=\"hint\">").Append(course.CallsLeftOut).Append(" more calls for help stand under Escalation.</p>\n");
    }

    /// <summary>The bands for those who do not see them, or want them exactly.</summary>
    private static void WriteWords(TextOutput html, IncidentCourse course, DocumentTimes times)
    {
        html.Append("<details><summary>The bands in words</summary><div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Band</th><th scope=\"col\">What</th><th scope=\"col\">From</th><th scope=\"col\">Until</th><th scope=\"col\">How long</th></tr></thead>\n<tbody>\n");
        foreach (var span in course.Statuses) Row("Status", span.Label, span.From, span.To);
        foreach (var span in course.Severities) Row("Severity", span.Label, span.From, span.To);
        foreach (var call in course.Calls)
        {
            var outcome = call.Outcome switch { CourseOutcome.Answered => "answered", CourseOutcome.Unanswered => "nobody answered", CourseOutcome.Stopped => "stopped", _ => "no answer yet" };
            Row("Help", $"{UserText.OneLine(call.Target)}: {call.Pages.Length} {(call.Pages.Length == 1 ? "page" : "pages")}, {outcome}", call.From, call.End);
        }

        html.Append("</tbody>\n</table></div></details>\n");

        void Row(string band, string what, DateTimeOffset from, DateTimeOffset? to)
        {
            html.Append("<tr><th scope=\"row\">").Append(band).Append("</th><td dir=\"auto\">");
            HtmlRenderer.WriteIsolated(html, what);
            html.Append("</td><td>").Append(times.DayAndClock(from)).Append("</td><td>").Append(to is { } end ? times.DayAndClock(end) : "—").Append("</td><td>").Append(to is { } until ? Durations.InWords(until - from) : "—").Append("</td></tr>\n");
        }
    }

    /// <param name="Begin">Where it begins and ends in the drawing.</param>
    /// <param name="LeftEdge">Where it begins with its name.</param>
    private sealed record PlacedCall(CourseCall Call, string Name, double Begin, double End, double LeftEdge, double RightEdge, bool NameIsAfter);
}
