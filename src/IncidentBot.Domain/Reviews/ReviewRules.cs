using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Reviews;

/// <summary>What a server expects of its postmortems.</summary>
public sealed record ReviewRules
{
    /// <summary>More than so many approvals nobody waits for.</summary>
    public const int MostApprovals = 5;

    public static readonly ReviewRules Default = new();

    /// <summary>By when they are to be published. PagerDuty's own practice begins alike: 3 days for SEV1, 5 working days for SEV2.</summary>
    public DueDays Due { get; init; } = new(new(3, false), new(5, true), new(10, true), null);

    /// <summary>How many reviewers have to approve; 0: one may be published without a review, as in a team of one.</summary>
    public int Approvals { get; init; } = 1;
}

/// <summary>By when, by severity. Null: without a due date.</summary>
public sealed record DueDays(DayCount? Sev1, DayCount? Sev2, DayCount? Sev3, DayCount? Sev4)
{
    public DayCount? this[Severity severity] => severity switch
    {
        Severity.Sev1 => Sev1,
        Severity.Sev2 => Sev2,
        Severity.Sev3 => Sev3,
        _ => Sev4,
    };

    public DueDays With(Severity severity, DayCount? days) => severity switch
    {
        Severity.Sev1 => this with { Sev1 = days },
        Severity.Sev2 => this with { Sev2 = days },
        Severity.Sev3 => this with { Sev3 = days },
        _ => this with { Sev4 = days },
    };
}

/// <param name="Count">From 1 up.</param>
/// <param name="Working">Saturdays and Sundays do not count.</param>
public sealed record DayCount(int Count, bool Working)
{
    /// <summary>"3 days", "5 working days".</summary>
    public override string ToString() => Say.Count(Count, Working ? "working day" : "day");
}

/// <summary>Finds due dates.</summary>
public static class DueDate
{
    private static readonly LocalTime MorningHour = new(10, 0);

    /// <summary>When the postmortem of an incident resolved at that instant is due; null: it has no due date. A drill has none, because nothing of it counts.</summary>
    public static PostmortemDue? Of(Incident incident, Servers.ServerSettings settings, DateTimeOffset resolved)
    {
        if (incident.IsDrill || settings.Reviews.Due[incident.Severity] is not { } days) return null;
        var date = Zones.In(resolved, Zones.OfServer(settings.TimeZone)).Date;
        for (var left = days.Count; left > 0;)
        {
            date = date.PlusDays(1);
            if (!days.Working || date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)) left--;
        }

        return On(date.ToDateOnly(), settings.TimeZone, resolved, setBy: null);
    }

    public static PostmortemDue On(DateOnly date, string zone, DateTimeOffset now, PersonId? setBy) =>
        new(date, TypedTime.Resolve(LocalDate.FromDateOnly(date) + MorningHour, Zones.OfServer(zone)).ToUniversalTime(), now.ToUniversalTime(), setBy);

    /// <summary>"Wed 13 May 2023".</summary>
    public static string InWords(DateOnly date) => date.ToString("ddd d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
