using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Domain.Servers;

/// <summary>The one visibility gate: everything that shows an incident, or lets something be done with it, asks here.</summary>
public static class Visibility
{
    /// <summary>True for incidents of the asker's server that are not private, for people who belong to a private one, and for those who may see all private ones.</summary>
    public static bool MaySee(Incident incident, Asker asker)
    {
        if (incident.Server != asker.Settings.Server) return false;
        return !incident.IsPrivate
            || Permissions.May(Verb.SeePrivate, asker)
            || People(incident).Contains(asker.Person)
            || incident.InvitedRoles.Any(asker.Roles.Contains);
    }

    /// <summary>Whether it may be named where nobody in particular reads: in a document, in figures.</summary>
    public static bool IsForEveryone(Incident incident) => !incident.IsPrivate;

    /// <summary>What somebody is told who names an incident that does not exist or that they may not see: the same in both cases.</summary>
    public static Refusal Unknown(int number) => new($"There is no INC-{number} on this server. `/incident list` shows those there are.");

    /// <summary>Who belongs to the incident: declarer, role holders past and present, the person a handover is offered to, those asked for help. In a private incident they may enter the channel.</summary>
    public static ImmutableArray<PersonId> People(Incident incident)
    {
        IEnumerable<PersonId> people = [incident.DeclaredBy, .. incident.Roles.Select(interval => interval.Person), .. incident.Invited];
        if (incident.Handover is { } offer) people = people.Append(offer.To);
        return [.. people.Distinct()];
    }

    /// <summary>Chat roles that belong to the incident: those asked for help, and those that may see all private ones.</summary>
    public static ImmutableArray<ChatRoleId> Roles(Incident incident, ServerSettings settings)
    {
        var seeAll = settings.Allowed.GetValueOrDefault(Verb.SeePrivate);
        return [.. incident.InvitedRoles.Concat(seeAll.IsDefault ? [] : seeAll).Distinct()];
    }

    /// <summary>Null when the asker may see it and do this; else the sentence for them.</summary>
    internal static Refusal? Refuse(Incident incident, Verb verb, Asker asker) =>
        MaySee(incident, asker) ? Permissions.Refuse(verb, asker) : Unknown(incident.Number);
}
