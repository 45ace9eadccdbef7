namespace IncidentBot.Domain.Actions;

/// <summary>Says that an action item will not be done.</summary>
public static class DropAction
{
    public static Outcome Decide(IncidentState state, int number, string? reason, Asker asker) => new Refusal("This is not ready yet.");
}
