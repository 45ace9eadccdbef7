namespace IncidentBot.Domain.Incidents;

/// <summary>Where the incident stands. The first three are open, the others closed.</summary>
public enum IncidentStatus
{
    Investigating = 0,

    /// <summary>The cause is known.</summary>
    Identified = 1,

    /// <summary>A fix is in place and watched.</summary>
    Monitoring = 2,

    Resolved = 3,

    /// <summary>Closed because it was none.</summary>
    FalseAlarm = 4,

    /// <summary>Closed into another incident.</summary>
    Duplicate = 5,
}

public static class IncidentStatusWords
{
    public static bool IsOpen(this IncidentStatus status) => status is IncidentStatus.Investigating or IncidentStatus.Identified or IncidentStatus.Monitoring;

    /// <summary>"investigating", "false alarm".</summary>
    public static string Word(this IncidentStatus status) => status switch
    {
        IncidentStatus.Investigating => "investigating",
        IncidentStatus.Identified => "identified",
        IncidentStatus.Monitoring => "monitoring",
        IncidentStatus.Resolved => "resolved",
        IncidentStatus.FalseAlarm => "false alarm",
        _ => "duplicate",
    };
}
