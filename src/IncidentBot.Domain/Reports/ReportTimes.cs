using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Reports;

/// <summary>A time of day as written: the half of the day may be missing.</summary>
/// <param name="Half">"a" or "p" when written; else null, and an hour up to 12 may mean both.</param>
/// <param name="Padded">Written with a leading zero, as people do with the 24-hour clock.</param>
internal readonly record struct ClockTime(int Hour, int Minute, int Second, char? Half, bool Padded)
{
    /// <summary>Whether it may be meant twelve hours later.</summary>
    public bool IsOpen => Half is null && Hour is >= 1 and <= 12 && !Padded;

    public TimeOnly Read(char? half = null)
    {
        var hour = (Half ?? half) switch
        {
            'a' => Hour % 12,
            'p' => Hour % 12 + 12,
            _ => Hour,
        };
        return new TimeOnly(hour % 24, Minute, Second);
    }
}

/// <summary>A date as written: "10/11" may be of two months, and the year may be missing.</summary>
/// <param name="Certain">The month was named, or the year stood first.</param>
internal readonly record struct CalendarDate(int? Year, int Month, int Day, bool Certain);

/// <summary>One mention of a moment, or of a span between two, in a text.</summary>
/// <param name="To">The end of "14:05 to 15:00".</param>
/// <param name="Length">How many characters it takes, what follows it and only parts it from the text included.</param>
internal sealed record TimeMention(CalendarDate? Date, ClockTime? Time, string? Zone, ClockTime? To, CalendarDate? ToDate, int Index, int Length)
{
    /// <summary>"T+15": from the start of the incident.</summary>
    public TimeSpan? SinceStart { get; init; }
}

