namespace IncidentBot.Domain.Incidents;

/// <summary>The card was deleted by hand while the incident is open: it comes back.</summary>
public static class CardLost
{
    /// <summary>Whoever clears a channel deletes more than one message: the card comes back behind the last of them.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    /// <returns>Null when it was another message, or there is no card to show any more.</returns>
    public static Decision? Decide(Incident incident, MessageId deleted, DateTimeOffset now) =>
        incident is { IsOpen: true, Card: { } card } && card.Message == deleted
            ? new Decision(incident with { Card = null }, "") { Owes = [new ShowCard { Due = now + Calm }] }
            : null;
}
