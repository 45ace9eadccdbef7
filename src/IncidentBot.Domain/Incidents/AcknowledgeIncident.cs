using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>The card's button: the person takes it on. Sets the milestone, makes them commander when there is none, and answers every page that asked them or went out by a policy.</summary>
public static class AcknowledgeIncident
{
    public static Outcome Decide(IncidentState state, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;

        // A policy looks for somebody who takes the incident on, whoever it is; a call is for those it names.
        var pages = state.Escalations.Where(escalation => escalation.State == EscalationState.Paging && (!EscalationRun.IsCall(escalation) || AnswerPage.Asked(escalation, asker))).ToList();
        var commander = incident.Holder(IncidentRole.Commander);
        if (pages.Count == 0 && commander is { } known && TakenOn(incident) is { } how)
            return new Refusal($"{incident.Name} {how}; {(known == asker.Person ? "you are" : Say.Person(known) + " is")} incident commander.");

        var draft = new Draft(state, asker);
        foreach (var escalation in pages) AnswerPage.Answer(draft, escalation, asker);
        if (pages.Count == 0) draft.Write(EntryKind.Acknowledged, "Acknowledged");
        draft.Acknowledged();
        if (commander is null)
        {
            draft.GiveRole(IncidentRole.Commander, asker.Person);
            draft.Write(EntryKind.Role, AssignRole.Entry(IncidentRole.Commander, asker.Person, null));
        }

        var answered = pages.Count == 0 ? "" : pages.Count == 1 ? " The page is answered." : $" {pages.Count} pages are answered.";
        return draft.Done($"{Say.Person(asker.Person)} acknowledged {incident.Name}{(commander is null ? " and is **incident commander**" : "")}.{answered}");
    }

    /// <summary>Null while the milestone is open. What was mitigated before anybody acknowledged it has none to set any more.</summary>
    private static string? TakenOn(Incident incident)
    {
        if (incident.Milestones.Acknowledged is { } at) return $"was acknowledged at {Say.Clock(at)}";
        return incident.Milestones.Mitigated is { } mitigated ? $"was mitigated at {Say.Clock(mitigated)} already" : null;
    }
}
