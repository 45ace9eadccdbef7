namespace IncidentBot.Domain.Actions;

/// <summary>Marks an action item as done.</summary>
public static class FinishAction
{
    public static Outcome Decide(IncidentState state, int number, Asker asker) => new Refusal("This is not ready yet.");
}
