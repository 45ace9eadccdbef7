using System.Collections.Immutable;

namespace IncidentBot.Domain.OnCall;

/// <summary>What was decided about a server's policies and schedules, to be saved in one commit.</summary>
/// <param name="Answer">What the person is told.</param>
public sealed record OnCallDecision(OnCallState State, string Answer)
{
    /// <summary>Null: the files stay as they are.</summary>
    public BookVersion? Version { get; init; }

    /// <summary>What the bot now owes the server, in this order.</summary>
    public ImmutableArray<ServerOwed> Owes { get; init; } = [];
}

/// <summary>Either a decision or a refusal.</summary>
public readonly struct OnCallOutcome
{
    private OnCallOutcome(OnCallDecision? decision, Refusal? refusal)
    {
        Decision = decision;
        Refusal = refusal;
    }

    /// <summary>Null when refused.</summary>
    public OnCallDecision? Decision { get; }

    /// <summary>Null when decided.</summary>
    public Refusal? Refusal { get; }

    public static implicit operator OnCallOutcome(OnCallDecision decision) => new(decision, null);

    public static implicit operator OnCallOutcome(Refusal refusal) => new(null, refusal);
}
