using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>
/// What could be read from an incident report that people wrote by hand. Nothing is invented: what the report does not say is null or empty, and what was
/// said but could not be placed is in <see cref="Unplaced"/>.
/// </summary>
public sealed record WrittenReport
{
    /// <summary>1 to 100 characters; null when the report has no title and no sentence to make one of.</summary>
    public string? Title { get; init; }

    public ReportMoment? Start { get; init; }

    public ReportMoment? End { get; init; }

    /// <summary>The zone of the report's times as it names it ("WAT", "Europe/Berlin", "UTC+2"); null when it names none.</summary>
    public string? Zone { get; init; }

    /// <summary>As stated, else from start to end.</summary>
    public TimeSpan? Duration { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Share of users, 0 to 100.</summary>
    public decimal? AffectedPercent { get; init; }

    public string? Summary { get; init; }

    public string? Impact { get; init; }

    /// <summary>How it was noticed.</summary>
    public string? Detection { get; init; }

    public ImmutableArray<ReportLine> Timeline { get; init; } = [];

    public string? RootCause { get; init; }

    /// <summary>Assumptions and attempts that turned out wrong.</summary>
    public ImmutableArray<string> Misleading { get; init; } = [];

    public ImmutableArray<string> Escalations { get; init; } = [];

    public string? Resolution { get; init; }

    public ImmutableArray<string> Corrective { get; init; } = [];

    public ImmutableArray<string> Preventive { get; init; } = [];

    /// <summary>Measures that the report does not divide into corrective and preventive ones.</summary>
    public ImmutableArray<string> Measures { get; init; } = [];

    public ImmutableArray<string> Tasks { get; init; } = [];

    public ImmutableArray<string> Lessons { get; init; } = [];

    /// <summary>What was read and fits nowhere, and what contradicts itself, in the report's order.</summary>
    public ImmutableArray<string> Unplaced { get; init; } = [];
}

/// <summary>A moment as a report gives it: often without a date, a zone, or both.</summary>
/// <param name="Time">Local time of day; null when only the date is given.</param>
/// <param name="Offset">From UTC; null when the report names no zone that is known.</param>
public readonly record struct ReportMoment(DateOnly? Date, TimeOnly? Time, TimeSpan? Offset);

/// <param name="At">Null for a line of the timeline that has no time.</param>
public sealed record ReportLine(ReportMoment? At, string Text);
