using System.Globalization;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Insights;

/// <summary>Figures as a message in chat: bars of text in a block narrow enough for a phone.</summary>
public static class StatsText
{
    /// <summary>Discord takes so many characters in a message.</summary>
    private const int MessageLimit = 2000;

    /// <summary>A phone shows about so many characters of a code block in a line.</summary>
    private const int Width = 34;

    private const int LabelWidth = 14;
    private const string NotCounted = "-# Drills, false alarms, duplicates and private incidents are not counted.";

    private static readonly string[] Steps = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

    public static string Write(Statistics stats)
    {
        var head = new StringBuilder("**").Append(Say.Count(stats.Incidents, "incident")).Append("** in ").Append(stats.Period.Words);
        if (stats.Service is { } service) head.Append(" · service ").Append(Say.Text(service));
        if (stats.Open > 0) head.Append(CultureInfo.InvariantCulture, $" · {stats.Open} still open");
        head.Append('\n');
        var tail = NotCounted + (stats.Undated == 0 ? "" : $" Nor {(stats.Undated == 1 ? "is 1 imported report that names" : $"are {stats.Undated} imported reports that name")} no day.");
        if (stats.Incidents == 0) return head.Append("Nothing to count, then. May it stay so; `/stats period:all` looks further back.\n").Append(tail).ToString();

        var parts = new List<string> { Block(Times(stats)), Block(Severities(stats)) };
        if (stats.Incidents > 1) parts.Add(Block(Days(stats)));
        if (Services(stats) is { Length: > 0 } services) parts.Insert(2, Block(services));
        if (stats.InStatus.Length > 0) parts.Add(Block(Statuses(stats)));
        if (Causes(stats) is { Length: > 0 } causes) parts.Add(causes);
        parts.Add(Actions(stats));
        if (Postmortems(stats.Postmortems) is { Length: > 0 } postmortems) parts.Add(postmortems);
        if (stats.Incidents == 1) parts.Add("One incident is a story, not a statistic: read its postmortem.\n");

        // What comes first matters most; what does not fit stands in the file.
        var text = head;
        foreach (var part in parts.Where(part => text.Length + part.Length + tail.Length <= MessageLimit)) text.Append(part);
        return text.Append(tail).ToString();
    }

    /// <summary>"4 min", "1.5 h", "2.3 d": a length in as few characters as it takes to compare it.</summary>
    public static string Short(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => "< 1 min",
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(length.TotalMinutes):0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalDays:0.#} d"),
    };

    /// <summary>"Time to", the length and the figures' names, in the order of an incident.</summary>
    internal static IEnumerable<(string Name, Spread? Spread)> TimesOf(Statistics stats) =>
        [("detect", stats.ToDetect), ("acknowledge", stats.ToAcknowledge), ("mitigate", stats.ToMitigate), ("resolve", stats.ToResolve)];

    private static string Times(Statistics stats) => Table("time to", TimesOf(stats));

    private static string Statuses(Statistics stats) => Table("time in", stats.InStatus.Select(one => (one.Status.Word(), (Spread?)one.Spent)));

    private static string Table(string title, IEnumerable<(string Name, Spread? Spread)> rows)
    {
        var text = new StringBuilder($"{title,-LabelWidth}{"median",8}{"90 %",8}{"of",4}\n");
        foreach (var (name, spread) in rows)
            text.Append(CultureInfo.InvariantCulture, $"{name,-LabelWidth}{(spread is null ? "–" : Short(spread.Median)),8}{(spread is null ? "–" : Short(spread.Ninetieth)),8}{spread?.Count ?? 0,4}\n");
        return text.ToString();
    }

    private static string Severities(Statistics stats) => Bars(stats.BySeverity.Select(one => ($"{one.Severity.Code()} {one.Severity.Word()}", one.Count)));

    private static string Services(Statistics stats) => stats.Service is null ? Bars(stats.ByService.Take(5)) : "";

    private static string Days(Statistics stats)
    {
        var most = Math.Max(1, stats.ByHour.Max());
        var hours = string.Concat(stats.ByHour.Select(count => Steps[count == 0 ? 0 : Math.Max(1, count * 8 / most)]));
        return Bars(stats.ByWeekday.Select(one => (one.Day.ToString(), one.Count))) + $"\nhour of day ({Harmless.Cut(stats.TimeZone, 20)})\n{hours}\n0     6     12    18\n";
    }

    private static string Bars(IEnumerable<(string Label, int Count)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return "";
        var most = Math.Max(1, all.Max(row => row.Count));
        var digits = most.ToString(CultureInfo.InvariantCulture).Length;
        var room = Width - LabelWidth - digits - 1;
        var text = new StringBuilder();
        foreach (var (label, count) in all)
        {
            var bar = new string('█', count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)count * room / most)));
            var name = Harmless.Cut(Plain(label), LabelWidth - 1);
            text.Append(CultureInfo.InvariantCulture, $"{name.PadRight(LabelWidth)}{bar}{(bar.Length == 0 ? "" : " ")}{count}\n");
        }

        return text.ToString();
    }

    private static string Causes(Statistics stats)
    {
        if (stats.RepeatCauses.IsEmpty) return "";
        var text = new StringBuilder("Causes that came back:\n");
        foreach (var cause in stats.RepeatCauses.Take(3))
            text.Append(CultureInfo.InvariantCulture, $"- “{Harmless.Line(cause.Phrase, 60)}” {cause.Incidents.Length}×: {string.Join(", ", cause.Incidents.Take(5).Select(incident => incident.Name))}{(cause.Incidents.Length > 5 ? " …" : "")}\n");
        return text.ToString();
    }

    private static string Actions(Statistics stats) => stats.OpenActions == 0
        ? "No action item of these is open.\n"
        : $"{Say.Count(stats.OpenActions, "action item")} of these {(stats.OpenActions == 1 ? "is" : "are")} open{(stats.OverdueActions == 0 ? "" : $", {stats.OverdueActions} past {(stats.OverdueActions == 1 ? "its" : "their")} date")}: `/action list`.\n";

    private static string Postmortems(PostmortemFigures figures)
    {
        if (figures.Known == 0) return "";
        List<string> counts = [];
        if (figures.Drafts > 0) counts.Add(Say.Count(figures.Drafts, "draft"));
        if (figures.InReview > 0) counts.Add($"{figures.InReview} in review");
        if (figures.Published > 0) counts.Add($"{figures.Published} published{(figures.ToPublish is { } spread ? $" (median {Short(spread.Median)} after the incident)" : "")}");
        return $"Postmortems: {Lists.InWords(counts)}{(figures.Overdue == 0 ? "" : $"; {figures.Overdue} past {(figures.Overdue == 1 ? "its" : "their")} date")} (`/postmortem list`).\n";
    }

    // Within a block of code nothing is escaped, and a backtick would end it.
    private static string Plain(string text) => Harmless.Plain(text).Replace('`', '\'');

    private static string Block(string text) => $"```\n{text.TrimEnd('\n')}\n```\n";
}
