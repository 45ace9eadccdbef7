using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Words;

public sealed record ReadNumber<T>(T? Value, Refusal? Refusal)
    where T : struct;

/// <summary>Reads the shares and counts people type.</summary>
public static partial class TypedNumber
{
    /// <summary>"80%", "80", "about 12.5 percent": 0 to 100.</summary>
    public static ReadNumber<decimal> Percent(string? text)
    {
        var typed = Harmless.Plain(text);
        var match = PercentForm().Match(typed);
        if (!match.Success || !decimal.TryParse(match.Groups["n"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return new(null, new Refusal($"\"{Harmless.Line(typed, 60)}\" is not a share of users I understand. Write it like `80%` or `12.5`."));
        return value is < 0 or > 100
            ? new(null, new Refusal($"A share of users lies between 0 and 100 percent; {value.ToString(CultureInfo.InvariantCulture)} does not."))
            : new(value, null);
    }

    /// <summary>"1,200", "about 300 users", "2k", "1.5 million": 0 or more.</summary>
    public static ReadNumber<long> Count(string? text)
    {
        var typed = Harmless.Plain(text);
        var match = CountForm().Match(typed);
        if (match.Success && Value(match) is { } value)
        {
            return value < 0
                ? new(null, new Refusal("A number of people is 0 or more."))
                : new(value, null);
        }

        return new(null, new Refusal($"\"{Harmless.Line(typed, 60)}\" is not a number of people I understand. Write it like `1200` or `1.5k`."));
    }

    /// <summary>The one share of users a sentence names, such as "about 30% of our users cannot log in"; null when there is none, or more than one.</summary>
    internal static decimal? ShareOfUsersIn(string text)
    {
        var found = ShareInSentence().Matches(text);
        return found.Count == 1 && decimal.TryParse(found[0].Groups["n"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 100 ? value : null;
    }

    private static long? Value(Match match)
    {
        var digits = match.Groups["n"].Value.Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var factor = char.ToLowerInvariant(match.Groups["u"].Value.FirstOrDefault()) switch
        {
            'k' or 't' => 1_000m,
            'm' => 1_000_000m,
            _ => 1m,
        };

        // With "k" or "million" a dot or comma is decimal ("1.5k"); without, it groups thousands ("1,200", "1.200").
        if (factor == 1m)
        {
            if (!Grouped().IsMatch(digits)) return null;
            digits = digits.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        }

        if (!decimal.TryParse(digits.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
        var value = number * factor;
        return Math.Abs(value) > 100_000_000_000m ? null : (long)value;
    }

    [GeneratedRegex(@"^(about|around|roughly|approximately|approx\.?|ca\.?|~|≈|up to|some)?\s*(?<n>-?\d{1,6}([.,]\d{1,6})?)\s*(%|percent|per cent|pct)?(\s+of\s+.*)?\.?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PercentForm();

    [GeneratedRegex(@"^(about|around|roughly|approximately|approx\.?|ca\.?|~|≈|up to|some)?\s*(?<n>-?\d[\d,.' _]{0,20}?)\s*(?<u>k|thousand|m|million)?\b(\s*[a-z][a-z ]*)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CountForm();

    [GeneratedRegex(@"^-?(\d+|\d{1,3}([,.]\d{3})+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"(?<![\d.,])(?<n>\d{1,3}([.,]\d{1,3})?)\s*(%|percent|per cent)\s+(of\s+)?((all|our|the|active)\s+){0,2}(users|customers|people|clients|players|visitors|shoppers|members|subscribers)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShareInSentence();
}
