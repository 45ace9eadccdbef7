using System.Text.Json.Nodes;
using IncidentBot.Domain.Alerts;

namespace IncidentBot.Alerts;

/// <summary>
/// The bot's own small form, for everything that can post a JSON of one's own making: an object, or a list of them, with
/// <c>title</c> (needed), <c>status</c> (firing or resolved; firing), <c>severity</c> (sev1 to sev4, or a word like critical; sev3), <c>service</c> (a name or several),
/// <c>key</c> (what makes it the same alert; the title), <c>group</c>, <c>url</c>, <c>description</c>, <c>starts_at</c>, <c>ends_at</c> (ISO 8601) and <c>source</c> (who sends it).
/// </summary>
internal static class GenericReader
{
    public static AlertSource Source { get; } = new("generic", "a webhook", Read);

    public static AlertReading Read(JsonNode? payload)
    {
        List<JsonNode?> items = payload is JsonArray list ? [.. list] : [payload];
        var mistakes = new List<string>();
        var alerts = new List<Alert>();
        for (var n = 0; n < items.Count; n++)
        {
            var where = items.Count > 1 ? $"Alert {n + 1}: " : "";
            if (items[n] is not JsonObject item)
            {
                mistakes.Add(where + "it is no JSON object.");
                continue;
            }

            var alert = Read(item, where, mistakes);
            if (alert is not null) alerts.Add(alert);
        }

        return mistakes.Count > 0 ? AlertReading.Wrong([.. mistakes]) : AlertReading.Of(alerts);
    }

    private static Alert? Read(JsonObject item, string where, List<string> mistakes)
    {
        var before = mistakes.Count;
        var title = item.Text("title", "summary", "name");
        if (title is null) mistakes.Add(where + "`title` is missing: a few words on what is wrong.");
        var status = StatusOf(item.Text("status", "state"));
        if (status is null) mistakes.Add(where + $"`status` is '{item.Text("status", "state")}'; it is firing or resolved.");
        foreach (var name in (ReadOnlySpan<string>)["starts_at", "ends_at"])
        {
            if (item.Text(name) is { } text && item.Instant(name) is null) mistakes.Add(where + $"`{name}` is '{text}'; write an instant like 2026-03-04T03:00:00Z.");
        }

        if (mistakes.Count > before) return null;
        var alert = new Alert
        {
            Source = item.Text("source") is { } source ? Domain.Words.Harmless.Cut(Domain.Words.Harmless.Plain(source), 50) : Source.Title,
            Key = item.Text("key", "id", "fingerprint") ?? title!,
            Title = title!,
            Status = status!.Value,
            Severity = AlertSeverity.Read(item.Text("severity", "priority", "level")),
            Services = [.. item.Names("service", "services")],
            GroupKey = item.Text("group"),
            StartsAt = item.Instant("starts_at"),
            EndsAt = item.Instant("ends_at"),
            Url = item.Text("url", "link"),
            Description = item.Text("description", "message", "text"),
        };
        if (alert.Tidy().Title.Length > 0 && alert.Source.Length > 0) return alert;
        mistakes.Add(where + "`title` or `source` has no visible character.");
        return null;
    }

    private static AlertStatus? StatusOf(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        null or "firing" or "alerting" or "triggered" or "trigger" or "open" or "down" or "problem" => AlertStatus.Firing,
        "resolved" or "resolve" or "ok" or "closed" or "up" or "recovered" or "recovery" => AlertStatus.Resolved,
        _ => null,
    };
}
