using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;
using IncidentBot.Sandbox.People;
using IncidentBot.Yaml;

namespace IncidentBot.Policies;

/// <summary>Single values as people write them. What is wrong with one is noted, and null comes back.</summary>
internal static partial class BookValues
{
    private static readonly (DayOfWeek Day, string Name)[] Week =
    [
        (DayOfWeek.Monday, "monday"), (DayOfWeek.Tuesday, "tuesday"), (DayOfWeek.Wednesday, "wednesday"), (DayOfWeek.Thursday, "thursday"),
        (DayOfWeek.Friday, "friday"), (DayOfWeek.Saturday, "saturday"), (DayOfWeek.Sunday, "sunday"),
    ];

    public static string? Text(YamlNode? node, string what, BookFile file)
    {
        if (node is null) return null;
        if (node is ScalarNode { IsNull: false } text && !string.IsNullOrWhiteSpace(text.Text)) return text.Text.Trim();
        file.Error(node, $"{what} is text, this is {node.Kind}");
        return null;
    }

    /// <summary>One text, several with commas between, or a list.</summary>
    public static IEnumerable<ScalarNode> Texts(YamlNode? node, string what, BookFile file)
    {
        foreach (var item in node is ListNode list ? list.Items : node is null ? [] : [node])
        {
            if (item is not ScalarNode { IsNull: false } text)
            {
                file.Error(item, $"{what} is text or a list of texts, this is {item.Kind}{(item is ScalarNode ? " (text that begins with '#' needs quotes, else it is a comment)" : "")}");
                continue;
            }

            foreach (var part in text.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) yield return text with { Text = part };
        }
    }

    public static TimeSpan? Length(YamlNode? node, string what, TimeSpan shortest, TimeSpan longest, BookFile file)
    {
        if (Text(node, what, file) is not { } text) return null;
        if (TypedDuration.Read(text).Length is not { } length)
        {
            file.Error(node!, $"'{text}' is no length of time: write it like 5m, 90 min, 1h30m or 2 days");
            return null;
        }

        if (length >= shortest && length <= longest) return length;
        file.Error(node!, $"{what} lasts from {Durations.InWords(shortest)} to {Durations.InWords(longest)}; this is {Durations.InWords(length)}");
        return null;
    }

    public static int? Number(YamlNode? node, string what, int least, int most, BookFile file)
    {
        if (Text(node, what, file) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        file.Error(node!, $"{what} is a number from {least} to {most}, this is '{text}'");
        return null;
    }

    public static bool? YesOrNo(YamlNode? node, string what, BookFile file)
    {
        if (Text(node, what, file) is not { } text) return null;
        switch (text.ToLowerInvariant())
        {
            case "yes" or "true" or "on" or "only":
                return true;
            case "no" or "false" or "off" or "never":
                return false;
        }

        file.Error(node!, $"{what} is yes or no, this is '{text}'");
        return null;
    }

    /// <summary>"sev2", "SEV-2", "2", "major", also "at least sev2" and "sev2+".</summary>
    public static Severity? Severity(YamlNode? node, BookFile file)
    {
        if (Text(node, "a severity", file) is not { } text) return null;
        var match = SeverityShape().Match(text);
        if (match.Groups["number"].Success) return (Severity)(match.Groups["number"].Value[0] - '0');
        if (match.Success && Enum.GetValues<Severity>().Where(one => one.Word() == match.Groups["word"].Value.ToLowerInvariant()).ToList() is [var named]) return named;
        file.Error(node!, $"'{text}' is no severity: write sev1 (critical), sev2 (major), sev3 (minor) or sev4 (low)");
        return null;
    }

    public static string? Zone(YamlNode? node, BookFile file)
    {
        if (Text(node, "a time zone", file) is not { } text) return null;
        var (zone, problem) = ZoneText.Find(text);
        if (problem is not null) file.Error(node!, problem);
        return zone;
    }

    /// <summary>"09:00", "9:30", "9am", "24:00" (which is the midnight at the end, as 00:00).</summary>
    public static TimeOnly? TimeOfDay(string text)
    {
        var match = TimeShape().Match(text.Trim());
        if (!match.Success) return null;
        var hour = int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"].Success ? int.Parse(match.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12) return null;
            hour = (hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0);
        }
        else if (!match.Groups["minute"].Success)
        {
            return null;
        }

        if (hour == 24 && minute == 0) return TimeOnly.MinValue;
        return hour > 23 || minute > 59 ? null : new TimeOnly(hour, minute);
    }

