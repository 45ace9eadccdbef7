namespace IncidentBot.Domain.Incidents;

/// <summary>Offers the command to the next person, who accepts with a button.</summary>
public static class Handover
{
    public static Outcome Offer(IncidentState state, PersonId to, bool isBot, Asker asker) => new Refusal("This is not ready yet.");

    public static Outcome Accept(IncidentState state, Asker asker) => new Refusal("This is not ready yet.");

    public static Outcome Decline(IncidentState state, Asker asker) => new Refusal("This is not ready yet.");
}