/// <summary>Finds dates, times of day, zones and lengths of time in written reports.</summary>
internal static partial class ReportTimes
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, decimal> NumberWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = 1,
        ["an"] = 1,
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["forty-five"] = 45,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["ninety"] = 90,
        ["half"] = 0.5m,
        ["half an"] = 0.5m,
        ["half a"] = 0.5m,
    };

    /// <summary>The moment a line begins with, as timelines are written; null when it begins with words.</summary>
    public static TimeMention? Leading(string line, bool allowBareHour)
    {
        if (SinceStartForm().Match(line) is { Success: true } since && Since(since) is { } span)
            return new TimeMention(null, null, null, null, null, 0, since.Length) { SinceStart = span };
        var match = LeadingForm().Match(line);
        if (!match.Success) return null;
        var mention = Read(match);
        if (mention is null) return null;

        // "3 servers were down", "10 of 12": a number is a time only with minutes, a half of the day, a zone or a separator behind it.
        var bare = match.Groups["m"].Length == 0 && match.Groups["ap"].Length == 0 && match.Groups["noon"].Length == 0 && mention.Date is null && match.Groups["mil"].Length == 0;
        if (bare && !(allowBareHour && match.Groups["sep"].Length > 0)) return null;
        if (mention.Time is null && match.Groups["sep"].Length == 0 && match.Length < line.Length) return null;
        return mention;
    }

    /// <summary>Every moment the text names, in its order.</summary>
    public static List<TimeMention> All(string text)
    {
        var found = new List<TimeMention>();
        foreach (Match match in AnyForm().Matches(text))
        {
            if (match.Length == 0 || Read(match) is not { } mention) continue;

            // "3.14" alone is a number, "3.14 pm" a time.
            var isNumber = match.Groups["ms"].Value == "." && match.Groups["ap"].Length == 0 && match.Groups["uhr"].Length == 0 && mention.Zone is null;
            if (isNumber && mention.Date is null) continue;
            if (mention.Date is null && match.Groups["m"].Length == 0 && match.Groups["ap"].Length == 0 && match.Groups["noon"].Length == 0 && match.Groups["mil"].Length == 0) continue;
            found.Add(mention);
        }

        return found;
    }

    /// <summary>The text without the moments and lengths of time it names.</summary>
    public static string Without(string text)
    {
        foreach (var mention in Enumerable.Reverse(All(text))) text = text.Remove(mention.Index, mention.Length);
        return LengthForm().Replace(text, "");
    }

    /// <summary>The zone that a heading such as "Timeline (all times in EAT)" names.</summary>
    public static string? ZoneIn(string heading) => ZoneForm().Match(heading) is { Success: true } match ? ZoneNames.Short(match.Groups["z"].Value) : null;

    /// <summary>Whether the zone is one of the United States.</summary>
    public static bool IsAmerican(string? zone) => zone is "PST" or "PDT" or "PT" or "MST" or "MDT" or "MT" or "CST" or "CDT" or "CT" or "EST" or "EDT" or "ET" or "AKST" or "AKDT" or "HST";

    /// <summary>The text is a date or a time and nothing else.</summary>
    public static bool IsMoment(string text) => All(text) is [{ } only] && !Without(text).Any(char.IsLetterOrDigit) && only.Length > 3;

    /// <summary>The offset of a zone as reports name it; null when it has none or several.</summary>
    public static TimeSpan? OffsetOf(string zone, DateOnly? date, TimeOnly? time)
    {
        if (OffsetForm().Match(zone) is { Success: true } match)
        {
            var span = new TimeSpan(int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture), match.Groups["m"].Length > 0 ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0, 0);
            return match.Groups["s"].Value is "-" or "−" ? -span : span;
        }

        if (zone.Contains('/', StringComparison.Ordinal))
        {
            if (Zones.Iana(zone) is not { } iana || date is not { } day) return null;
            return TypedTime.Resolve(LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(time ?? default), iana).Offset;
        }

        var at = new DateTimeOffset((date ?? new DateOnly(2000, 1, 1)).ToDateTime(time ?? default), TimeSpan.Zero);
        if (Zones.Abbreviated(zone, DateTimeZone.Utc, at) is not { } known) return null;
        return known.GetUtcOffset(Instant.FromDateTimeOffset(at)).ToTimeSpan();
    }

    /// <summary>The first length of time the text names: "one hour", "approximately 2.5 hours", "1h 20m", "90 minutes", "an hour and a half".</summary>
    public static TimeSpan? Length(string text)
    {
        var match = LengthForm().Match(text);
        if (!match.Success) return null;
        var minutes = 0m;
        for (var i = 0; i < match.Groups["n"].Captures.Count; i++)
        {
            var written = match.Groups["n"].Captures[i].Value.Trim();
            if (!NumberWords.TryGetValue(written, out var count) && !decimal.TryParse(written.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count)) return null;
            var unit = match.Groups["u"].Captures[i].Value.ToLowerInvariant();
            var each = unit[0] switch
            {
                's' => 1m / 60,
                'm' => 1m,
                'h' => 60m,
                'd' => 1440m,
                _ => 10_080m,
            };
            minutes += count * each;
            if (count > 100_000) return null;
        }

        if (match.Groups["half"].Length > 0) minutes += 30;
        return minutes > 0 ? TimeSpan.FromMinutes((double)minutes) : null;
    }

    /// <summary>Which of the two first numbers of "09-03-2024" is the month, by the months the text names otherwise; the day comes first where nothing tells.</summary>
    /// <param name="isMonthFirst">The report's time zone is one of the United States, where the month is written first.</param>
    public static DateOnly? Resolve(CalendarDate date, int? year, IReadOnlyCollection<int> namedMonths, bool isMonthFirst)
    {
        if ((date.Year ?? year) is not { } y) return null;
        var (month, day) = (date.Month, date.Day);
        if (!date.Certain && (month > 12 || (day <= 12 && !namedMonths.Contains(month) && (isMonthFirst || namedMonths.Contains(day))))) (month, day) = (day, month);
        return month is >= 1 and <= 12 && day >= 1 && y is >= 1970 and <= 2100 && day <= DateTime.DaysInMonth(y, month) ? new DateOnly(y, month, day) : null;
    }

    private static TimeMention? Read(Match match)
    {
        var date = DateOf(match, "");
        var time = TimeOf(match, "");
        if (date is null && time is null) return null;
        if (time is { Hour: > 24 } or { Minute: > 59 } || time is { Half: not null, Hour: > 12 } or { Half: not null, Hour: 0 }) return null;
        var to = TimeOf(match, "2");
        if (date is not null && to is null && IsBareHour(match)) return new TimeMention(date, null, null, null, null, match.Index, EndOfDate(match) - match.Index);
        if (to is { Hour: > 24 } or { Minute: > 59 }) to = null;

        // "2:30 to 5:00 PM": the half of the day is said once, for both.
        if (time is { Half: null, Hour: <= 12 } open && to is { Half: { } half, Hour: var end } && (open.Hour % 12) <= end % 12) time = open with { Half = half };
        var zone = match.Groups["z"].Success ? ZoneNames.Short(match.Groups["z"].Captures[^1].Value) : null;
        return new TimeMention(date, time, zone, to, DateOf(match, "2"), match.Index, match.Length);
    }

    // "On May 10, 3 customers called": the number is no time.
    private static bool IsBareHour(Match match) => match.Groups["h"].Length > 0
        && match.Groups["m"].Length == 0 && match.Groups["ap"].Length == 0 && match.Groups["uhr"].Length == 0 && !match.Groups["z"].Success;

    private static int EndOfDate(Match match)
    {
        var end = DateParts.Max(part => match.Groups[part].Success ? match.Groups[part].Index + match.Groups[part].Length : 0);
        return Ordinal().Match(match.Value, end - match.Index) is { Success: true } ordinal ? end + ordinal.Length : end;
    }

    private static readonly string[] DateParts = ["iy", "im", "id", "md", "mn", "my", "da", "db", "dy"];

    private static ClockTime? TimeOf(Match match, string n)
    {
        if (n.Length == 0 && match.Groups["noon"].Value is { Length: > 0 } noon) return new ClockTime(noon[0] is 'n' or 'N' ? 12 : 0, 0, 0, null, true);
        if (n.Length == 0 && match.Groups["mil"].Value is { Length: 4 } military) return new ClockTime(Number(military[..2]), Number(military[2..]), 0, null, true);
        var hour = match.Groups["h" + n].Value;
        if (hour.Length == 0) return null;
        var half = match.Groups["ap" + n].Value;
        return new ClockTime(
            Number(hour),
            match.Groups["m" + n].Length > 0 ? Number(match.Groups["m" + n].Value) : 0,
            match.Groups["s" + n].Length > 0 ? Number(match.Groups["s" + n].Value) : 0,
            half.Length > 0 ? char.ToLowerInvariant(half[0]) : null,
            hour[0] == '0');
    }

    private static CalendarDate? DateOf(Match match, string n)
    {
        if (match.Groups["iy" + n].Length > 0) return new CalendarDate(Number(match.Groups["iy" + n].Value), Number(match.Groups["im" + n].Value), Number(match.Groups["id" + n].Value), true);
        if (match.Groups["mn" + n].Length > 0)
        {
            var month = Array.IndexOf(Months, match.Groups["mn" + n].Value[..3].ToLowerInvariant()) + 1;
            return new CalendarDate(YearOf(match.Groups["my" + n].Value), month, Number(match.Groups["md" + n].Value), true);
        }

        if (match.Groups["da" + n].Length == 0) return null;
        return new CalendarDate(YearOf(match.Groups["dy" + n].Value), Number(match.Groups["db" + n].Value), Number(match.Groups["da" + n].Value), false);
    }

    private static int? YearOf(string year) => year.Length switch
    {
        0 => null,
        2 => 2000 + Number(year),
        _ => Number(year),
    };

    private static TimeSpan? Since(Match match)
    {
        var sign = match.Groups["sign"].Value is "-" or "−" ? -1 : 1;
        if (match.Groups["hh"].Length > 0) return sign * new TimeSpan(Number(match.Groups["hh"].Value), Number(match.Groups["mm"].Value), 0);
        var minutes = match.Groups["hours"].Length > 0 ? 60 * Number(match.Groups["hours"].Value) : 0;
        if (match.Groups["minutes"].Length > 0) minutes += Number(match.Groups["minutes"].Value);
        return sign * TimeSpan.FromMinutes(minutes);
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private const string Month = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";

    private const string Date1 =
        @"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:the\s+)?(?:" +
        @"(?<iy>(?:19|20)\d\d)[-/.](?<im>\d{1,2})[-/.](?<id>\d{1,2})" +
        @"|(?<md>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<mn>" + Month + @")(?![a-z])(?:[\s,-]+(?<my>(?:19|20)\d\d)(?!\d))?" +
        @"|(?<mn>" + Month + @")\s*(?<md>\d{1,2})(?:st|nd|rd|th)?(?![\d:.h])(?:\s*,?\s*(?<my>(?:19|20)\d\d)(?!\d))?" +
        @"|(?<da>\d{1,2})(?<ds>[-/.])(?<db>\d{1,2})\k<ds>(?<dy>(?:19|20)?\d\d)(?!\d)" +
        @"))";

    private const string Date2 =
        @"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:the\s+)?(?:(?<iy2>(?:19|20)\d\d)[-/.](?<im2>\d{1,2})[-/.](?<id2>\d{1,2})" +
        @"|(?<md2>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<mn2>" + Month + @")(?![a-z])(?:[\s,-]+(?<my2>(?:19|20)\d\d)(?!\d))?" +
        @"|(?<mn2>" + Month + @")\s*(?<md2>\d{1,2})(?:st|nd|rd|th)?(?![\d:.h])(?:\s*,?\s*(?<my2>(?:19|20)\d\d)(?!\d))?" +
        @"|(?<da2>\d{1,2})(?<ds2>[-/.])(?<db2>\d{1,2})\k<ds2>(?<dy2>(?:19|20)?\d\d)(?!\d)))";

    // 2:05 · 2.05P.M · 14h05 · 14:05:09 · 2 PM
    private const string Time1 = @"(?:(?<noon>noon|midnight)\b|(?<mil>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s?(?:utc|gmt|z|hrs?|hours|h)\b)(?:\s?(?:hrs?|hours|h)\b)?|(?<![\d.,:/-])(?<h>\d{1,2})(?:(?<ms>[:.h])(?<m>\d{2})(?!\d|\.\d|%)(?::(?<s>\d{2})(?:[.,]\d+)?)?)?" + Half1 + @"?(?:\s?(?<uhr>uhr|hrs|h)\b)?)";

    private const string Half1 = @"(?::?\s*(?<ap>[apAP]\s?\.?\s?[mM](?![a-z])\.?))";

    // The end of a span has minutes or a half of the day: "14:05 - 3 servers down" is none.
    private const string Time2 = @"(?:(?<h2>\d{1,2})(?:[:.h](?<m2>\d{2})(?!\d|%)(?::(?<s2>\d{2})(?:[.,]\d+)?)?" + Half2 + @"?|" + Half2 + @"|(?=\s?(?:uhr|hrs|h)\b)))";

    private const string Half2 = @"(?::?\s*(?<ap2>[apAP]\s?\.?\s?[mM](?![a-z])\.?))";

    private const string Abbreviations =
        "UTC|GMT|Z|WEST|WET|BST|WAT|CEST|CET|MESZ|MEZ|CAT|SAST|EEST|EET|EAT|MSK|TRT|GST|PKT|IST|NPT|ICT|WIB|SGT|HKT|PHT|AWST|JST|KST|ACST|ACDT|AEST|AEDT|NZST|NZDT|BRT|ART|NST|NDT|AST|ADT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|AKST|AKDT|HST|ET|CT|MT|PT";

    private const string Zone =
        @"(?:\s*[(\[]?(?<z>(?-i:(?:" + Abbreviations + @")(?![A-Za-z])(?:(?<=UTC|GMT)(?:\s?\+\s?|\s?[−-])\d{1,2}(?::?\d{2})?(?![\d:]))?)|" + ZoneNames.Pattern + @"|(?:\+|(?<=(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?)[−-])\d{2}:?\d{2}(?![\d:])" +
        @"|(?-i:(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Za-z_+-]+(?:/[A-Za-z_]+)?))[)\]]?)";

    private const string Between = @"\s*[,T]?\s*(?:(?:at\s+|from\s+|@\s*|time\s*:\s*|[-–—|]\s*)?(?:around\s+|about\s+|approximately\s+|approx\.?\s*|circa\s+|ca\.?\s*|~\s*)?)";

    private const string Moment = @"(?:" + Date1 + @"(?:" + Between + @"(?:" + Time1 + @"))?" + Zone + @"?|(?:" + Time1 + @")" + Zone + @"?(?:\s*,?\s*(?:on\s+)?(?:" + Date1 + @"))?)";

    private const string Until = @"(?:\s*(?:[-–—]|to|until|till|til|through|and)\s*(?:(?:" + Date2 + @")" + Between + @")?(?:" + Time2 + @")(?=$|[^\d:])" + Zone + "?)";

    [GeneratedRegex(@"^[\s(\[*]*(?:(?:at|on|around|about|approximately|approx\.?|circa|ca\.?|~|by|from|since)\s*)?" + Moment + Until + @"?[)\]*]*(?<sep>\s*(?:[-–—:|>,.→=]+|\])+\s*|\s+(?=\S)|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LeadingForm();

    [GeneratedRegex(@"(?<![\w.])" + Moment + Until + "?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AnyForm();

    [GeneratedRegex(@"^[\s(\[]*T?\s?(?<sign>[+−-])\s?((?<hh>\d{1,2}):(?<mm>[0-5]\d)|(?<hours>\d{1,2})\s?h(ours?)?\s?((?<minutes>\d{1,2})\s?m?(in(utes)?)?)?|(?<minutes>\d{1,4})\s?(m|min|mins|minutes)?)\b[)\]]?\s*[-–—:|,]?\s*(?=\S)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SinceStartForm();

    [GeneratedRegex(@"(?<![\p{L}\d])" + Zone + @"(?![\p{L}\d])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ZoneForm();

    [GeneratedRegex(@"\G(st|nd|rd|th)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"^(?:UTC|GMT)?\s?(?<s>[+−-])\s?(?<h>\d{1,2}):?(?<m>\d{2})?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OffsetForm();

    [GeneratedRegex(
        @"(?<![\w.,:-])((?<n>\d{1,5}([.,]\d{1,2})?|half\s+an?|half|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty-five|forty|fifty|sixty|ninety)[\s-]*(?<u>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?)(?![\w%])\.?(\s*,?\s*(and\s+)?(?=\d|an?\s+hour|one|two|three|four|five|ten|fifteen|twenty|thirty|forty)|))+(?<half>\s*and\s+a\s+half)?",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex LengthForm();
}
