using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Postmortems.Talk;

/// <summary>Numbers of users in a sentence, told apart from percentages of machines.</summary>
public static partial class TalkNumbers
{
    /// <summary>"80% of users", "all customers", "half of the shoppers": share of users, 0 to 100. Null when none is named; "cpu at 98%" names none.</summary>
    public static decimal? Percent(string text)
    {
        if (!text.AsSpan().ContainsAny(s_shares)) return null;

        for (var match = ShareOfPeople().Match(text); match.Success; match = match.NextMatch())
        {
            if (decimal.TryParse(match.Groups["n"].ValueSpan.ToString().Replace(',', '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var n) && n <= 100) return n;
        }

        if (Fraction().Match(text) is not { Success: true } fraction) return null;

        return fraction.Groups["word"].Value.ToLowerInvariant() switch
        {
            "half" => 50,
            "a third" or "one third" => 33,
            "two thirds" => 67,
            "a quarter" or "one quarter" or "a fourth" => 25,
            "three quarters" => 75,
            _ => 100,
        };
    }

    /// <summary>"1,200 users", "12k customers", "3 million people". Null when none is named.</summary>
    public static long? People(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('0', '9')) return null;

        for (var match = NumberOfPeople().Match(text); match.Success; match = match.NextMatch())
        {
            var digits = match.Groups["n"].Value;
            var scale = match.Groups["scale"].Value.ToLowerInvariant() switch { "k" or "thousand" => 1_000m, "m" or "mio" or "million" => 1_000_000m, _ => 1m };

            // "1,200" and "1.200" group thousands; "1.2k" is a fraction.
            digits = Grouped().IsMatch(digits) ? digits.Replace(",", "").Replace(".", "").Replace(" ", "") : digits.Replace(',', '.');
            if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && n * scale is >= 1 and <= 10_000_000_000) return (long)(n * scale);
        }

        return null;
    }

    private static readonly SearchValues<string> s_shares = SearchValues.Create(["%", "percent", "per cent", "pct", "half", "third", "quarter", "fourth", "all ", "every "], StringComparison.OrdinalIgnoreCase);

    private const string People_ = @"(?:users?|usr|customers?|custs?|clients?|people|persons?|shoppers?|visitors?|subscribers?|members?|accounts?|merchants?|tenants?|drivers?|riders?|passengers?|patients?|students?|players?|viewers?|readers?|buyers?|sellers?|orgs?|organi[sz]ations?|companies|employees|staff|colleagues?|households?|callers?|guests?|agents?|teachers?|schools?|stores?|shops?|branches|workspaces?|sessions?|devices?|phones?|traffic)";

    [GeneratedRegex(@"(?<![\d.,])(?<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per\s?cent\b|pct\b)\s*(?:of\s+)?(?:(?:the|our|all|active|online|total|paying|mobile|web|ios|android|eu|us|logged[ -]in)\s+){0,3}" + People_ + @"\b|\b" + People_ + @"\b[^.%\d]{0,30}(?<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent\b)(?=[^\w]*(?:$|are|is|of|affected|hit|impacted|see|cannot|can't|cant|failing|fail|out|down))|\b(?:affect\w*|impact\w*|hit(?:s|ting)?|hurt\w*)\s+(?:(?:about|around|roughly|approx\w*|nearly|almost|some|~|maybe|up to|over|at least)\s*)*(?<n>\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent\b)(?!\s*(?:of\s+)?(?:the\s+)?(?:cpu|disk|memory|mem|ram|requests?|reqs?|nodes?|pods?|hosts?))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex ShareOfPeople();

    [GeneratedRegex(@"\b(?<word>half|a third|one third|two thirds|a quarter|one quarter|a fourth|three quarters|all|every|100 percent)\s+(?:of\s+)?(?:(?:the|our|of|active|online|paying|mobile|logged[ -]in)\s+){0,3}(?:users?|customers?|clients?|shoppers?|visitors?|subscribers?|members?|merchants?|tenants?|drivers?|riders?|passengers?|patients?|students?|players?|viewers?|buyers?|sellers?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<![\d.,:/\-])(?<n>\d{1,3}(?:[., ]\d{3})+|\d+(?:[.,]\d{1,2})?)\s?(?<scale>k|m|mio|thousand|million)?\+?\s+(?:(?:of|our|different|concurrent|active|paying|mobile|online|unique|affected|angry|business|individual|registered|logged[ -]in)\s+){0,3}(?:users?|customers?|clients?|people|persons|shoppers?|visitors?|subscribers?|members?|accounts?|merchants?|tenants?|drivers?|riders?|passengers?|patients?|students?|players?|viewers?|buyers?|sellers?|organi[sz]ations?|companies|employees|households?|schools?|stores?|shops?|branches)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TalkText.Unlimited)]
    private static partial Regex NumberOfPeople();

    [GeneratedRegex(@"^\d{1,3}(?:[., ]\d{3})+$", RegexOptions.None, TalkText.Unlimited)]
    private static partial Regex Grouped();
}
