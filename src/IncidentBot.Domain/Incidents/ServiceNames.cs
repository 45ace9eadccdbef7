using System.Collections.Immutable;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The services an incident hurts, as typed: "shop, payments".</summary>
internal static class ServiceNames
{
    /// <param name="known">Those it has; kept, in their order and spelling.</param>
    public static Refusal? Read(string? typed, ImmutableArray<string> known, out ImmutableArray<string> all)
    {
        all = known;
        foreach (var part in (typed ?? "").Split([',', ';', '\n']))
        {
            var name = Harmless.Plain(part);
            if (name.Length == 0 || all.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (Limits.Refuse("name of a service", name, Limits.Service) is { } refusal) return refusal;
            if (all.Length == Limits.Services) return new Refusal($"An incident can name {Limits.Services} services at most. Nothing was changed.");
            all = all.Add(name);
        }

        return null;
    }
}
