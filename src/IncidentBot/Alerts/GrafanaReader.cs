using System.Text.Json.Nodes;

namespace IncidentBot.Alerts;

/// <summary>Grafana alerting's webhook contact point (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/).</summary>
internal static class GrafanaReader
{
    public static AlertSource Source { get; } = new("grafana", "Grafana", Read);

    public static AlertReading Read(JsonNode? payload) => LabelledAlerts.Read(payload, Source.Title, "panelURL", "dashboardURL", "generatorURL");
}
