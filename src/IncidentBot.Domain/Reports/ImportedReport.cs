using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Reports;

/// <summary>Where an incident comes from that was not run here but read from a report which people had written.</summary>
/// <param name="File">The report's file name, without folders.</param>
/// <param name="Hash">SHA-256 of the file, 64 lower-case hexadecimal digits: the same file is not imported twice on a server.</param>
/// <param name="At">When it was imported (UTC).</param>
/// <param name="By">Who imported it; the default id for the command line.</param>
public sealed record ImportedReport(string File, string Hash, DateTimeOffset At, PersonId By)
{
    /// <summary>What the report does not say and had to be assumed, one sentence each.</summary>
    public ImmutableArray<string> Assumed { get; init; } = [];

    /// <summary>What was read and fits nowhere, in the report's order and words.</summary>
    public ImmutableArray<string> Unplaced { get; init; } = [];

    /// <summary>Milestones whose time the report does not give: they say nothing about how long anything took.</summary>
    public ImmutableArray<Milestone> Guessed { get; init; } = [];

    /// <summary>The report names no day: the one it stands under was assumed.</summary>
    public bool DayAssumed { get; init; }
}

/// <summary>A report as it comes in.</summary>
/// <param name="File">The file's name, without folders.</param>
/// <param name="Hash">See <see cref="ImportedReport.Hash"/>.</param>
/// <param name="Day">The day to take where the report names none; null: the day of the import.</param>
public sealed record ReportSource(string File, string Hash, DateOnly? Day = null)
{
    public string? Service { get; init; }
}
