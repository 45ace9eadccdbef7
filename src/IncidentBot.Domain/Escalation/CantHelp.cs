namespace IncidentBot.Domain.Escalation;

/// <summary>The Can't help button: this person is asked no more; when nobody else is asked, the paging ends and that is said.</summary>
public static class CantHelp
{
    public static Outcome Decide(IncidentState state, int? number, Asker asker) => new Refusal("This is not ready yet.");
}
