using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>The Can't help button: this person is asked no more, and the next are asked at once; when there is nobody else, the paging ends and that is said.</summary>
public static class CantHelp
{
    /// <param name="onCall">By account (<see cref="InChat.Lookup"/>).</param>
    public static Outcome Decide(IncidentState state, int? number, Asker asker, OnCallLookup onCall)
    {
        if (AnswerPage.Find(state, number, asker, out var found) is { } not) return not;
        if (Closed.Refuse(state.Incident) is { } closed) return closed;
        var escalation = found!;
        if (EscalationWords.RefuseEnded(escalation) is { } ended) return ended;
        if (!AnswerPage.Asked(escalation, asker)) return new Refusal($"This page asks {EscalationWords.Shown(escalation.Target)}, not you.");
        if (escalation.Declined.Contains(asker.Person)) return new Refusal("You have said so already; you are not asked again. If you can help after all, press **Acknowledge**.");
        if (AnswerRun.Decide(EscalationRun.Of(escalation), new RunAnswer(RunAnswerKind.CannotHelp, Handle.Of(asker.Person)), asker.Now) is not { Happened: { } happened })
            return new Refusal($"This page asks {EscalationWords.Shown(escalation.Target)}, not you.");

        var draft = new Draft(state, asker);
        var declined = EscalationRun.After(escalation, happened);
        var next = NextPage.Of(state.Incident, declined, asker.Now, onCall);
        var who = Say.Person(asker.Person);
        if (EscalationRun.IsCall(escalation) && next.Due.IsEmpty) draft.Write(EntryKind.EscalationEnded, $"{who} cannot help; {EscalationWords.Who(escalation.Target)} is paged on");
        else if (EscalationRun.IsCall(escalation)) draft.Write(EntryKind.EscalationEnded, $"{who} cannot help; nobody else was asked");
        else draft.Write(EntryKind.EscalationEnded, $"{who} cannot help");

        declined = PassOn.Follow(draft, declined, asker.Now, onCall);
        if (declined.State == EscalationState.Paging)
        {
            if (next.Due.IsEmpty) return draft.Done($"Noted: {who} cannot help. The others are still being asked.");
            draft.TellUnlessAskedThere(asker, $"{who} cannot help. The next are asked now.");
            return draft.Done($"Noted: {who} cannot help. The next are asked now.");
        }

        var answer = $"{who} cannot help, and nobody else {(EscalationRun.IsCall(escalation) ? "was asked" : "is left to ask")}. Ask somebody else with `/escalate`.";
        draft.TellUnlessAskedThere(asker, answer);
        return draft.Done(answer);
    }
}
