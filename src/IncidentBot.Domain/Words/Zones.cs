using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace IncidentBot.Domain.Words;

/// <summary>Time zones by the names people use for them.</summary>
public static class Zones
{
    // Abbreviations with one meaning in practice, in minutes from UTC. Those with several (IST, CST, AST) are only understood on a server whose own zone uses them.
    private static readonly Dictionary<string, int> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["Z"] = 0,
        ["WET"] = 0,
        ["WEST"] = 60,
        ["BST"] = 60,
        ["WAT"] = 60,
        ["CET"] = 60,
        ["MEZ"] = 60,
        ["CEST"] = 120,
        ["MESZ"] = 120,
        ["CAT"] = 120,
        ["SAST"] = 120,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["EAT"] = 180,
        ["MSK"] = 180,
        ["TRT"] = 180,
        ["GST"] = 240,
        ["PKT"] = 300,
        ["NPT"] = 345,
        ["ICT"] = 420,
        ["WIB"] = 420,
        ["SGT"] = 480,
        ["HKT"] = 480,
        ["PHT"] = 480,
        ["AWST"] = 480,
        ["JST"] = 540,
        ["KST"] = 540,
        ["ACST"] = 570,
        ["AEST"] = 600,
        ["ACDT"] = 630,
        ["AEDT"] = 660,
        ["NZST"] = 720,
        ["NZDT"] = 780,
        ["BRT"] = -180,
        ["ART"] = -180,
        ["NDT"] = -150,
        ["NST"] = -210,
        ["ADT"] = -180,
        ["EDT"] = -240,
        ["EST"] = -300,
        ["CDT"] = -300,
        ["MDT"] = -360,
        ["MST"] = -420,
        ["PDT"] = -420,
        ["PST"] = -480,
        ["AKDT"] = -480,
        ["AKST"] = -540,
        ["HST"] = -600,
    };

    private static readonly Dictionary<string, string> Regions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ET"] = "America/New_York",
        ["CT"] = "America/Chicago",
        ["MT"] = "America/Denver",
        ["PT"] = "America/Los_Angeles",
    };

    private static readonly Dictionary<string, string> Ambiguous = new(StringComparer.OrdinalIgnoreCase)
    {
        ["IST"] = "India, Ireland or Israel",
        ["CST"] = "America or China",
        ["AST"] = "the Atlantic or Arabia",
    };

    /// <summary>Every zone a server can be set to, by its IANA name.</summary>
    public static ImmutableArray<string> All { get; } = [.. DateTimeZoneProviders.Tzdb.Ids];

    /// <summary>The zone's proper name, whatever the case it was typed in and with spaces for underscores; null when there is none.</summary>
    public static string? Find(string? typed)
    {
        typed = typed?.Trim().Replace(' ', '_');
        return string.IsNullOrEmpty(typed) ? null : Iana(typed)?.Id;
    }

    /// <summary>The zone of that IANA name, in any case; null when there is none.</summary>
    internal static DateTimeZone? Iana(string name)
    {
        var tzdb = DateTimeZoneProviders.Tzdb;
        return tzdb.GetZoneOrNull(name) ?? (tzdb.Ids.FirstOrDefault(id => id.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } id ? tzdb[id] : null);
    }

    /// <summary>The server's zone; UTC when its name is unknown.</summary>
    internal static DateTimeZone OfServer(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;

    /// <summary>The zone an abbreviation stands for; what the server's own zone calls itself at any time of this year comes first.</summary>
    internal static DateTimeZone? Abbreviated(string name, DateTimeZone server, DateTimeOffset now)
    {
        foreach (var months in (ReadOnlySpan<int>)[0, -6])
        {
            var interval = server.GetZoneInterval(Instant.FromDateTimeOffset(now.AddMonths(months)));
            if (interval.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return DateTimeZone.ForOffset(interval.WallOffset);
        }

        if (Regions.TryGetValue(name, out var region)) return DateTimeZoneProviders.Tzdb[region];
        return Abbreviations.TryGetValue(name, out var minutes) ? DateTimeZone.ForOffset(Offset.FromSeconds(minutes * 60)) : null;
    }

    /// <summary>What else an abbreviation may mean: "India, Ireland or Israel".</summary>
    internal static string? Meanings(string name) => Ambiguous.GetValueOrDefault(name);

    /// <summary>"10 May 2023 14:30 WAT".</summary>
    internal static string DateAndTime(DateTimeOffset at, string zone) => $"{Format(at, zone, "d MMM uuuu HH:mm")} {NameAt(at, zone)}";

    internal static string Format(DateTimeOffset at, string zone, string pattern) => In(at, OfServer(zone)).LocalDateTime.ToString(pattern, CultureInfo.InvariantCulture);

    internal static ZonedDateTime In(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone);

    internal static string NameAt(DateTimeOffset at, string zone) => NameAt(at, OfServer(zone));

    /// <summary>"WAT", or "UTC+3" and "UTC+5:45" where the zone has no abbreviation: as it is at that instant, daylight saving included.</summary>
    internal static string NameAt(DateTimeOffset at, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(Instant.FromDateTimeOffset(at));
        if (interval.Name[0] is not ('+' or '-')) return interval.Name;
        var offset = interval.WallOffset.ToTimeSpan();
        var hours = string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours)}");
        return offset.Minutes == 0 ? hours : string.Create(CultureInfo.InvariantCulture, $"{hours}:{Math.Abs(offset.Minutes):00}");
    }
}
