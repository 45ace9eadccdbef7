using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

/// <summary>
/// What the report's times mean together: the day it was, the zone, from when to when. A time without its half of the day is read as the one that comes next.
/// </summary>
internal sealed partial class ReportClock
{
    // A line of a timeline may stand a little out of order; a step back of more than this is the next day.
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromHours(8);

    private readonly int[] namedMonths;
    private readonly int? year;
    private readonly CalendarDate? headed;
    private readonly bool isMonthFirst;

    // It has hours of the second half of a day: its times mean what they say.
    private readonly bool isWholeDay;
    private DateTime? last;

    public ReportClock(ReportPassages report)
    {
        var passages = report.All.Where(passage => passage.Kind != BlockKind.Code).ToArray();
        var mentions = passages.SelectMany(passage => ReportTimes.All(passage.Text).Select(mention => (passage, mention))).ToArray();
        var dates = mentions.Where(m => m.mention.Date is not null).Select(m => (m.passage, date: m.mention.Date!.Value)).ToArray();
        namedMonths = [.. dates.Where(d => d.date.Certain).Select(d => d.date.Month).Distinct()];
        year = dates.Select(d => d.date.Year).FirstOrDefault(y => y is not null);
        isWholeDay = mentions.Select(m => m.mention).SelectMany(m => new[] { m.Time, m.To }).Any(time => time is { Half: null, Hour: 0 or > 12 });
        Zone = ZoneOf(passages, report.Headings, mentions.Select(m => m.mention));
        headed = report.Headings.SelectMany(ReportTimes.All).FirstOrDefault(m => m.Date is not null)?.Date;
        year ??= headed?.Year;
        isMonthFirst = ReportTimes.IsAmerican(Zone);
        (Date, OtherDate) = DateOf(dates);
        (start, end) = Window(passages);
    }

    private readonly DateTime? start;
    private readonly DateTime? end;

    /// <summary>The day it began.</summary>
    public DateOnly? Date { get; }

    /// <summary>Another day that the report gives for it.</summary>
    public DateOnly? OtherDate { get; }

    public string? Zone { get; }

    public DateTime? Start => start;

    public DateTime? End => end;

    /// <summary>A moment in the order of the report: undated ones lie on the incident's day or, past midnight, on the next.</summary>
    public DateTime? Next(TimeMention mention)
    {
        if (mention.SinceStart is { } since) return (start ?? last) is { } zero ? zero + since : null;
        var date = mention.Date is { } given ? ReportTimes.Resolve(given, year ?? Date?.Year, namedMonths, isMonthFirst) : null;
        if (mention.Time is not { } time)
        {
            if (date is { } day) last = day.ToDateTime(default);
            return null;
        }

        var from = last ?? start;
        DateTime at;
        if (date is { } known) at = known.ToDateTime(Half(time, from is { } f && DateOnly.FromDateTime(f) == known ? f.TimeOfDay : null));
        else if (from is not { } before) at = (Date ?? NoDate).ToDateTime(time.Read());
        else
        {
            at = DateOnly.FromDateTime(before).ToDateTime(Half(time, before.TimeOfDay));
            if (at < before - OutOfOrder) at = at.AddDays(1);
        }

        last = at;
        return at;
    }

    public void Rewind() => last = null;

    public ReportMoment Moment(DateTime at)
    {
        DateOnly? date = at.Year < Unknown ? null : DateOnly.FromDateTime(at);
        var time = TimeOnly.FromDateTime(at);
        return new ReportMoment(date, time, Zone is null ? null : ReportTimes.OffsetOf(Zone, date, time));
    }

    // Days without a date are counted from here, so that "past midnight" still means something.
    private const int Unknown = 1000;
    private static readonly DateOnly NoDate = new(10, 1, 10);

    private TimeOnly Half(ClockTime time, TimeSpan? before)
    {
        if (isWholeDay || !time.IsOpen || before is not { } from) return time.Read();
        var (morning, afternoon) = (time.Read('a'), time.Read('p'));
        TimeSpan Ahead(TimeOnly at)
        {
            var ahead = at.ToTimeSpan() - from;
            return ahead < TimeSpan.FromMinutes(-45) ? ahead + TimeSpan.FromDays(1) : ahead;
        }

        return Ahead(morning) <= Ahead(afternoon) ? morning : afternoon;
    }

    /// <summary>It says in which zone the times are.</summary>
    public bool SaysZone(string text) => Zone is not null && AllTimes().Match(text) is { Success: true } all && ZoneNames.Short(all.Groups["z"].Value) == Zone;

    private static string? ZoneOf(IReadOnlyList<Passage> passages, IReadOnlyList<string> headings, IEnumerable<TimeMention> mentions)
    {
        foreach (var passage in passages)
        {
            if (AllTimes().Match(passage.Text) is { Success: true } all) return ZoneNames.Short(all.Groups["z"].Value);
            if (passage.Part == Part.Zone && ZoneName().Match(passage.Text) is { Success: true } name) return ZoneNames.Short(name.Value);
        }

        var zones = mentions.Select(m => m.Zone).OfType<string>();
        return zones.GroupBy(zone => zone, StringComparer.Ordinal).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key
            ?? headings.Select(heading => ReportTimes.ZoneIn(heading)).FirstOrDefault(zone => zone is not null);
    }

