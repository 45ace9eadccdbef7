using System.Text.Json.Nodes;
using IncidentBot.Domain.Alerts;

namespace IncidentBot.Alerts;

/// <summary>The list of labelled alerts that Prometheus Alertmanager made common, and Grafana sends in the same form.</summary>
internal static class LabelledAlerts
{
    /// <summary>Labels that name a service, the most exact one first. Not "job": one exporter watches many services.</summary>
    private static readonly string[] ServiceLabels = ["service", "service_name", "app", "application", "app_kubernetes_io_name", "component"];

    /// <param name="links">Members or annotations that lead to where one can look further, the best first.</param>
    public static AlertReading Read(JsonNode? payload, string source, params string[] links)
    {
        if (payload is not JsonObject) return AlertReading.Wrong("The body is no JSON object.");
        if (payload.At("alerts") is not JsonArray list) return AlertReading.Wrong("`alerts` is missing: the list of what fires and what is over.");
        if (list.Count > 0 && !list.Objects().Any()) return AlertReading.Wrong("`alerts` holds no objects.");
        var group = payload.Text("groupKey");
        return AlertReading.Of(list.Objects().Select(alert => Read(alert, payload, source, group, links)));
    }

    private static Alert Read(JsonObject alert, JsonNode payload, string source, string? group, string[] links)
    {
        var labels = alert.At("labels");
        var annotations = alert.At("annotations");
        var name = labels.Text("alertname") ?? payload.At("commonLabels").Text("alertname");
        return new Alert
        {
            Source = source,
            Key = alert.Text("fingerprint") ?? LabelsAsKey(labels),
            Title = annotations.Text("summary", "title") ?? name ?? annotations.Text("description", "message") ?? "Alert without a name",
            Status = (alert.Text("status") ?? payload.Text("status")) is { } status && status.Equals("resolved", StringComparison.OrdinalIgnoreCase) ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = AlertSeverity.Read(labels.Text("severity", "priority", "level")),
            Services = [.. labels.Names(ServiceLabels)],
            GroupKey = group,
            StartsAt = alert.Instant("startsAt"),
            EndsAt = alert.Instant("endsAt"),
            Url = alert.Text(links) ?? annotations.Text("dashboard_url", "runbook_url") ?? payload.Text("externalURL"),
            Description = annotations.Text("description", "message"),
        };
    }

    /// <summary>What makes an alert the same one is its labels, all of them.</summary>
    private static string LabelsAsKey(JsonNode? labels) =>
        labels is JsonObject map ? string.Join('\n', map.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)) : "no labels";
}
