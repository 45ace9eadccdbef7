using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>What of an incident decides about paging. Read again each time: a severity may be raised meanwhile.</summary>
public sealed record IncidentFacts(Severity Severity, ImmutableArray<string> Services, bool IsDrill = false)
{
    /// <summary>For a policy without conditions, to which it does not matter which incident it is.</summary>
    internal static readonly IncidentFacts Any = new(Severity.Sev1, []);

    public static IncidentFacts Of(Incident incident) => new(incident.Severity, [.. incident.Impacts.SelectMany(impact => impact.Services).Concat(incident.Services).Distinct(StringComparer.OrdinalIgnoreCase)], incident.IsDrill);

    public bool IsSame(IncidentFacts other) => Severity == other.Severity && IsDrill == other.IsDrill && Services.SequenceEqual(other.Services, StringComparer.OrdinalIgnoreCase);
}

/// <summary>When something applies. Every part that is given has to be met; one with no part always is.</summary>
public sealed record Condition
{
    /// <summary>At least this bad.</summary>
    public Severity? Severity { get; init; }

    /// <summary>One of these is hurt. Empty: any.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>True: only drills. False: no drills.</summary>
    public bool? Drill { get; init; }

    public TimeWindow? Time { get; init; }

    public bool IsEmpty => Severity is null && Services.IsEmpty && Drill is null && Time is null;

    /// <summary>Null when it is met, else why not: "it is only for SEV1 and SEV2".</summary>
    public string? Unmet(IncidentFacts facts, DateTimeOffset now)
    {
        if (Severity is { } worst && facts.Severity > worst) return $"it is only for {AtLeast(worst)}";
        if (!Services.IsEmpty && !Services.Any(service => facts.Services.Contains(service, StringComparer.OrdinalIgnoreCase))) return $"it is only for {Lists.InWords(Services)}";
        if (Drill is { } drill && drill != facts.IsDrill) return drill ? "it is only for drills" : "it is not for drills";
        return Time is null || Time.Contains(now) ? null : $"it is only for {Time.InWords()}";
    }

    /// <summary>"SEV1", "SEV1 and SEV2", "SEV1 to SEV3".</summary>
    public static string AtLeast(Severity severity) => severity switch
    {
        Incidents.Severity.Sev1 => "SEV1",
        Incidents.Severity.Sev2 => "SEV1 and SEV2",
        _ => $"SEV1 to {severity.Code()}",
    };

    /// <summary>"for SEV1 and SEV2, for checkout, no drills, Monday to Friday 08:00 to 18:00"; empty when it is always met.</summary>
    public string InWords()
    {
        var parts = new List<string>();
        if (Severity is { } worst) parts.Add("for " + AtLeast(worst));
        if (!Services.IsEmpty) parts.Add("for " + Lists.InWords(Services));
        if (Drill is { } drill) parts.Add(drill ? "drills only" : "no drills");
        if (Time is not null) parts.Add(Time.InWords());
        return string.Join(", ", parts);
    }
}

/// <summary>Hours of the week on the local clock of a zone.</summary>
/// <param name="From">First moment of it.</param>
/// <param name="To">The moment after it. Not later than <paramref name="From"/>: on the next day; the same: all day.</param>
/// <param name="Days">The days on which it begins. Empty: every day.</param>
/// <param name="Zone">IANA name.</param>
public sealed record TimeWindow(TimeOnly From, TimeOnly To, ImmutableArray<DayOfWeek> Days, string Zone)
{
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public bool Contains(DateTimeOffset at) => Begun(new WallClock(Zone, at.UtcDateTime, at.UtcDateTime).ReadingAt(at.UtcDateTime)) is not null;

    /// <summary>
    /// When the window that a moment lies in ends: for good, where one window follows another without a break. Null when the moment lies in none, or
    /// when it never ends.
    /// </summary>
    public DateTimeOffset? EndAfter(DateTimeOffset at)
    {
        var clock = new WallClock(Zone, at.UtcDateTime, at.UtcDateTime.AddDays(Week.Length + 2));
        var local = clock.ReadingAt(at.UtcDateTime);
        if (Begun(local) is null) return null;
        for (var days = 0; days <= Week.Length && Begun(local) is { } day; days++) local = day + Length;
        return Begun(local) is null ? new DateTimeOffset(clock.MomentOf(local)) : null;
    }

    /// <summary>"Monday to Friday, 22:00 to 07:00 Europe/Berlin".</summary>
    public string InWords()
    {
        var hours = From == To ? "all day" : $"{From:HH:mm} to {(To == TimeOnly.MinValue ? "24:00" : To.ToString("HH:mm"))}";
        return $"{(Days.IsEmpty ? "" : DaysInWords(Days) + ", ")}{hours} {Zone}";
    }

    /// <summary>"Monday to Friday", "Saturday and Sunday".</summary>
    public static string DaysInWords(ImmutableArray<DayOfWeek> days)
    {
        var on = Week.Index().Where(day => days.Contains(day.Item)).Select(day => day.Index).ToList();
        return on.Count >= 3 && on[^1] - on[0] == on.Count - 1 ? $"{Week[on[0]]} to {Week[on[^1]]}" : Lists.InWords([.. on.Select(day => Week[day].ToString())]);
    }

    private TimeSpan Length => To > From ? To - From : To - From + (To == From ? TimeSpan.FromDays(1) : TimeSpan.Zero);

    /// <summary>The beginning of the window that a moment of the <see cref="WallClock"/> lies in.</summary>
    private DateTime? Begun(DateTime local)
    {
        foreach (var day in (ReadOnlySpan<DateTime>)[local.Date, local.Date.AddDays(-1)])
        {
            var begin = day + From.ToTimeSpan();
            if ((Days.IsEmpty || Days.Contains(day.DayOfWeek)) && local >= begin && local < begin + Length) return begin;
        }

        return null;
    }
}
