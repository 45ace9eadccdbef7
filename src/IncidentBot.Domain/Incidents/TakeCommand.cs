namespace IncidentBot.Domain.Incidents;

/// <summary>The card's button: makes the person incident commander.</summary>
public static class TakeCommand
{
    public static Outcome Decide(IncidentState state, Asker asker) => new Refusal("This is not ready yet.");
}
