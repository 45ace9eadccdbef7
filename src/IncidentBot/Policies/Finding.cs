using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;

namespace IncidentBot.Policies;

/// <summary>Something about a file of policies or schedules.</summary>
/// <param name="IsError">Nothing of the files may be applied; else it is allowed and most likely not meant.</param>
/// <param name="Line">From 1 up; 0 when it concerns the file as a whole.</param>
/// <param name="Column">From 1 up; 0 when unknown.</param>
/// <param name="Message">A plain sentence, without its place and without a full stop.</param>
public sealed record Finding(bool IsError, string File, int Line, int Column, string Message)
{
    /// <summary>"policies.yaml:12:7: error: there is no policy 'pay'", as editors and build servers understand it.</summary>
    public override string ToString() => $"{File}:{(Line > 0 ? $"{Line}:{(Column > 0 ? $"{Column}:" : "")}" : "")} {(IsError ? "error" : "warning")}: {Message}";
}

/// <param name="Book">What was understood. With an error among the findings it is not whole and must not be applied.</param>
/// <param name="Findings">By file as given, then by line.</param>
public sealed record BookReadResult(PolicyBook Book, ImmutableArray<Finding> Findings)
{
    /// <summary>In which file each policy and schedule stands.</summary>
    public ImmutableDictionary<Subject, string> Origins { get; init; } = ImmutableDictionary<Subject, string>.Empty;

    public bool HasErrors => Findings.Any(finding => finding.IsError);
}

/// <param name="Name">As it is called in findings.</param>
public sealed record BookText(string Name, string Text);
