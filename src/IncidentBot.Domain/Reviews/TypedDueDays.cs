using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reviews;

public sealed record ReadDueDays(DueDays? Days, Refusal? Refusal);

/// <summary>Reads and writes by when postmortems are due, as it is typed: "sev1: 3 days, sev2: 5 working days, sev4: off"; "1 week" or "off" for all; "default".</summary>
public static partial class TypedDueDays
{
    private const int Longest = 365;
    private const string Examples = "Write it like `sev1: 3 days, sev2: 5 working days, sev4: off`; severities left out stay as they are. `1 week` or `off` alone is for all, `default` goes back.";

    /// <param name="before">What holds for a severity that is not named.</param>
    public static ReadDueDays Read(string? text, DueDays before)
    {
        var typed = Harmless.Plain(text).ToLowerInvariant();
        if (typed.Length == 0) return Refused("No time was given.");
        if (typed == "default") return new(ReviewRules.Default.Due, null);
        var parts = typed.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1 && !Part().IsMatch(parts[0]))
            return ReadOne(parts[0], out var forAll) is { } bad ? Refused(bad) : new(new(forAll, forAll, forAll, forAll), null);
        var days = before;
        var named = new HashSet<Severity>();
        foreach (var part in parts)
        {
            var match = Part().Match(part);
            if (!match.Success) return Refused($"\"{Harmless.Line(part, 40)}\" does not say for which severity.");
            var severity = (Severity)int.Parse(match.Groups["level"].ValueSpan, CultureInfo.InvariantCulture);
            if (!Enum.IsDefined(severity)) return Refused($"There is no {severity.Code()}: severities are sev1 to sev4.");
            if (!named.Add(severity)) return Refused($"{severity.Code()} stands there twice.");
            if (ReadOne(match.Groups["days"].Value, out var count) is { } bad) return Refused(bad);
            days = days.With(severity, count);
        }

        return new(days, null);
    }

    /// <summary>In the form in which it is typed.</summary>
    public static string Write(DueDays days) => string.Join(", ", Enum.GetValues<Severity>().Select(severity => $"{severity.Code().ToLowerInvariant()}: {days[severity]?.ToString() ?? "off"}"));

    /// <returns>What is wrong; null when nothing is.</returns>
    private static string? ReadOne(string typed, out DayCount? days)
    {
        days = null;
        if (typed is "off" or "never" or "none" or "no" or "false") return null;
        var match = Count().Match(typed);
        if (!match.Success) return $"\"{Harmless.Line(typed, 40)}\" is not a number of days.";
        var count = int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value.StartsWith('w') && !match.Groups["working"].Success ? 7 : 1);
        if (count is < 1 or > Longest) return $"A postmortem is due after 1 day at the earliest, and {Longest} days at the latest.";
        days = new(count, match.Groups["working"].Success);
        return null;
    }

    private static ReadDueDays Refused(string why) => new(null, new Refusal($"{why} {Examples}"));

    [GeneratedRegex(@"^sev\s*-?(?<level>\d)\s*[:=]?\s*(?<days>\S.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?<n>\d{1,4})\s*((?<working>(working|business|work)[\s-]*days?|wd)|(?<unit>d|days?|w|weeks?)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Count();
}
