namespace IncidentBot.Domain.Incidents;

/// <summary>What a link decides for both incidents: save both in one commit.</summary>
/// <param name="Answer">For the person who asked.</param>
public sealed record LinkDecision(Decision Here, Decision There, string Answer);

/// <summary>Either a decision for both incidents or a refusal.</summary>
public readonly struct LinkOutcome
{
    private LinkOutcome(LinkDecision? decision, Refusal? refusal)
    {
        Decision = decision;
        Refusal = refusal;
    }

    public LinkDecision? Decision { get; }

    public Refusal? Refusal { get; }

    public static implicit operator LinkOutcome(LinkDecision decision) => new(decision, null);

    public static implicit operator LinkOutcome(Refusal refusal) => new(null, refusal);
}

/// <summary>Links this incident with another: as related, or as a duplicate, which closes this one into the other.</summary>
public static class LinkIncidents
{
    /// <param name="there">The other incident; null when the number is unknown on this server.</param>
    /// <param name="kind">DuplicateOf or Related.</param>
    public static LinkOutcome Decide(IncidentState here, int thereNumber, IncidentState? there, LinkKind kind, Asker asker) => new Refusal("This is not ready yet.");
}
