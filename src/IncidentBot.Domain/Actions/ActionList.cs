using System.Collections.Immutable;

namespace IncidentBot.Domain.Actions;

/// <summary>A list typed into one field.</summary>
public static class ActionList
{
    /// <summary>One text for each line or part between semicolons, without bullets and numbers, without repetition.</summary>
    public static ImmutableArray<string> Parse(string? text) => [];
}
