using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Replay;

/// <summary>
/// The times of a scenario file, in its zone. Where the clocks go forward, a time in the skipped hour is the moment after the gap; where they go back, a
/// time in the repeated hour is its first occurrence, unless that has already passed in the scenario.
/// </summary>
internal static partial class ScenarioTime
{
    /// <summary>A time of day this much (or more) before the step above it is the next day's; less is taken for a mistake in the file.</summary>
    private static readonly Duration NextDayFrom = Duration.FromHours(6);

    /// <summary>No scenario is longer than ten years: keeps sums far from overflow.</summary>
    private const double LongestDays = 3_660;

    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    public const string Shapes = "a time of day (14:30), an offset (+5m, +1h30m) or a full time (2023-05-10T14:30)";

    /// <summary>The `at` of a step. Exactly one of the two answers is not null.</summary>
    /// <param name="before">When the step above it happens; the start for the first.</param>
    public static (Instant? At, string? Problem) ReadAt(string text, Instant before, DateTimeZone zone)
    {
        text = text.Trim();
        if (text.StartsWith('+'))
        {
            return TryReadSpan(text[1..], out var span) ? (before + Duration.FromTimeSpan(span), null) : (null, $"'{text}' is no offset: write it like +5m, +90s, +1h30m or +2d");
        }

        if (TryReadTimeOfDay(text, out var time)) return AtTimeOfDay(text, time, before, zone);
        var (full, problem) = ReadFull(text, zone, before);
        if (problem is not null) return (null, problem);
        if (full is not { } at) return (null, $"'{text}' is no time: write {Shapes}");
        return at < before ? (null, $"the time goes backwards: {text} lies before {Local(before, zone)}, where the step above it is") : (at, null);
    }

    /// <summary>The `start` of a scenario: a full time, a date (its midnight) or a time of day on <paramref name="noDate"/>.</summary>
    public static (Instant? At, string? Problem) ReadStart(string text, LocalDate noDate, DateTimeZone zone)
    {
        text = text.Trim();
        if (TryReadTimeOfDay(text, out var time)) return ((noDate.AtMidnight() + time).InZone(zone, Resolver).ToInstant(), null);
        if (TryReadDate(text) is { } date) return (date.AtMidnight().InZone(zone, Resolver).ToInstant(), null);
        var (full, problem) = ReadFull(text, zone, Instant.MinValue);
        if (full is null && problem is null) problem = $"'{text}' is no time: write it like 2023-05-10T14:30";
        return (full, problem);
    }

    /// <summary>"10m", "1h30m", "90 s", "2d": longer than zero.</summary>
    public static bool TryReadSpan(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var match = SpanShape().Match(text.Trim());
        if (!match.Success) return false;
        span = Part(match, "d", TimeSpan.FromDays(1)) + Part(match, "h", TimeSpan.FromHours(1)) + Part(match, "m", TimeSpan.FromMinutes(1)) + Part(match, "s", TimeSpan.FromSeconds(1));
        return span > TimeSpan.Zero && span.TotalDays <= LongestDays;
    }

    private static TimeSpan Part(Match match, string group, TimeSpan unit) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) * unit : TimeSpan.Zero;

    private static (Instant? At, string? Problem) AtTimeOfDay(string text, Period time, Instant before, DateTimeZone zone)
    {
        var day = before.InZone(zone).Date;
        var at = NotBefore(before, day.AtMidnight() + time, zone);
        if (at >= before) return (at, null);
        if (before - at < NextDayFrom)
        {
            var nextDay = day.PlusDays(1).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
            return (null, $"the time goes backwards: {text} lies before {Local(before, zone)}, where the step above it is (if the next day is meant, write {nextDay}T{text})");
        }

        return ((day.PlusDays(1).AtMidnight() + time).InZone(zone, Resolver).ToInstant(), null);
    }

    private static (Instant? At, string? Problem) ReadFull(string text, DateTimeZone zone, Instant notBefore)
    {
        var match = FullShape().Match(text);
        if (!match.Success) return (null, null);
        if (TryReadDate(match.Groups["date"].Value) is not { } date || !TryReadTimeOfDay(match.Groups["time"].Value, out var time)) return (null, $"'{text}' is not in the calendar or on the clock");
        if (!match.Groups["offset"].Success) return (NotBefore(notBefore, date.AtMidnight() + time, zone), null);
        return TryReadOffset(match.Groups["offset"].Value, out var offset) ? ((date.AtMidnight() + time).WithOffset(offset).ToInstant(), null) : (null, $"'{text}' ends in an offset that no zone has");
    }

    private static Instant NotBefore(Instant before, LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        var first = Resolver(mapping).ToInstant();
        return mapping.Count == 2 && first < before ? mapping.Last().ToInstant() : first;
    }

    private static bool TryReadTimeOfDay(string text, out Period time)
    {
        time = Period.Zero;
        var match = TimeShape().Match(text);
        if (!match.Success) return false;
        var hour = int.Parse(match.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = int.Parse(match.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture);
        var second = match.Groups["second"].Success ? int.Parse(match.Groups["second"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12) return false;
            hour = (hour % 12) + (match.Groups["half"].Value[0] is 'p' or 'P' ? 12 : 0);
        }

        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second > 0)) return false;
        time = new PeriodBuilder { Hours = hour, Minutes = minute, Seconds = second }.Build();
        return true;
    }

    private static LocalDate? TryReadDate(string text)
    {
        var match = DateShape().Match(text);
        if (!match.Success) return null;
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        var month = int.Parse(match.Groups["month"].ValueSpan, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        var possible = year is >= 1 and <= 9000 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        return possible ? new LocalDate(year, month, day) : null;
    }

    private static bool TryReadOffset(string text, out Offset offset)
    {
        offset = Offset.Zero;
        if (text is "Z" or "z") return true;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var (hours, minutes) = (int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture));
        if (hours > 14 || minutes > 59) return false;
        offset = Offset.FromSeconds((text[0] == '-' ? -60 : 60) * ((hours * 60) + minutes));
        return true;
    }

    private static string Local(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<hour>\d{1,2})[:.h](?<minute>\d{2})([:.](?<second>\d{2}))?(\s*(?<half>[ap])\.?m\.?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex TimeShape();

    [GeneratedRegex(@"^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex DateShape();

    [GeneratedRegex(@"^(?<date>\d{4}-\d{1,2}-\d{1,2})(\s+|\s*[Tt]\s*)(?<time>\d{1,2}:\d{2}(:\d{2})?)\s*(?<offset>[Zz]|[+-]\d{2}:?\d{2})?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex FullShape();

    [GeneratedRegex(@"^(?!$)((?<d>\d{1,5})\s*d(ays?)?\s*)?((?<h>\d{1,5})\s*h(ours?)?\s*)?((?<m>\d{1,6})\s*m(in(ute)?s?)?\s*)?((?<s>\d{1,7})\s*s(ec(ond)?s?)?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex SpanShape();
}
