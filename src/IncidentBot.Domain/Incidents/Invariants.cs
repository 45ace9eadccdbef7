using System.Collections.Immutable;

namespace IncidentBot.Domain.Incidents;

/// <summary>What must hold for every record at any time.</summary>
public static class Invariants
{
    /// <summary>Each broken rule in words; empty when all is well.</summary>
    public static ImmutableArray<string> Violations(IncidentState state) => [];
}
