namespace IncidentBot.Domain.Incidents;

/// <summary>Corrects a milestone; their order is checked.</summary>
public static class SetMilestone
{
    /// <param name="at">As typed; "unknown" takes the milestone away (not: declared, resolved).</param>
    public static Outcome Decide(IncidentState state, Milestone milestone, string? at, Asker asker) => new Refusal("This is not ready yet.");
}