    private (DateOnly? Date, DateOnly? Other) DateOf((Passage passage, CalendarDate date)[] dates)
    {
        // Where people say when it was; else wherever a whole date stands.
        var placed = dates.Where(d => d.passage.Part is Part.Summary or Part.Timeline or Part.Date or Part.Start or Part.End or Part.Duration or Part.DetectedAt or Part.Detection or Part.Impact).ToArray();
        if (headed is { } day && ReportTimes.Resolve(day, year, namedMonths, isMonthFirst) is { } told && !placed.Any(d => d.passage.Part is Part.Date or Part.Start or Part.Duration || (d.passage.Part is Part.Timeline or Part.Summary && d.date.Year is not null)))
            return (told, null);
        if (placed.Length == 0) placed = [.. dates.Where(d => d.date.Year is not null && d.passage.Part is not (Part.Front or Part.Measures or Part.Tasks or Part.Corrective or Part.Preventive or Part.Lessons))];
        if (placed.Length == 0) placed = [.. dates.Where(d => d.date.Year is not null)];
        var votes = placed
            .Select((d, index) => (Date: ReportTimes.Resolve(d.date, year, namedMonths, isMonthFirst), Weight: d.date.Certain ? 2 : 1, index, d.passage.Part))
            .Where(v => v.Date is not null)
            .ToArray();

        if (votes.Length == 0) return (null, null);
        var days = votes.GroupBy(v => v.Date!.Value).Select(g => (Date: g.Key, Weight: g.Sum(v => v.Weight), First: g.Min(v => v.Part is Part.Timeline ? v.index + votes.Length : v.index))).OrderBy(d => d.First).ToArray();
        var first = days[0];
        var best = days.MaxBy(d => d.Weight);

        // What is named most often need not be the first day of an incident that lasted for several. Where it follows soon upon the day that stands first
        // it is one of the later days; else one of the two is a mistake, and the one named more often is taken.
        if (best.Date >= first.Date && best.Date.DayNumber - first.Date.DayNumber <= 3) return (first.Date, null);
        return (best.Date, best.Date == first.Date ? null : first.Date);
    }

    private (DateTime? Start, DateTime? End) Window(IReadOnlyList<Passage> passages)
    {
        DateTime? from = Labelled(passages, Part.Start);
        DateTime? to = Labelled(passages, Part.End, from);
        if (from is not null && to is not null) return (from, to);
        foreach (var mention in Ordered(passages).SelectMany(p => ReportTimes.All(p.Text)))
        {
            if (mention is not { Time: not null, To: { } until }) continue;
            var begin = from ?? At(mention, null);
            if (begin is not { } known) continue;
            var day = mention.ToDate is { } toDate ? ReportTimes.Resolve(toDate, year, namedMonths, isMonthFirst) : null;
            var finish = (day ?? DateOnly.FromDateTime(known)).ToDateTime(Half(until, known.TimeOfDay));
            if (finish < known && day is null) finish = finish.AddDays(1);
            if (finish > known) return (known, to ?? finish);
        }

        foreach (var sentence in Ordered(passages).Where(p => p.Part is not Part.Timeline).SelectMany(p => ReportSentences.Split(p.Text)))
        {
            var moments = ReportTimes.All(sentence).Where(m => m.Time is not null).ToArray();
            if (moments.Length == 0) continue;
            if (from is null && Began().IsMatch(sentence)) from = At(moments[0], null);
            if (to is null && (Ended().IsMatch(sentence) || ReportSentences.SaysRestored(sentence)) && (moments.Length > 1 || !Began().IsMatch(sentence))) to = At(moments[^1], from);
        }

        from ??= Labelled(passages, Part.Date);
        return (from, to > from || from is null ? to : null);
    }

    private DateTime? Labelled(IReadOnlyList<Passage> passages, Part part, DateTime? after = null)
    {
        // "Date: …" and "Time: …" may stand in two lines.
        TimeMention? dated = null;
        foreach (var mention in passages.Where(p => p.Part == part).SelectMany(p => ReportTimes.All(p.Text)))
        {
            if (mention.Time is null)
            {
                dated = mention;
                continue;
            }

            return At(mention.Date is null && dated is not null && part != Part.Date ? mention with { Date = dated.Date } : mention, after);
        }

        return null;
    }

    private DateTime? At(TimeMention mention, DateTime? after)
    {
        if (mention.Time is not { } time) return null;
        var given = mention.Date is { } date && after is not null ? ReportTimes.Resolve(date, year, namedMonths, isMonthFirst) : null;
        var day = given ?? (after is { } before ? DateOnly.FromDateTime(before) : Date ?? NoDate);
        var at = day.ToDateTime(after is { } known && given is null ? Half(time, known.TimeOfDay) : time.Read());
        return after is { } a && given is null && at < a ? at.AddDays(1) : at;
    }

    // Where people say from when to when: at the top, then anywhere but in the timeline.
    private static IEnumerable<Passage> Ordered(IReadOnlyList<Passage> passages) => passages.OrderBy(p => p.Part switch
    {
        Part.Duration or Part.Start or Part.End => 0,
        Part.Date => 1,
        Part.Summary => 2,
        Part.Impact => 3,
        Part.Unknown => 4,
        Part.Timeline => 6,
        _ => 5,
    });

    [GeneratedRegex(@"\b(all )?(the )?times( given| listed| shown| below)?( are)?( in)?( given in)?[\s:(]+(?<z>[A-Z]{2,5}(\s?[+−-]\s?\d{1,2}(:\d{2})?)?|[A-Z][a-z]+/[A-Za-z_/]+|(?i:" + ZoneNames.Pattern + @"))(?![\p{L}\d])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllTimes();

    [GeneratedRegex(@"[A-Z][A-Za-z]+/[A-Za-z_/+-]+|UTC\s?[+−-]\d{1,2}(:?\d{2})?|\b[A-Z]{2,5}\b|[+−-]\d{2}:?\d{2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"\b(start(ed|s|ing)?|began|begin(s|ning)?|first (seen|noticed|reported|observed|occurred)|occurred|happened|since|went down|experienced|encountered)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Began();

    [GeneratedRegex(@"\b(ended|ends|until|till|lasted (until|till|to)|was over|concluded)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ended();
}
