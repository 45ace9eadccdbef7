using System.Text.RegularExpressions;

namespace IncidentBot.Domain.Reports;

/// <summary>Time zones as reports spell them out: "West Africa Time", "Pacific Standard Time". Each stands for its usual abbreviation.</summary>
internal static partial class ZoneNames
{
    /// <summary>Matches a zone that is spelled out, with the abbreviation that may follow it in brackets.</summary>
    public const string Pattern =
        @"(?:(?:west(?:ern)?|central|east(?:ern)?|south)\s(?:central\s)?africa(?:n)?\s(?:standard\s|summer\s)?time(?:\s?zone)?" +
        @"|(?:pacific|mountain|central|eastern)\s(?:standard\s|daylight\s)?time(?:\s?zone)?|(?:central|eastern|western)\seurope(?:an)?\s(?:standard\s|summer\s)?time" +
        @"|(?:indian?|japan|singapore|british|greenwich|israel|pakistan|australian\seastern)\s(?:standard\s|summer\s|mean\s|daylight\s)?time|coordinated\suniversal\stime|universal\stime)" +
        @"(?:\s*[(,]?\s*(?-i:[A-Z]{2,5}(?:\s?[+-]\s?\d{1,2})?)\b)?";

    // In this order: the first that fits.
    private static readonly (string Start, string Summer, string Plain)[] Known =
    [
        ("west", "WEST", "WET"),
        ("central eur", "CEST", "CET"),
        ("eastern eur", "EEST", "EET"),
        ("western eur", "WEST", "WET"),
        ("pacific", "PDT", "PT"),
        ("mountain", "MDT", "MT"),
        ("central", "CDT", "CT"),
        ("eastern", "EDT", "ET"),
        ("india", "IST", "IST"),
        ("japan", "JST", "JST"),
        ("singapore", "SGT", "SGT"),
        ("british", "BST", "GMT"),
        ("greenwich", "GMT", "GMT"),
        ("israel", "IDT", "IST"),
        ("pakistan", "PKT", "PKT"),
        ("australian", "AEDT", "AEST"),
    ];

    /// <summary>The zone as the record names it: "Pacific Standard Time" is "PST", "GMT + 1" is "GMT+1", and "Z" is "UTC".</summary>
    public static string Short(string zone)
    {
        var plain = zone.Trim('(', ')', '[', ']', ' ', ',');
        if (plain == "Z") return "UTC";
        if (!plain.Contains("time", StringComparison.OrdinalIgnoreCase)) return Sign().Replace(plain, "${s}");
        if (Bracketed().Match(plain) is { Success: true } told) return Sign().Replace(told.Groups["a"].Value, "${s}");
        var name = plain.ToLowerInvariant();
        if (name.Contains("universal", StringComparison.Ordinal)) return "UTC";
        if (name.Contains("africa", StringComparison.Ordinal)) return name[0] switch { 'w' => "WAT", 'c' => "CAT", 's' => "SAST", _ => "EAT" };
        var isStandard = name.Contains("standard", StringComparison.Ordinal);
        foreach (var (start, summer, brief) in Known)
        {
            if (!name.StartsWith(start, StringComparison.Ordinal)) continue;
            if (name.Contains("summer", StringComparison.Ordinal) || name.Contains("daylight", StringComparison.Ordinal)) return summer;
            return isStandard && brief.Length == 2 ? $"{brief[0]}ST" : brief;
        }

        return plain;
    }

    [GeneratedRegex(@"\s*(?<s>[+−-])\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sign();

    [GeneratedRegex(@"time(\s?zone)?\s*[(,]?\s*(?<a>(?-i:[A-Z]{2,5}(\s?[+-]\s?\d{1,2})?))$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Bracketed();
}
