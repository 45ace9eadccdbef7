using IncidentBot.Domain.Incidents;

namespace IncidentBot.Storage;

/// <summary>Which incidents to list; what is null does not matter. Private ones and drills are among them: the caller decides who may see what.</summary>
public sealed record IncidentFilter
{
    public bool? Open { get; init; }

    public IncidentStatus? Status { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Words that must all occur in the title, summary, cause, fix, detection, impact or services, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>At most so many, newest first.</summary>
    public int Limit { get; init; } = 25;
}
