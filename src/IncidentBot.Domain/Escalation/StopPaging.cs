using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Ends an escalation without an answer.</summary>
public static class StopPaging
{
    public static Outcome Decide(IncidentState state, int? number, Asker asker)
    {
        if (Visibility.Refuse(state.Incident, Verb.Page, asker) is { } may) return may;
        if (AnswerPage.Find(state, number, asker, out var escalation) is { } not) return not;
        if (EscalationWords.RefuseEnded(escalation!) is { } ended) return ended;
        var draft = new Draft(state, asker);
        draft.Put(EscalationRun.After(escalation!, new RunEvent.StoppedBy(asker.Now.ToUniversalTime(), Handle.Of(asker.Person))));
        draft.Write(EntryKind.EscalationEnded, $"Paging {EscalationWords.Who(escalation!.Target)} stopped by {Say.Person(asker.Person)}");
        draft.Owe(new ShowPageAnswer(escalation.Number));
        return draft.Done($"Paging {EscalationWords.Shown(escalation.Target)} is stopped. No more pages go out for this escalation.");
    }
}
