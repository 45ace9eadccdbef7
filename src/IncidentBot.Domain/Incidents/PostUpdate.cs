namespace IncidentBot.Domain.Incidents;

/// <param name="Next">As typed: "30m", when the next update is due.</param>
public sealed record UpdateCommand(string? Message, IncidentStatus? Status = null, Severity? Severity = null, string? Next = null);

/// <summary>Says where things stand. The answer is the update itself, for everyone to read.</summary>
public static class PostUpdate
{
    public static Outcome Decide(IncidentState state, UpdateCommand command, Asker asker) => new Refusal("This is not ready yet.");
}
