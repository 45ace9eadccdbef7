namespace IncidentBot.Domain.Incidents;

/// <summary>All as typed.</summary>
/// <param name="Percent">"80%", "80", "about 12.5 %": 0 to 100.</param>
/// <param name="People">"1,200", "about 300 users", "2k".</param>
/// <param name="Service">One, or several with commas between.</param>
public sealed record ImpactCommand(string? Text, string? Percent = null, string? People = null, string? Service = null);

/// <summary>Says who is affected and how badly.</summary>
public static class SetImpact
{
    public static Outcome Decide(IncidentState state, ImpactCommand command, Asker asker) => new Refusal("This is not ready yet.");
}
