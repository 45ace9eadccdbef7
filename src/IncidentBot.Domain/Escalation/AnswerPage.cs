namespace IncidentBot.Domain.Escalation;

/// <summary>The Acknowledge button of a page. Only the first press counts.</summary>
public static class AnswerPage
{
    /// <param name="number">Of the escalation; null: the newest that is paging.</param>
    public static Outcome Decide(IncidentState state, int? number, Asker asker) => new Refusal("This is not ready yet.");
}
