using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Alerts;

namespace IncidentBot.Alerts;

/// <summary>A kind of sender of alerts.</summary>
/// <param name="Name">As it stands in the address: "alertmanager".</param>
/// <param name="Title">As people know it.</param>
/// <param name="Read">From the payload to alerts; never throws for what stands in it.</param>
public sealed record AlertSource(string Name, string Title, Func<JsonNode?, AlertReading> Read)
{
    /// <summary>Every kind there is.</summary>
    public static ImmutableArray<AlertSource> All { get; } = [AlertmanagerReader.Source, GrafanaReader.Source, UptimeKumaReader.Source, GenericReader.Source];

    /// <summary>Null when there is none of that name, whatever its case.</summary>
    public static AlertSource? Find(string name) => All.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a payload holds: its alerts, tidy and in order, or what is wrong with it.</summary>
/// <param name="Alerts">Empty for a payload that is right and says nothing, such as a test message.</param>
public sealed record AlertReading(ImmutableArray<Alert> Alerts, ImmutableArray<string> Mistakes)
{
    public static AlertReading Of(IEnumerable<Alert> alerts) => new([.. alerts.Select(alert => alert.Tidy())], []);

    public static AlertReading Wrong(params ReadOnlySpan<string> mistakes) => new([], [.. mistakes]);
}
