using IncidentBot.Domain;
using IncidentBot.Domain.Alerts;

namespace IncidentBot.Alerts;

/// <summary>An alert that joined no incident and opened none.</summary>
/// <param name="At">When it was heard of last.</param>
public sealed record UnplacedAlert(string Source, string Title, DateTimeOffset At);

/// <summary>
/// Alerts that fired lately and went nowhere, by the server's settings: nothing of them is in the record, but whoever asks `/bot doctor` why nothing came of one is
/// told. In memory alone: they are sent again while they fire. Thread-safe.
/// </summary>
public sealed class UnplacedAlerts(TimeProvider clock)
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(ServerId Server, string Source, string Key), UnplacedAlert> known = [];

    /// <param name="wentNowhere">Whether it joined no incident and opened none, this time.</param>
    public void Note(ServerId server, Alert alert, bool wentNowhere)
    {
        lock (gate)
        {
            if (wentNowhere) known[(server, alert.Source, alert.Key)] = new(alert.Source, alert.Title, clock.GetUtcNow());
            else known.Remove((server, alert.Source, alert.Key));
            Forget();
        }
    }

    /// <summary>Those of the last 24 hours, each once, the newest first.</summary>
    public IReadOnlyList<UnplacedAlert> Of(ServerId server)
    {
        lock (gate)
        {
            Forget();
            return [.. known.Where(one => one.Key.Server == server).Select(static one => one.Value).OrderByDescending(static alert => alert.At)];
        }
    }

    private void Forget()
    {
        var since = clock.GetUtcNow() - Kept;
        foreach (var (key, _) in known.Where(one => one.Value.At < since).ToList()) known.Remove(key);
        while (known.Count > Most) known.Remove(known.MinBy(static one => one.Value.At).Key);
    }
}
