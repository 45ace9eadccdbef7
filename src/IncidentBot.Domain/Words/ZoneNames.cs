using System.Collections.Immutable;
using NodaTime;

namespace IncidentBot.Domain.Words;

/// <summary>The time zones a server can be set to, by their IANA names.</summary>
public static class ZoneNames
{
    public static ImmutableArray<string> All { get; } = [.. DateTimeZoneProviders.Tzdb.Ids];

    /// <summary>The zone's proper name, whatever the case it was typed in; null when there is none.</summary>
    public static string? Find(string? typed)
    {
        typed = typed?.Trim().Replace(' ', '_');
        return string.IsNullOrEmpty(typed) ? null : Zones.Iana(typed)?.Id;
    }
}
