using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Reports;

/// <summary>
/// The report's moments as instants. What it leaves out (the day, the zone, the end) is assumed in the plainest way, and each assumption is said.
/// </summary>
internal sealed class ReportWindow
{
    // A line may stand a little out of order; a step back of more than this is the next day.
    private static readonly TimeSpan OutOfOrder = TimeSpan.FromHours(8);

    private readonly DateTimeZone zone;
    private readonly DateOnly day;
    private readonly List<string> assumed = [];
    private readonly List<Milestone> guessed = [];

    private ReportWindow(WrittenReport report, DateOnly day, DateTimeZone zone)
    {
        (this.day, this.zone) = (day, zone);
        if (Moments(report).Any(at => at.Time is not null && at.Offset is null)) assumed.Add($"It names no time zone that is known: its times were read in this server's, {zone.Id}.");
        var last = (DateTimeOffset?)null;
        if (report.Start is not { Time: not null })
        {
            Guess(Milestone.Started);
            assumed.Add("It does not say at what time it began: the beginning of the day stands for it.");
        }

        Started = Instant(report.Start ?? new ReportMoment(day, null, null), ref last);
        last = Started;
        Lines = [.. report.Timeline.Select(line => line.At is { Time: not null } known ? Instant(known, ref last) : (DateTimeOffset?)null)];
        Ended = EndOf(report, Started);
    }

    public static ReportWindow Of(WrittenReport report, ReportSource source, Asker asker)
    {
        var local = Zones.OfServer(asker.Settings.TimeZone);
        if (Moments(report).Select(at => at.Date).FirstOrDefault(date => date is not null) is { } named) return new ReportWindow(report, named, local);
        if (source.Day is { } given)
        {
            var told = new ReportWindow(report, given, local);
            told.assumed.Insert(0, $"The report names no day: {Written(given)} was given for it.");
            return told;
        }

        // The last day on which all of it can have happened.
        var today = DateOnly.FromDateTime(Zones.In(asker.Now, local).ToDateTimeUnspecified());
        var window = new ReportWindow(report, today, local);
        if (window.Latest > asker.Now) window = new ReportWindow(report, today = today.AddDays(-1), local);
        window.assumed.Insert(0, $"The report names no day: {Written(today)}, the last it can have been, was taken.");
        window.DayAssumed = true;
        return window;
    }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset Ended { get; }

    /// <summary>The last moment it names.</summary>
    public DateTimeOffset Latest => Lines.Append(Started).Append(Ended).Max()!.Value;

    /// <summary>When each line of the report's timeline was, in its order; null where it has no time.</summary>
    public ImmutableArray<DateTimeOffset?> Lines { get; }

    public bool DayAssumed { get; private set; }

    public ImmutableArray<string> Assumed => [.. assumed];

    public ImmutableArray<Milestone> Guessed => [.. guessed];

    private DateTimeOffset EndOf(WrittenReport report, DateTimeOffset began)
    {
        var last = (DateTimeOffset?)began;
        if (report.End is { Time: not null } end && Instant(end, ref last) is { } stated && stated >= began) return stated;
        if (report.Duration is { } length && length > TimeSpan.Zero) return began + length;
        Guess(Milestone.Resolved);
        if (Lines.Max() is { } line && line > began)
        {
            assumed.Add("It does not say when it was over: the last time in it was taken.");
            return line;
        }

        assumed.Add("It does not say when it was over: correct it with `/incident time resolved`.");
        return began;
    }

    private void Guess(Milestone milestone) => guessed.Add(milestone);

    private DateTimeOffset Instant(ReportMoment at, ref DateTimeOffset? last)
    {
        var time = at.Time ?? default;
        var result = In(at.Date ?? (last is { } before ? LocalDay(before, at.Offset) : day), time, at.Offset);
        if (at.Date is null && last is { } previous && result < previous - OutOfOrder) result = In(LocalDay(previous, at.Offset).AddDays(1), time, at.Offset);
        last = result;
        return result;
    }

    private DateOnly LocalDay(DateTimeOffset at, TimeSpan? offset) => DateOnly.FromDateTime(offset is { } known ? at.ToOffset(known).DateTime : Zones.In(at, zone).ToDateTimeUnspecified());

    private DateTimeOffset In(DateOnly date, TimeOnly time, TimeSpan? offset) => offset is { } known
        ? new DateTimeOffset(date.ToDateTime(time), known).ToUniversalTime()
        : zone.AtLeniently(LocalDate.FromDateOnly(date) + LocalTime.FromTimeOnly(time)).ToDateTimeOffset().ToUniversalTime();

    private static IEnumerable<ReportMoment> Moments(WrittenReport report)
    {
        if (report.Start is { } start) yield return start;
        if (report.End is { } end) yield return end;
        foreach (var line in report.Timeline)
        {
            if (line.At is { } at) yield return at;
        }
    }

    private static string Written(DateOnly date) => date.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
