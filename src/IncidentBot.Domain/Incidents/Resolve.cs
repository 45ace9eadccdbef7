namespace IncidentBot.Domain.Incidents;

/// <summary>What is said at the end; whatever is empty stays as it is recorded.</summary>
/// <param name="Prevent">What will keep it from coming back: one preventive action item for each line, or between semicolons.</param>
public sealed record ResolveCommand(string? Fix = null, string? Cause = null, string? Impact = null, string? Prevent = null);

/// <summary>Ends the incident. The postmortem is owed from here on.</summary>
public static class Resolve
{
    public static Outcome Decide(IncidentState state, ResolveCommand command, Asker asker) => new Refusal("This is not ready yet.");

    /// <summary>What the form is filled with before the person types.</summary>
    public static ResolveCommand Prefill(IncidentState state) => new();
}
