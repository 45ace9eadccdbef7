namespace IncidentBot.Domain.Timeline;

/// <summary>Taking words out of the record for good.</summary>
public static class Redacting
{
    /// <summary>What stands in the place of the words.</summary>
    public const string Placeholder = "[redacted]";
}
