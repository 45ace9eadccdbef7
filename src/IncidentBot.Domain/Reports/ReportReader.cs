using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>
/// Reads incident reports as people write them: Markdown, HTML or plain text, with headings or labels or neither, lists or prose, "2.05P.M" or "06:00 AM",
/// dates missing. It places what it recognises and keeps the rest; the same text gives the same result.
/// </summary>
public static partial class ReportReader
{
    /// <summary>Longer texts are refused before reading: no report of one incident comes near.</summary>
    public const int LongestText = 1_000_000;

    public static WrittenReport Read(string text)
    {
        try
        {
            var passages = ReportPassages.Read(text);
            return new Placing(passages, new ReportClock(passages)).Place();
        }
        catch (RegexMatchTimeoutException)
        {
            // No report looks like that. Nothing of it is lost.
            return new WrittenReport { Unplaced = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] };
        }
    }

    private static readonly Dictionary<string, decimal> Fractions = new(StringComparer.Ordinal)
    {
        ["half"] = 50,
        ["a third"] = 33,
        ["one third"] = 33,
        ["two thirds"] = 67,
        ["a quarter"] = 25,
        ["one quarter"] = 25,
        ["three quarters"] = 75,
        ["a fifth"] = 20,
        ["one fifth"] = 20,
    };

    internal static Severity? SeverityIn(string text, bool labelled)
    {
        if (labelled && BareNumber().Match(text) is { Success: true } bare) return (Severity)Math.Clamp(int.Parse(bare.Groups["n"].Value, CultureInfo.InvariantCulture), 1, 4);
        if (SeverityCode().Match(text) is { Success: true } code)
        {
            var number = int.Parse(code.Groups["n"].Value, CultureInfo.InvariantCulture);
            return (Severity)Math.Clamp(number, 1, 4);
        }

        var match = (labelled ? SeverityWord() : SeverityStated()).Match(text);
        return !match.Success ? null : char.ToLowerInvariant(match.Groups["w"].Value[0]) switch
        {
            'c' or 'b' or 'e' or 'u' => Severity.Sev1,
            'h' => Severity.Sev2,
            'm' => match.Groups["w"].Value.StartsWith("ma", StringComparison.OrdinalIgnoreCase) ? Severity.Sev2 : Severity.Sev3,
            _ => Severity.Sev4,
        };
    }

    /// <summary>The share of users (or, failing that, of requests or orders) that a text says was hurt, 0 to 100.</summary>
    internal static decimal? ShareIn(string text)
    {
        foreach (var form in (ReadOnlySpan<Regex>)[ShareOfPeople(), PeopleOfShare(), ShareOfTraffic()])
        {
            if (form.Match(text) is { Success: true } match
                && decimal.TryParse(match.Groups["n"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 100) return value;
        }

        if (AllPeople().IsMatch(text)) return 100;
        return FractionOfPeople().Match(text) is { Success: true } fraction ? Fractions[Spaces().Replace(fraction.Groups["f"].Value, " ").Replace('-', ' ').ToLowerInvariant()] : null;
    }

    [GeneratedRegex(@"\b(sev(erity)?[\s:-]*(level\s*)?|p(riority)?[\s-]?)(?<n>[0-5])\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SeverityCode();

    [GeneratedRegex(@"\b(?<w>critical|blocker|emergency|urgent|major|high|medium|moderate|minor|low|trivial)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SeverityWord();

    [GeneratedRegex(@"^\s*(level\s*)?(?<n>[0-5])\b(?!\s*[/%])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BareNumber();

    [GeneratedRegex(@"\b(severity|priority)\s*(level)?\s*(:|is|was|of|=)?\s*(?<w>critical|blocker|emergency|urgent|major|high|medium|moderate|minor|low|trivial)\b|\b(?<w>critical|major|high|minor|low)[\s-](severity|priority)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SeverityStated();

    private const string People = "(users?|customers?|people|clients?|players?|visitors?|shoppers?|members?|subscribers?|merchants?|accounts?|patients?|students?|employees|sessions|tenants|user base|customer base|consumers?|readers|passengers|guests|drivers|buyers|listeners|viewers|patrons|devices|subscriptions)";

    private const string Percent = @"(?<![\d.,])(?<n>\d{1,3}([.,]\d{1,2})?)\s*(%|percent|per cent|pct)";

    [GeneratedRegex(Percent + @"\s*(of\s+)?((all|our|the|active|its|their|total|online|daily|paying|registered|web|mobile|european|global)\s+){0,4}([\w-]+\s+)?" + People + @"\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ShareOfPeople();

    [GeneratedRegex(@"\b" + People + @"\b[^.\n]{0,40}?\b(affected|impacted|hit|experienc\w+)\b[^.\n\d]{0,30}" + Percent + @"|\b(affect(ed|ing)|impact(ed|ing)|hit)\b[^.\n\d%]{0,40}" + Percent, RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PeopleOfShare();

    [GeneratedRegex(Percent + @"\s*of\s+((all|our|the|incoming|total|api|web|http)\s+){0,3}(requests?|orders?|transactions?|payments?|calls|logins?|checkouts?|traffic|deliveries|messages|emails?)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ShareOfTraffic();

    [GeneratedRegex(@"\b(all|every|100 percent of|the entire) (of )?((our|the|active) ){0,2}(users?|customers?|clients|players|visitors|merchants|user base|customer base)\b[^.\n]{0,60}\b(affected|impacted|unable|could not|couldn't|down|unavailable|inaccessible|lost|saw|received)\b|\b(affected|impacted|unavailable (for|to)|inaccessible (for|to)|down for)\s+(all|every|the entire)\s+(of )?((our|the) ){0,2}(users?|customers?|clients|players|visitors|user base|customer base)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AllPeople();

    [GeneratedRegex(@"\b(?<f>half|a third|one third|one-third|a quarter|one quarter|two thirds|two-thirds|three quarters|three-quarters|a fifth|one fifth)\s+(of\s+)?((our|the|all)\s+){0,2}" + People + @"\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex FractionOfPeople();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
