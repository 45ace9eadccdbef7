using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The card's button: makes the person incident commander.</summary>
public static class TakeCommand
{
    public static Outcome Decide(IncidentState state, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        var holder = incident.Holder(IncidentRole.Commander);
        if (holder == asker.Person) return new Refusal("You are incident commander already.");
        var draft = new Draft(state, asker);
        draft.GiveRole(IncidentRole.Commander, asker.Person);
        draft.Write(EntryKind.Role, AssignRole.Entry(IncidentRole.Commander, asker.Person, holder));
        return draft.Done($"{Say.Person(asker.Person)} is now **incident commander** of {incident.Name}{(holder is { } before ? $", in place of {Say.Person(before)}" : "")}.");
    }
}
