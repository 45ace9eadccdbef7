using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain;

/// <summary>
/// What was decided: committed as a whole, before anything is said. Entries, actions and escalations are new, or replace the one of the same number.
/// </summary>
/// <param name="Answer">What the person who asked is told, in Discord's Markdown; user text in it is already made harmless.</param>
public sealed record Decision(Incident Incident, string Answer)
{
    public ImmutableArray<TimelineEntry> Entries { get; init; } = [];

    public ImmutableArray<ActionItem> Actions { get; init; } = [];

    public ImmutableArray<Escalation.Escalation> Escalations { get; init; } = [];

    /// <summary>What the bot now owes the world, in this order.</summary>
    public ImmutableArray<Owed> Owes { get; init; } = [];
}

/// <summary>Why something was not done, and what to do instead: a sentence for the person.</summary>
public sealed record Refusal(string Sentence);

/// <summary>Either a decision or a refusal; never an exception, never a silent nothing.</summary>
public readonly struct Outcome
{
    private Outcome(Decision? decision, Refusal? refusal)
    {
        Decision = decision;
        Refusal = refusal;
    }

    /// <summary>Null when refused.</summary>
    public Decision? Decision { get; }

    /// <summary>Null when decided.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What the person is told, either way.</summary>
    public string Sentence => Decision?.Answer ?? Refusal?.Sentence ?? "";

    public static implicit operator Outcome(Decision decision) => new(decision, null);

    public static implicit operator Outcome(Refusal refusal) => new(null, refusal);
}
