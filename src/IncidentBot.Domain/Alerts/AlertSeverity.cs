using System.Globalization;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Alerts;

/// <summary>What monitoring systems call severity, priority or level, as one of the four.</summary>
public static class AlertSeverity
{
    /// <summary>SEV3 for what says nothing, or nothing that is known; never a refusal, because an alert must not be lost over a word.</summary>
    public static Severity Read(string? word)
    {
        var text = (word ?? "").Trim().ToLowerInvariant();
        foreach (var prefix in (ReadOnlySpan<string>)["severity", "sev", "priority", "prio", "p"])
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(prefix.Length).Trim(" -:_"), NumberStyles.None, CultureInfo.InvariantCulture, out var level))
                return (Severity)Math.Clamp(level, 1, 4);
        }

        return text switch
        {
            "critical" or "crit" or "fatal" or "emergency" or "emerg" or "disaster" or "page" or "blocker" or "highest" or "1" => Severity.Sev1,
            "major" or "high" or "error" or "err" or "alert" or "severe" or "2" => Severity.Sev2,
            "low" or "info" or "information" or "informational" or "notice" or "none" or "debug" or "trivial" or "ok" or "4" or "5" => Severity.Sev4,
            _ => Severity.Sev3,
        };
    }
}
