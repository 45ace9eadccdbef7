using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Alerts;

/// <summary>What an incident's channel is told about its alerts: one short message for all that is new, at most one a minute.</summary>
public static class AlertWords
{
    // What is listed in one message keeps within Discord's 2,000 characters whatever the texts are.
    private const int Listed = 4;
    private const int TitleShown = 80;
    private const int UrlShown = 160;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>The earliest moment for the next message; null: at once.</summary>
    public static DateTimeOffset? NotBefore(Incident incident, DateTimeOffset now) =>
        incident.AlertsToldAt is { } told && told + Quiet > now ? told + Quiet : null;

    /// <summary>Said in the channel that an alert opened: what it is and where to look.</summary>
    public static string Opening(IncidentAlert alert, string? description)
    {
        var text = new StringBuilder($"🔔 Opened by an alert from {Say.Text(alert.Source)}: {Line(alert)}");
        if (description is not null) text.Append('\n').Append(Harmless.Quote(description, 1000));
        return text.ToString();
    }

    /// <summary>What the channel has not been told yet, and what it would then know; null when there is nothing to say.</summary>
    public static string? News(Incident incident)
    {
        var untold = incident.Alerts.Where(alert => alert.Told != alert.Status).ToList();
        if (untold.Count == 0) return null;
        var text = new StringBuilder();
        List(text, "🔔 Also firing", [.. untold.Where(alert => alert.Status == AlertStatus.Firing)], Line);
        List(text, "✅ Over", [.. untold.Where(alert => alert.Status == AlertStatus.Resolved)], alert => $"**{Harmless.Line(alert.Title, TitleShown)}**{(alert.Ended is { } ended ? $", after {Durations.InWords(ended - alert.Began)}" : "")}");
        if (untold.Exists(alert => alert.Status == AlertStatus.Resolved))
        {
            var firing = incident.Alerts.Count(alert => alert.Status == AlertStatus.Firing);
            text.Append(firing == 0
                ? $"No alert of {incident.Name} fires any more. It stays open until somebody resolves it."
                : $"{Say.Count(firing, "alert")} of {incident.Name} still {(firing == 1 ? "fires" : "fire")}.");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>"2 firing, 1 over".</summary>
    public static string Count(Incident incident)
    {
        var firing = incident.Alerts.Count(alert => alert.Status == AlertStatus.Firing);
        var over = incident.Alerts.Length - firing;
        var unlisted = incident.AlertsUnlisted == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {Say.Count(incident.AlertsUnlisted, "more report")}");
        return string.Create(CultureInfo.InvariantCulture, $"{(firing > 0 || over == 0 ? $"{firing} firing" : "")}{(firing > 0 && over > 0 ? ", " : "")}{(over > 0 ? $"{over} over" : "")}{unlisted}");
    }

    /// <summary>The incident once its channel knows what <paramref name="told"/> held.</summary>
    public static Incident Told(Incident now, ImmutableArray<IncidentAlert> told, DateTimeOffset at)
    {
        var known = told.ToDictionary(alert => (alert.Source, alert.Key), alert => alert.Status);
        return now with
        {
            AlertsToldAt = at.ToUniversalTime(),
            Alerts = [.. now.Alerts.Select(alert => known.TryGetValue((alert.Source, alert.Key), out var status) ? alert with { Told = status } : alert)],
        };
    }

    private static void List(StringBuilder text, string what, List<IncidentAlert> alerts, Func<IncidentAlert, string> line)
    {
        foreach (var alert in alerts.Take(Listed)) text.Append(what).Append(": ").Append(line(alert)).Append('\n');
        if (alerts.Count > Listed) text.Append(what).Append(": ").Append(Say.Count(alerts.Count - Listed, "more alert")).Append('\n');
    }

    private static string Line(IncidentAlert alert) =>
        $"**{Harmless.Line(alert.Title, TitleShown)}** · {alert.Severity.Code()}{(alert.Url is { } url && Harmless.Line(url) is { Length: <= UrlShown } link ? $" · <{link}>" : "")}";
}
