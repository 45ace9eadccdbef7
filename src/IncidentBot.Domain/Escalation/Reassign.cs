using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Somebody else is asked instead of those who are asked now; without an answer, paging goes on as before.</summary>
public static class Reassign
{
    /// <param name="number">Of the escalation; null: the newest that is paging.</param>
    public static Outcome Decide(IncidentState state, int? number, EscalateCommand command, Asker asker, OnCallRecord onCall)
    {
        if (Visibility.Refuse(state.Incident, Verb.Page, asker) is { } may) return may;
        if (AnswerPage.Find(state, number, asker, out var escalation) is { } not) return not;
        if (Closed.Refuse(state.Incident) is { } closed) return closed;
        if (command.To is not { Kind: not TargetKind.Policy } to) return new Refusal("Say who is asked instead: a person, a role, or an on-call schedule. Nothing has changed.");
        if (StartEscalation.Check(state.Incident, command, onCall, asker.Now, out var reason, out _) is { } wrong) return wrong;
        if (escalation!.State == EscalationState.Stopped) return new Refusal(EscalationWords.StoppedSentence(escalation) + " To ask again: `/escalate`.");
        var answer = AnswerRun.Decide(EscalationRun.Of(escalation), new RunAnswer(RunAnswerKind.Reassign, Handle.Of(asker.Person), To: QuickPolicy.Target(to)), asker.Now);
        if (answer.Happened is not { } happened) return answer.Refusal!;
        var draft = new Draft(state, asker);
        var reassigned = EscalationRun.After(escalation, happened is RunEvent.Reassigned other ? other with { Reason = reason } : happened);
        draft.Put(reassigned);
        draft.Incident = StartEscalation.Invite(draft.Incident, to);
        draft.Write(EntryKind.Escalation, $"Asked {EscalationWords.Who(to)} instead of {EscalationWords.Who(escalation.Target)}{(reason is null ? "" : ": " + reason)}");
        draft.Owe(NextPage.Look(reassigned, at: null));
        return draft.Done($"{EscalationWords.Shown(to)} is asked instead{Say.Because(reason)}, now. Without an answer, paging goes on as before.");
    }
}