    public static TimeOnly? TimeOfDay(YamlNode? node, BookFile file)
    {
        if (Text(node, "a time of day", file) is not { } text) return null;
        if (TimeOfDay(text) is { } time) return time;
        file.Error(node!, $"'{text}' is no time of day: write it like 09:00");
        return null;
    }

    /// <summary>"08:00-18:00", "22:00 to 07:00", "all day", or a block with from and to.</summary>
    public static (TimeOnly From, TimeOnly To)? Hours(YamlNode? node, BookFile file)
    {
        if (node is MapNode map)
        {
            var fields = new BookFields(map, file);
            var (from, to) = (TimeOfDay(fields.Get("from"), file), TimeOfDay(fields.Get("to", "until"), file));
            fields.RefuseOthers("in hours");
            if (from is null && fields.Get("from") is null) file.Error(map, "'from' is missing: the time of day at which they begin");
            if (to is null && fields.Get("to", "until") is null) file.Error(map, "'to' is missing: the time of day at which they end");
            return from is { } begin && to is { } end ? (begin, end) : null;
        }

        if (Text(node, "hours", file) is not { } text) return null;
        if (Hours(text) is { } hours) return hours;
        file.Error(node!, $"'{text}' are no hours: write them like 08:00-18:00");
        return null;
    }

    /// <summary>"weekdays", "mon-fri", "Saturday, Sunday"; in the order of the week. Null: not understood.</summary>
    public static ImmutableArray<DayOfWeek>? Days(YamlNode? node, BookFile file)
    {
        if (node is null) return null;
        var days = new HashSet<DayOfWeek>();
        var right = true;
        foreach (var text in Texts(node, "a weekday", file))
        {
            if (Days(text.Text) is { } some)
            {
                days.UnionWith(some);
                continue;
            }

            right = false;
            file.Error(text, $"'{text.Text}' is no weekday: write mon, Tuesday, mon-fri, weekdays or weekend{Nearest.Question(text.Text, Week.Select(day => day.Name))}");
        }

        return right && days.Count > 0 ? [.. Week.Select(day => day.Day).Where(days.Contains)] : null;
    }

    public static DayOfWeek? Day(string text)
    {
        var name = text.Trim().ToLowerInvariant().TrimEnd('.');
        if (name.Length > 6 && name.EndsWith('s')) name = name[..^1];
        return name.Length < 2 ? null : Week.Where(day => day.Name.StartsWith(name, StringComparison.Ordinal)).Select(day => (DayOfWeek?)day.Day).ToList() is [{ } one] ? one : null;
    }

    /// <summary>A layer's active hours: "mon-fri 08:00-18:00", a list of such texts, or a block from days to hours.</summary>
    public static ImmutableArray<ActiveSpan> ActiveHours(YamlNode? node, BookFile file)
    {
        var spans = new List<ActiveSpan>();
        switch (node)
        {
            case MapNode map:
                foreach (var (key, value) in map.Entries)
                {
                    var days = Days(key, file);
                    foreach (var range in value is ListNode list ? list.Items : [value])
                    {
                        if (Hours(range, file) is { } hours) spans.AddRange((days ?? []).Select(day => new ActiveSpan(day, hours.From, hours.To)));
                    }
                }

                break;
            case not null:
                foreach (var text in Texts(node, "active hours", file))
                {
                    var split = text.Text.IndexOfAny([.. "0123456789"]);
                    var days = split < 0 ? Days(text.Text) : split == 0 ? [.. Week.Select(day => day.Day)] : Days(text.Text[..split]);
                    if (days is not null && (split < 0 ? (TimeOnly.MinValue, TimeOnly.MinValue) : Hours(text.Text[split..])) is var (from, to)) spans.AddRange(days.Value.Select(day => new ActiveSpan(day, from, to)));
                    else file.Error(text, $"'{text.Text}' are no active hours: write them like mon-fri 08:00-18:00");
                }

                break;
        }

        return [.. spans.Distinct()];
    }

