using System.Collections.Immutable;

namespace IncidentBot.Chaos;

/// <summary>A law that did not hold, with what one needs to look for the cause.</summary>
/// <param name="Law">What must hold, as a sentence.</param>
/// <param name="What">What was found instead: ids, texts, times.</param>
public sealed record Violation(string Law, string What)
{
    public override string ToString() => $"{Law}: {What}";
}

/// <summary>What a run did and what it found.</summary>
public sealed record ChaosReport
{
    public required int Seed { get; init; }

    /// <summary>With settling and the audit.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>For how long the machine had too much else to do for anybody's speed to be judged.</summary>
    public TimeSpan Busy { get; init; }

    public required int Kills { get; init; }

    public required int Starts { get; init; }

    /// <summary>How often each kind of trouble struck.</summary>
    public required ImmutableSortedDictionary<string, int> Troubles { get; init; }

    public required int Incidents { get; init; }

    public required int Messages { get; init; }

    public required int Edits { get; init; }

    public required int Deletions { get; init; }

    public required int Reactions { get; init; }

    public required int Commands { get; init; }

    /// <summary>Commands that people saw answered, and those for which Discord said "did not respond" or that stayed at "thinking".</summary>
    public required int Answered { get; init; }

    public required int Unanswered { get; init; }

    /// <summary>Sessions that could not be resumed.</summary>
    public required int SessionsLost { get; init; }

    public required ImmutableArray<Violation> Violations { get; init; }

    /// <summary>The last complaints of the bot's own log: for whoever looks for a cause.</summary>
    public required ImmutableArray<string> Complaints { get; init; }
}
