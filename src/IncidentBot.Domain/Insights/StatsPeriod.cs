using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Words;
using NodaTime;

namespace IncidentBot.Domain.Insights;

/// <summary>From when to when incidents count, by the time of their declaration.</summary>
/// <param name="From">The first moment of it; null: since the beginning.</param>
/// <param name="Until">The first moment after it.</param>
/// <param name="Words">Within a sentence: "the last 90 days", "May 2026", "all time".</param>
public sealed partial record StatsPeriod(DateTimeOffset? From, DateTimeOffset Until, string Words)
{
    public const string Default = "90d";

    /// <summary>The longest that is counted back in days, weeks, months or years.</summary>
    private const int MostDays = 3660;

    public bool Contains(DateTimeOffset at) => (From is null || at >= From) && at < Until;

    /// <summary>Reads "30d", "12w", "6m", "1y", "2026", "2026-05", "all"; null for the default. Whole days in the server's zone.</summary>
    /// <returns>Null when it is none of those.</returns>
    public static StatsPeriod? Read(string? typed, DateTimeOffset now, string zoneId)
    {
        var zone = Zones.OfServer(zoneId);
        var today = Zones.In(now, zone).Date;
        var text = (typed ?? Default).Trim().ToLowerInvariant();
        var tomorrow = Start(today.PlusDays(1));
        if (text is "all" or "ever") return new StatsPeriod(null, tomorrow, "all time");
        if (Back().Match(text) is { Success: true } back && int.TryParse(back.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            var (from, unit) = back.Groups["unit"].Value[0] switch
            {
                'd' => (count > MostDays ? default : today.PlusDays(1 - count), "day"),
                'w' => (count > MostDays / 7 ? default : today.PlusDays(1 - (7 * count)), "week"),
                'm' => (count > MostDays / 31 ? default : today.PlusMonths(-count).PlusDays(1), "month"),
                _ => (count > MostDays / 366 ? default : today.PlusYears(-count).PlusDays(1), "year"),
            };
            return from == default ? null : new StatsPeriod(Start(from), tomorrow, count == 1 ? $"the last {unit}" : $"the last {count} {unit}s");
        }

        if (Month().Match(text) is not { Success: true } match) return null;
        var year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        if (match.Groups["m"].Length == 0) return new StatsPeriod(Start(new LocalDate(year, 1, 1)), Start(new LocalDate(year + 1, 1, 1)), match.Value);
        var month = int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture);
        if (month is < 1 or > 12) return null;
        var first = new LocalDate(year, month, 1);
        return new StatsPeriod(Start(first), Start(first.PlusMonths(1)), first.ToString("MMMM uuuu", CultureInfo.InvariantCulture));

        DateTimeOffset Start(LocalDate date) => zone.AtStartOfDay(date).ToDateTimeOffset().ToUniversalTime();
    }

    [GeneratedRegex(@"^(last\s+)?(?<n>\d{1,4})\s*(?<unit>d(ays?)?|w(eeks?)?|mo?(nths?)?|y(ears?)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Back();

    [GeneratedRegex(@"^(?<y>(19|20)\d\d)(-(?<m>\d\d))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Month();
}
