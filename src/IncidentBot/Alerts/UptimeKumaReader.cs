using System.Text.Json.Nodes;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Alerts;

/// <summary>
/// Uptime Kuma's webhook notification (https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js): status 0 is down,
/// 1 up, 2 pending, 3 maintenance. Down is SEV2: what it watches does not answer at all.
/// </summary>
internal static class UptimeKumaReader
{
    public static AlertSource Source { get; } = new("uptime-kuma", "Uptime Kuma", Read);

    public static AlertReading Read(JsonNode? payload)
    {
        if (payload is not JsonObject) return AlertReading.Wrong("The body is no JSON object.");
        var heartbeat = payload.At("heartbeat");
        var monitor = payload.At("monitor");
        if (heartbeat is not JsonObject || monitor is not JsonObject)
        {
            // Its test button sends a message alone.
            return payload.Text("msg") is null ? AlertReading.Wrong("`heartbeat` and `monitor` are missing.") : AlertReading.Of([]);
        }

        if (heartbeat.Text("status") is not { } status) return AlertReading.Wrong("`heartbeat.status` is missing: 0 for down, 1 for up.");
        if (status is not ("0" or "1")) return AlertReading.Of([]);
        var name = monitor.Text("name") ?? monitor.Text("url") ?? "a monitor";
        return AlertReading.Of(
        [
            new Alert
            {
                Source = Source.Title,
                Key = monitor.Text("id") ?? heartbeat.Text("monitorID", "monitor_id") ?? name,
                Title = $"{name} is down",
                Status = status == "1" ? AlertStatus.Resolved : AlertStatus.Firing,
                Severity = Severity.Sev2,
                Services = [name],
                Url = monitor.Text("url"),
                Description = heartbeat.Text("msg") ?? payload.Text("msg"),
            },
        ]);
    }
}
