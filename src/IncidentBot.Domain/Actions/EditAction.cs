namespace IncidentBot.Domain.Actions;

/// <summary>Changes what is given of an action item; null leaves it.</summary>
public static class EditAction
{
    /// <param name="command">Due "none" takes the date away.</param>
    public static Outcome Decide(IncidentState state, int number, ActionCommand command, Asker asker) => new Refusal("This is not ready yet.");
}
