using System.Collections.Immutable;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Incidents;

/// <summary>Gives a role in the incident to a person; whoever had it before hands it on.</summary>
public static class AssignRole
{
    /// <param name="role">As typed or chosen: "commander", "communications lead", "scribe", or one the server configured.</param>
    public static Outcome Decide(IncidentState state, string? role, PersonId person, bool isBot, Asker asker) => new Refusal("This is not ready yet.");

    /// <summary>The roles there are on a server, the three known ones first.</summary>
    public static ImmutableArray<IncidentRole> Known(ServerSettings settings) => [];
}
