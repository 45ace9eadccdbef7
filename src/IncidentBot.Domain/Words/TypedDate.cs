using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace IncidentBot.Domain.Words;

/// <param name="Words">"Friday 15 Mar 2024".</param>
public sealed record ReadDate(DateOnly? Date, string Words, Refusal? Refusal);

/// <summary>Reads the due dates people type: "tomorrow", "friday", "2024-03-12", "in 2 weeks".</summary>
public static partial class TypedDate
{
    private const string Examples = "Write it like `tomorrow`, `friday`, `in 2 weeks` or `2024-03-12`.";

    public static ReadDate Read(string? text, DateTimeOffset now, string zone)
    {
        var typed = Harmless.Plain(text);
        if (typed.Length == 0) return Refuse("No date was given. " + Examples);
        if (typed.Length > 80) return Refuse("That is not a date I understand. " + Examples);
        var reading = new TimeReading(typed, now, Zones.OfServer(zone), TimeSide.Future);
        if ((Span(typed, reading.Today) ?? reading.ParseDate()) is not { } date)
            return Refuse($"\"{Harmless.Line(typed, 80)}\" {reading.Problem ?? "is not a date I understand"}. {Examples}");
        if (date < reading.Today) return Refuse($"{InWords(date.ToDateOnly())} has passed. Give a day that is still to come.");
        return date.Year > 2100 ? Refuse("That is too far in the future. " + Examples) : new ReadDate(date.ToDateOnly(), InWords(date.ToDateOnly()), null);
    }

    /// <summary>"Friday 15 Mar 2024".</summary>
    public static string InWords(DateOnly date) => date.ToString("dddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static LocalDate? Span(string typed, LocalDate today)
    {
        var match = InSpan().Match(typed);
        if (!match.Success)
        {
            return typed.ToLowerInvariant() switch
            {
                "next week" => today.PlusWeeks(1),
                "next month" => today.PlusMonths(1),
                _ => null,
            };
        }

        var count = int.TryParse(match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return char.ToLowerInvariant(match.Groups["u"].Value[0]) switch
        {
            'd' => today.PlusDays(count),
            'w' => today.PlusWeeks(count),
            'm' => today.PlusMonths(count),
            _ => today.PlusYears(Math.Min(count, 100)),
        };
    }

    private static ReadDate Refuse(string sentence) => new(null, "", new Refusal(sentence));

    [GeneratedRegex(@"^(in|within|\+)\s*(?<n>\d{1,3}|an?|one)\s*(?<u>d|days?|w|weeks?|months?|years?)$|^(?<n>\d{1,3})\s*(?<u>d|days?|w|weeks?|months?|years?)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InSpan();
}
