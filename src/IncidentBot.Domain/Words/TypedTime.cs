using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentBot.Domain.Words;

/// <summary>On which side of now a typed time may lie.</summary>
public enum TimeSide
{
    /// <summary>Not in the future; up to a minute of skew counts as now.</summary>
    Past,
    Future,
    Any,
}

/// <summary>What was understood, or why nothing was.</summary>
/// <param name="At">UTC. Null when refused.</param>
/// <param name="Words">"10 May 2023 14:30 WAT (2 hours ago)", for the answer.</param>
public sealed record ReadTime(DateTimeOffset? At, string Words, Refusal? Refusal);

/// <summary>
/// Reads the times people type. A bare time of day is the last such moment that is not in the future. Where a clock is turned back, a time that occurs
/// twice is the first of the two; where it is turned forward, a time that does not occur is the moment after the gap.
/// </summary>
public static class TypedTime
{
    private const string Examples = "Write it like `14:05`, `20m ago`, `yesterday 23:50` or `2023-05-10 14:30 WAT`.";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <param name="zone">IANA zone for what is typed without one.</param>
    public static ReadTime Read(string? text, DateTimeOffset now, string zone, TimeSide side = TimeSide.Past)
    {
        var typed = Harmless.Plain(text);
        if (typed.Length == 0) return Refuse("No time was given. " + Examples);
        var reading = new TimeReading(typed, now, Zones.OfServer(zone), side);
        if (typed.Length > 80) return Refuse($"That is not a time I understand. {Examples}");
        if (reading.Parse() is not { } at) return Refuse($"\"{Harmless.Line(typed, 80)}\" {reading.Problem ?? "is not a time I understand"}. {Examples}");
        at = at.ToUniversalTime();
        if (at < Earliest) return Refuse($"{Zones.DateAndTime(at, zone)} is too long ago. {Examples}");
        return Sided(at, now, zone, side);
    }

    /// <summary>"10 May 2023 14:30 WAT (2 hours ago)".</summary>
    public static string InWords(DateTimeOffset at, DateTimeOffset now, string zone) => $"{Zones.DateAndTime(at, zone)} ({Relative(at, now)})";

    /// <summary>"14:30 WAT", with the date when it is not today's: "9 May 14:30 WAT".</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now, string zone)
    {
        var (then, today) = (Zones.In(at, Zones.OfServer(zone)).Date, Zones.In(now, Zones.OfServer(zone)).Date);
        var pattern = then == today ? "HH:mm" : then.Year == today.Year ? "d MMM HH:mm" : "d MMM uuuu HH:mm";
        return $"{Zones.Format(at, zone, pattern)} {Zones.NameAt(at, zone)}";
    }

    internal static DateTimeOffset Resolve(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, Resolver).ToDateTimeOffset();

    private static ReadTime Sided(DateTimeOffset at, DateTimeOffset now, string zone, TimeSide side)
    {
        if (at >= Latest) return Refuse($"That is too far in the future. {Examples}");
        if (side == TimeSide.Past && at > now + Skew) return Refuse($"{Zones.DateAndTime(at, zone)} is in the future ({Relative(at, now)}). Give a time that has passed.");
        if (side == TimeSide.Future && at <= now) return Refuse($"{Zones.DateAndTime(at, zone)} has passed ({Relative(at, now)}). Give a time that is still to come.");
        if (side == TimeSide.Past && at > now) at = now.ToUniversalTime();
        return new ReadTime(at, InWords(at, now, zone), null);
    }

    private static ReadTime Refuse(string sentence) => new(null, "", new Refusal(sentence));

    private static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var away = (at - now).Duration();
        if (away < TimeSpan.FromMinutes(1)) return "now";

        // Seconds say nothing about a time typed to the minute.
        var words = Durations.InWords(TimeSpan.FromMinutes(Math.Floor(away.TotalMinutes)));
        return at < now ? words + " ago" : "in " + words;
    }
}

