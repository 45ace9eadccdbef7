namespace IncidentBot.Domain.Escalation;

/// <summary>Ends an escalation without an answer.</summary>
public static class StopPaging
{
    public static Outcome Decide(IncidentState state, int? number, Asker asker) => new Refusal("This is not ready yet.");
}
