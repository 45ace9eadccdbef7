namespace IncidentBot.Domain.Incidents;

/// <summary>How bad it is. The smaller the number the worse.</summary>
public enum Severity
{
    /// <summary>Critical.</summary>
    Sev1 = 1,

    /// <summary>Major.</summary>
    Sev2 = 2,

    /// <summary>Minor.</summary>
    Sev3 = 3,

    /// <summary>Low.</summary>
    Sev4 = 4,
}

public static class SeverityWords
{
    /// <summary>"SEV1", as people write it.</summary>
    public static string Code(this Severity severity) => "SEV" + (int)severity;

    /// <summary>"SEV1 (critical)".</summary>
    public static string InWords(this Severity severity) => $"{severity.Code()} ({severity.Word()})";

    /// <summary>"critical".</summary>
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Sev1 => "critical",
        Severity.Sev2 => "major",
        Severity.Sev3 => "minor",
        _ => "low",
    };
}
