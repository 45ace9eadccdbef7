using System.Text.Json.Nodes;

namespace IncidentBot.Alerts;

/// <summary>Prometheus Alertmanager's webhook, version 4 of its payload (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).</summary>
internal static class AlertmanagerReader
{
    public static AlertSource Source { get; } = new("alertmanager", "Alertmanager", Read);

    public static AlertReading Read(JsonNode? payload) => LabelledAlerts.Read(payload, Source.Title, "generatorURL");
}
