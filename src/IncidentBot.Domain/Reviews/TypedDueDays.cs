using System.Globalization;
using System.Text.RegularExpressions;
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
        var refusal = TypedBySeverity.Read<DayCount?>(typed, Examples, ReadOne, out var values);
        return refusal is not null ? new(null, refusal) : new(values.Aggregate(before, (days, one) => days.With(one.Key, one.Value)), null);
    }

    /// <summary>In the form in which it is typed.</summary>
    public static string Write(DueDays days) => TypedBySeverity.Write(severity => days[severity]?.ToString() ?? "off");

    private static Refusal? ReadOne(string typed, out DayCount? days)
    {
        days = null;
        if (typed is "off" or "never" or "none" or "no" or "false") return null;
        var match = Count().Match(typed);
        if (!match.Success) return Refused($"\"{Harmless.Line(typed, 40)}\" is not a number of days.").Refusal;
        var count = int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value.StartsWith('w') && !match.Groups["working"].Success ? 7 : 1);
        if (count is < 1 or > Longest) return Refused($"A postmortem is due after 1 day at the earliest, and {Longest} days at the latest.").Refusal;
        days = new(count, match.Groups["working"].Success);
        return null;
    }

    private static ReadDueDays Refused(string why) => new(null, new Refusal($"{why} {Examples}"));

    [GeneratedRegex(@"^(?<n>\d{1,4})\s*((?<working>(working|business|work)[\s-]*days?|wd)|(?<unit>d|days?|w|weeks?)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Count();
}
