namespace IncidentBot.Domain.Incidents;

/// <summary>The card's button: the person takes it on. Sets the milestone, makes him commander when there is none, and answers every page that asked him.</summary>
public static class AcknowledgeIncident
{
    public static Outcome Decide(IncidentState state, Asker asker) => new Refusal("This is not ready yet.");
}
