namespace IncidentBot.Domain.Escalation;

/// <param name="To">Null: nobody was named.</param>
/// <param name="ToIsBot">The person named is a bot.</param>
/// <param name="Level">1 to 9; null: 1.</param>
public sealed record EscalateCommand(EscalationTarget? To, string? Reason = null, int? Level = null, bool ToIsBot = false);

/// <summary>Calls for help: pages a person or everyone in a chat role until somebody answers.</summary>
public static class StartEscalation
{
    public static Outcome Decide(IncidentState state, EscalateCommand command, Asker asker) => new Refusal("This is not ready yet.");
}