/// <summary>One typed time while it is taken apart: zone, date, then time of day, until nothing is left.</summary>
internal sealed partial class TimeReading(string typed, DateTimeOffset now, DateTimeZone server, TimeSide side)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly TimeSpan _skew = TimeSpan.FromMinutes(1);
    private readonly DateTimeZone _server = server;
    private DateTimeZone _zone = server;
    private string _rest = typed.ToLowerInvariant().Replace('−', '-').Replace('–', '-');
    private DateGiven? _date;

    /// <summary>Why it was not understood, to stand behind the quoted text.</summary>
    public string? Problem { get; private set; }

    public DateTimeOffset? Parse()
    {
        _rest = Filler().Replace(_rest, "").Trim();
        if (_rest is "now" or "just now" or "right now") return now;
        if (Stamp().Match(_rest) is { Success: true } stamp) return FromStamp(stamp.Groups["s"].Value);
        if (Relative() is { } relative) return relative;
        TakeZone();
        if (Problem is not null || !TakeDate() || TakeTime() is not { } time) return null;
        if (_rest.Trim(' ', ',', '-').Length > 0) return null;
        return When(time);
    }

    /// <summary>A date alone, as due dates are given; null when there is none or something else stands beside it.</summary>
    public LocalDate? ParseDate()
    {
        _rest = Filler().Replace(_rest, "").Trim();
        if (!TakeDate() || _date is null || _rest.Trim(' ', ',').Length > 0) return null;
        var date = _date.Date;
        if (_date.HasYear || date >= Today) return date;
        return _date.IsWeekday ? date.PlusWeeks(1) : date.PlusYears(1);
    }

    public LocalDate Today => Instant.FromDateTimeOffset(now).InZone(_zone).Date;

    private static DateTimeOffset? FromStamp(string seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unix) && unix is > 0 and < 4_102_444_800 ? DateTimeOffset.FromUnixTimeSeconds(unix) : null;

    private DateTimeOffset? Relative()
    {
        var match = Ago().Match(_rest);
        if (match.Success && TypedDuration.Parse(match.Groups["d"].Value) is { } ago) return now - ago;
        match = Ahead().Match(_rest);
        return match.Success && TypedDuration.Parse(match.Groups["d"].Value) is { } ahead ? now + ahead : null;
    }

    private void TakeZone()
    {
        if (Take(UtcOffset()) is { } utc)
        {
            _zone = OffsetZone(utc) ?? _zone;
            return;
        }

        // "10:05-10:20" is a range and no offset, so a minus needs a full date before it.
        var numeric = NumericOffset().Match(_rest);
        if (numeric.Success && (numeric.Groups["sign"].Value == "+" || FullDate().IsMatch(_rest)))
        {
            _zone = OffsetZone(numeric) ?? _zone;
            _rest = _rest[..numeric.Index];
            return;
        }

        if (IanaName().Match(_rest) is { Success: true } iana)
        {
            if (Zones.Iana(iana.Groups["z"].Value) is not { } named)
            {
                Problem = "names a time zone that does not exist";
                return;
            }

            _zone = named;
            _rest = _rest[..iana.Index];
            return;
        }

        var word = LastWord().Match(_rest);
        if (!word.Success) return;
        var name = word.Groups["z"].Value;
        if (Zones.Abbreviated(name, _server, now) is { } abbreviated)
        {
            _zone = abbreviated;
            _rest = _rest[..word.Index];
        }
        else if (Zones.Meanings(name) is { } meanings)
        {
            Problem = $"names the zone {name.ToUpperInvariant()}, which may be that of {meanings}: write it like `UTC+5:30` or `Asia/Kolkata`";
        }
    }

    private DateTimeZone? OffsetZone(Match match)
    {
        if (!match.Groups["h"].Success) return DateTimeZone.Utc;
        var minutes = (int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture) * 60) + (match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0);
        if (minutes > 14 * 60)
        {
            Problem = "names a time zone that does not exist";
            return null;
        }

        return DateTimeZone.ForOffset(Offset.FromSeconds((match.Groups["sign"].Value == "-" ? -60 : 60) * minutes));
    }

    private bool TakeDate()
    {
        if (Take(YearFirst()) is { } iso) return SetDate(Number(iso, "y"), Number(iso, "m"), Number(iso, "d"));
        if (Take(Dotted()) is { } dotted) return SetDate(Number(dotted, "y"), Number(dotted, "m"), Number(dotted, "d"));
        if (Take(Slashed()) is { } slashed) return TakeSlashed(slashed);
        if ((Take(DayMonth()) ?? Take(MonthDay())) is { } worded)
            return SetDate(worded.Groups["y"].Success ? Number(worded, "y") : null, 1 + Array.IndexOf(Months, worded.Groups["m"].Value), Number(worded, "d"));
        if (Take(DayWord()) is { } day)
        {
            _date = new DateGiven(Today.PlusDays(day.Value switch { "yesterday" => -1, "tomorrow" => 1, _ => 0 }), HasYear: true);
            return true;
        }

        if (Take(Weekday()) is { } weekday) SetWeekday(1 + Array.IndexOf(Days, weekday.Groups["w"].Value), weekday.Groups["which"].Value);
        return true;
    }

    private bool TakeSlashed(Match match)
    {
        var (first, second) = (Number(match, "a"), Number(match, "b"));
        int? year = match.Groups["y"].Success ? Number(match, "y") : null;
        if (first > 12 && second <= 12) return SetDate(year, second, first);
        if ((second > 12 && first <= 12) || first == second) return SetDate(year, first, second);
        var written = year ?? Today.Year;
        Problem = second is >= 1 and <= 12 && first is >= 1 and <= 12
            ? $"can be two dates, {first} {MonthName(second)} or {second} {MonthName(first)}: write it like `{written}-{second:00}-{first:00}`"
            : "is not a date";
        return false;
    }

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    private bool SetDate(int? year, int month, int day)
    {
        var written = year ?? (month == 2 && day == 29 ? 2000 : Today.Year);
        if (written is < 1900 or > 2200 || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(written, month))
        {
            Problem = "names a day that does not exist";
            return false;
        }

        _date = new DateGiven(year is null && written == 2000 ? LastLeapDay() : new LocalDate(written, month, day), year is not null);
        return true;
    }

    private LocalDate LastLeapDay()
    {
        var year = Today.Year;
        while (!CalendarSystem.Iso.IsLeapYear(year)) year--;
        return new LocalDate(year, 2, 29);
    }

    private void SetWeekday(int isoDay, string which)
    {
        var date = Today;
        var ahead = side == TimeSide.Future || which == "next";
        if (which is "last" or "next") date = date.PlusDays(ahead ? 1 : -1);
        while ((int)date.DayOfWeek != isoDay) date = date.PlusDays(ahead ? 1 : -1);
        _date = new DateGiven(date, HasYear: which.Length > 0, IsWeekday: true);
    }

    private LocalTime? TakeTime()
    {
        if ((Take(HoursMinutes()) ?? Take(HourOfHalfDay())) is { } clock) return Time(clock);
        if (Take(Noon()) is { } noon) return noon.Value.EndsWith("midnight", StringComparison.Ordinal) ? LocalTime.Midnight : LocalTime.Noon;
        _rest = _rest.Trim(' ', ',');
        if (Take(FourDigits()) is { } digits) return Time(digits);
        if (Take(HourAlone()) is { } hour && (_date is not null || hour.Groups["clock"].Success)) return Time(hour);
        if (_date is not null && _rest.Length == 0) Problem = "is a day: say the time of day too";
        return null;
    }

    private LocalTime? Time(Match match)
    {
        var hour = Number(match, "h");
        var minute = match.Groups["m"].Success ? Number(match, "m") : 0;
        var second = match.Groups["s"].Success ? Number(match, "s") : 0;
        var half = match.Groups["half"].Value;
        var fits = half.Length == 0 ? hour <= 23 : hour is >= 1 and <= 12;
        if (!fits || minute > 59 || second > 59)
        {
            Problem = "is not a time of day";
            return null;
        }

        if (half.Length > 0) hour = (hour % 12) + (half == "p" ? 12 : 0);
        return new LocalTime(hour, minute, second);
    }

    private DateTimeOffset? When(LocalTime time)
    {
        var date = _date ?? new DateGiven(Today, HasYear: false, IsDay: true);
        var at = TypedTime.Resolve(date.Date + time, _zone);
        if (date.HasYear) return at;
        if (side == TimeSide.Future) return at > now ? at : TypedTime.Resolve(Moved(date, 1) + time, _zone);
        return at <= now + _skew ? at : TypedTime.Resolve(Moved(date, -1) + time, _zone);
    }

    private static LocalDate Moved(DateGiven date, int by)
    {
        if (date.IsDay) return date.Date.PlusDays(by);
        if (date.IsWeekday) return date.Date.PlusWeeks(by);
        return date.Date is { Month: 2, Day: 29 } ? date.Date.PlusYears(4 * by) : date.Date.PlusYears(by);
    }

    private Match? Take(Regex form)
    {
        var match = form.Match(_rest);
        if (!match.Success) return null;
        _rest = _rest[..match.Index] + " " + _rest[(match.Index + match.Length)..];
        return match;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <param name="HasYear">It is this very day; else the nearest such day on the side that is asked for.</param>
    private sealed record DateGiven(LocalDate Date, bool HasYear, bool IsWeekday = false, bool IsDay = false);

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Patience = 1000;
    private const string MonthForm = "(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\.?";

    [GeneratedRegex(@"^(at|around|about|approx\.?|ca\.?|~|since|on|by|from)\s*(?=[\d\smtwfsjandoy<])|(?<=\d)(st|nd|rd|th)\b", Form, Patience)]
    private static partial Regex Filler();

    [GeneratedRegex(@"^<t:(?<s>\d{1,12})(:[a-z])?>$", Form, Patience)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"^(-\s*(?<d>[^-]+)|(?<d>.+?)\s+(ago|earlier|before))$", Form, Patience)]
    private static partial Regex Ago();

    [GeneratedRegex(@"^(\+\s*(?<d>.+)|in\s+(?<d>.+)|(?<d>.+?)\s+from\s+now)$", Form, Patience)]
    private static partial Regex Ahead();

    [GeneratedRegex(@"(?<![a-z])\(?(utc|gmt)\s*(?<sign>[+-])\s*(?<h>\d{1,2})(:?(?<m>[0-5]\d))?\)?$", Form, Patience)]
    private static partial Regex UtcOffset();

    [GeneratedRegex(@"(?<=\d[:.]\d{2}([:.]\d{2})?([.,]\d{1,9})?)\s*(?<sign>[+-])(?<h>\d{1,2})(:?(?<m>[0-5]\d))?$", Form, Patience)]
    private static partial Regex NumericOffset();

    [GeneratedRegex(@"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}", Form, Patience)]
    private static partial Regex FullDate();

    [GeneratedRegex(@"(\s|(?<=\d))[(\[]?(?<z>[a-z]+(_[a-z]+)*(/[a-z][a-z_+\-0-9]*)+)[)\]]?$", Form, Patience)]
    private static partial Regex IanaName();

    [GeneratedRegex(@"(\s|(?<=\d))[(\[]?(?<z>[a-z]{1,5})[)\]]?$", Form, Patience)]
    private static partial Regex LastWord();

    [GeneratedRegex(@"(\bon\s+)?(?<!\d)(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?!\d)\s*t?", Form, Patience)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<!\d)(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<y>\d{4})(?!\d)", Form, Patience)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?<![\d:])(?<a>\d{1,2})(/(?<b>\d{1,2})(/(?<y>\d{4}))?|-(?<b>\d{1,2})-(?<y>\d{4}))(?![\d:])", Form, Patience)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"(\bon\s+)?(?<![\d:.])(?<d>\d{1,2})\.?(\s+of)?[\s-]*" + MonthForm + @"(?![a-z])(,?[\s-]*(?<y>(19|20)\d{2})(?![\d:.h]))?", Form, Patience)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(on\s+)?" + MonthForm + @"\s*(?<d>\d{1,2})(?![\d:.h]|\s*[ap]\.?m)(,?\s*(?<y>(19|20)\d{2})(?![\d:.h]))?", Form, Patience)]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"\b(today|yesterday|tomorrow)\b('s)?", Form, Patience)]
    private static partial Regex DayWord();

    [GeneratedRegex(@"\b((?<which>last|next|this)\s+|on\s+)?(?<w>mon|tue|wed|thu|fri|sat|sun)(day|s|sday|nesday|r|rs|rsday|urday)?\b\.?", Form, Patience)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"(\bat\s*)?(?<![\d:.])(?<h>\d{1,2})\s?[:.h]\s?(?<m>\d{2})(\s?[:.]\s?(?<s>\d{2})([.,]\d{1,9})?)?(\s*(?<half>[ap])\.?\s?m\b\.?|\s*(hrs?|hours|uhr|h)\b)?(?![\d:.])", Form, Patience)]
    private static partial Regex HoursMinutes();

    [GeneratedRegex(@"(\bat\s*)?(?<![\d:.])(?<h>\d{1,2})\s*(?<half>[ap])\.?\s?m\b\.?", Form, Patience)]
    private static partial Regex HourOfHalfDay();

    [GeneratedRegex(@"(\bat\s*)?\b(noon|midday|midnight)\b", Form, Patience)]
    private static partial Regex Noon();

    [GeneratedRegex(@"^(at\s*)?(?<h>\d{2})(?<m>\d{2})(\s?(h|hrs?|hours))?$", Form, Patience)]
    private static partial Regex FourDigits();

    [GeneratedRegex(@"^(at\s*)?(?<h>\d{1,2})(?<clock>\s?(h|o'?clock|uhr)\b)?$", Form, Patience)]
    private static partial Regex HourAlone();
}
