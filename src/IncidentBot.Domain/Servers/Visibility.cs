using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Servers;

/// <summary>The one visibility gate: everything that shows an incident, or lets something be done with it, asks here.</summary>
public static class Visibility
{
    /// <summary>True for incidents that are not private, for people who belong to a private one, and for those who may see all private ones.</summary>
    public static bool MaySee(Incident incident, Asker asker) => false;

    /// <summary>What somebody is told who names an incident that does not exist or that he may not see: the same in both cases.</summary>
    public static Refusal Unknown(int number) => new($"There is no INC-{number} on this server. `/incident list` shows those there are.");

    /// <summary>Who belongs to the incident: declarer, role holders past and present, the person a handover is offered to, those asked for help. In a private incident they may enter the channel.</summary>
    public static ImmutableArray<PersonId> People(Incident incident) => [];

    /// <summary>Chat roles that belong to the incident: those asked for help, and those that may see all private ones.</summary>
    public static ImmutableArray<ChatRoleId> Roles(Incident incident, ServerSettings settings) => [];
}