    /// <summary>A date, a local date and time, or one with an offset.</summary>
    public static (DateTime Local, TimeSpan? Offset, bool HasTime)? Moment(string text)
    {
        var match = MomentShape().Match(text.Trim());
        if (!match.Success || !DateTime.TryParseExact(match.Groups["date"].Value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        if (date.Year is < 1900 or > 2200) return null;
        if (!match.Groups["time"].Success) return (date, null, false);
        var clock = match.Groups["time"].Value;
        var midnight = clock is "24:00" or "24:00:00";
        if (!TimeOnly.TryParseExact(midnight ? "00:00" : clock, ["H:mm", "H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        date = date.AddDays(midnight ? 1 : 0) + time.ToTimeSpan();
        if (!match.Groups["offset"].Success) return (date, null, true);
        if (match.Groups["offset"].Value is "Z" or "z") return (date, TimeSpan.Zero, true);
        var (hours, minutes) = (int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture));
        return hours > 14 || minutes > 59 ? null : (date, (match.Groups["offset"].Value[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0), true);
    }

    /// <summary>The moment; without an offset, on the clock of the zone.</summary>
    public static DateTimeOffset? Moment(string text, string zone) => Moment(text) switch
    {
        null => null,
        { Offset: { } offset } given => new DateTimeOffset(DateTime.SpecifyKind(given.Local, DateTimeKind.Unspecified), offset).ToUniversalTime(),
        { } local => ZoneClock.MomentOf(local.Local, zone),
    };

    public static DateTimeOffset? Moment(YamlNode? node, string zone, BookFile file)
    {
        if (Text(node, "a time", file) is not { } text) return null;
        if (Moment(text, zone) is { } at) return at;
        file.Error(node!, $"'{text}' is no date and time: write it like 2026-03-29T09:00");
        return null;
    }

    public static ulong? Id(string? text)
    {
        var match = IdShape().Match(text ?? "");
        return match.Success && ulong.TryParse(match.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
    }

    private static ImmutableArray<DayOfWeek>? Days(string text)
    {
        var name = text.Trim().TrimEnd(':').Trim().ToLowerInvariant();
        switch (name)
        {
            case "every day" or "daily" or "all" or "all week" or "always":
                return [.. Week.Select(day => day.Day)];
            case "weekdays" or "weekday" or "working days" or "workdays":
                return [.. Week.Take(5).Select(day => day.Day)];
            case "weekend" or "weekends":
                return [DayOfWeek.Saturday, DayOfWeek.Sunday];
        }

        if (name.Contains(',', StringComparison.Ordinal))
        {
            var parts = name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Days).ToList();
            return parts.TrueForAll(part => part is not null) ? [.. parts.SelectMany(part => part!.Value)] : null;
        }

        var ends = DayRange().Split(name);
        if (ends.Length > 2 || Day(ends[0]) is not { } first || Day(ends[^1]) is not { } last) return null;
        var from = Array.FindIndex(Week, day => day.Day == first);
        var count = ((Array.FindIndex(Week, day => day.Day == last) - from + 7) % 7) + 1;
        return [.. Enumerable.Range(from, count).Select(i => Week[i % 7].Day)];
    }

    private static (TimeOnly From, TimeOnly To)? Hours(string text)
    {
        if (text.Trim().Equals("all day", StringComparison.OrdinalIgnoreCase)) return (TimeOnly.MinValue, TimeOnly.MinValue);
        var ends = DayRange().Split(text.Trim());
        return ends.Length == 2 && TimeOfDay(ends[0]) is { } from && TimeOfDay(ends[1]) is { } to ? (from, to) : null;
    }

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(at least |from )?(sev(erity)?[\s_-]*)?((?<number>[1-4])|(?<word>critical|major|minor|low))(\s*\+| and (up|worse|above|higher)| or (worse|higher))?$", Form, 1_000)]
    private static partial Regex SeverityShape();

    [GeneratedRegex(@"^(?<hour>\d{1,2})([:.h](?<minute>\d{2}))?\s*((?<half>[ap])\.?m\.?)?$", Form, 1_000)]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", Form, 1_000)]
    private static partial Regex DayRange();

    [GeneratedRegex(@"^(?<date>\d{4}-\d{1,2}-\d{1,2})((\s+|\s*T\s*)(?<time>\d{1,2}:\d{2}(:\d{2})?)\s*(?<offset>Z|[+-](?<hours>\d{2}):?(?<minutes>\d{2}))?)?$", Form, 1_000)]
    private static partial Regex MomentShape();

    [GeneratedRegex(@"^(<(@[&!]?|\#)(?<id>\d{1,20})>|(?<id>\d{1,20}))$", Form, 1_000)]
    private static partial Regex IdShape();
}
