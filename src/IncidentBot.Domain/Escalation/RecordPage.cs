namespace IncidentBot.Domain.Escalation;

/// <summary>A page went out (or could not be delivered).</summary>
public static class RecordPage
{
    /// <returns>Null when this page is recorded already. Else a decision that owes the next step.</returns>
    public static Decision? Decide(IncidentState state, int number, Page page) => null;
}
