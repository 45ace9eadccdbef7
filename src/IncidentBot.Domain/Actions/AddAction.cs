namespace IncidentBot.Domain.Actions;

/// <param name="Due">As typed: "friday", "2024-03-12", "in 2 weeks".</param>
public sealed record ActionCommand(string? Text, PersonId? Owner = null, string? Due = null, ActionKind? Kind = null);

/// <summary>Adds something to be done.</summary>
public static class AddAction
{
    public static Outcome Decide(IncidentState state, ActionCommand command, Asker asker) => new Refusal("This is not ready yet.");
}
