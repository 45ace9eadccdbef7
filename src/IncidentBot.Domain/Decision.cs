using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
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

    /// <summary>Whose turn it was at levels that ask in turn.</summary>
    public ImmutableArray<TurnTaken> Turns { get; init; } = [];

    /// <summary>What the bot now owes the world, in this order.</summary>
    public ImmutableArray<Owed> Owes { get; init; } = [];

    /// <summary>This and what was decided on the state it leads to, as one: for several things that are decided in one commit.</summary>
    public Decision Then(Decision next)
    {
        var owed = Owes.Where(one => one.OnceKey is not null).Select(one => one.OnceKey).ToHashSet(StringComparer.Ordinal);
        return next with
        {
            Entries = IncidentState.Merge(Entries, next.Entries, entry => entry.Number),
            Actions = IncidentState.Merge(Actions, next.Actions, action => action.Number),
            Escalations = IncidentState.Merge(Escalations, next.Escalations, escalation => escalation.Number),
            Turns = [.. Turns, .. next.Turns],
            Owes = [.. Owes, .. next.Owes.Where(one => one.OnceKey is null || !owed.Contains(one.OnceKey))],
        };
    }
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
