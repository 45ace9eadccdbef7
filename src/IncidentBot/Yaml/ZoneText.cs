using IncidentBot.Domain.Words;
using IncidentBot.Sandbox.People;

namespace IncidentBot.Yaml;

/// <summary>Time zones as people write them.</summary>
internal static class ZoneText
{
    /// <summary>The IANA name, whatever its case; or what is wrong, with what may have been meant.</summary>
    public static (string? Zone, string? Problem) Find(string typed)
    {
        if (Zones.Find(typed) is { } known) return (known, null);
        var city = typed[(typed.LastIndexOf('/') + 1)..];
        var near = Nearest.To(typed, Zones.All).Concat(Zones.All.Where(i => i.EndsWith("/" + city, StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.Ordinal).Take(3).ToList();
        return (null, $"'{typed}' is no time zone of the IANA list (they look like Africa/Lagos or Europe/Berlin){(near.Count == 0 ? "" : $". Did you mean {Nearest.Quoted(near, "or")}?")}");
    }
}
