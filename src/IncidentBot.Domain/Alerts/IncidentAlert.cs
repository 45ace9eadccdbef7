using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Alerts;

/// <summary>What an incident remembers of an alert that belongs to it.</summary>
/// <param name="Source">With <paramref name="Key"/>, which alert it is.</param>
/// <param name="StartsAt">Which episode of it, as the source named it; null for a source that does not say.</param>
/// <param name="Began">When it began to fire (UTC), never later than it was heard of.</param>
/// <param name="Heard">When it was last heard of (UTC).</param>
/// <param name="Received">How often it was heard of, repeats included.</param>
public sealed record IncidentAlert(string Source, string Key, string Title, Severity Severity, AlertStatus Status, DateTimeOffset? StartsAt, DateTimeOffset Began, DateTimeOffset Heard, int Received)
{
    public string? GroupKey { get; init; }

    public string? Url { get; init; }

    /// <summary>When it was over (UTC); null while it fires.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What the channel was last told of it; null: nothing yet.</summary>
    public AlertStatus? Told { get; init; }

    internal bool Is(Alert alert) => Key == alert.Key && Source == alert.Source;

    internal static IncidentAlert Of(Alert alert, DateTimeOffset now) =>
        new(alert.Source, alert.Key, alert.Title, alert.Severity, alert.Status, alert.StartsAt, alert.BeganBy(now), now.ToUniversalTime(), 1)
        {
            GroupKey = alert.GroupKey,
            Url = alert.Url,
        };
}
