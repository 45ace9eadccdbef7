using System.Globalization;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Moves paging by a policy that is under way, or that somebody answered who needs more help: to its next level, or to a named one, at once.</summary>
public static class EscalateFurther
{
    internal static Outcome Decide(IncidentState state, Escalation escalation, EscalateCommand command, Asker asker)
    {
        if (Limits.RefuseReason(command.Reason, out var reason) is { } wrong) return wrong;
        var run = EscalationRun.Of(escalation);
        var answer = AnswerRun.Decide(run, new RunAnswer(RunAnswerKind.Escalate, Handle.Of(asker.Person), Level: command.Level), asker.Now);
        if (answer.Happened is not { } happened) return new Refusal($"{answer.Refusal!.Sentence} Somebody else: `/escalate to:@person`. Nobody else was paged.");
        var draft = new Draft(state, asker);
        var moved = EscalationRun.After(escalation, happened is RunEvent.Escalated escalated ? escalated with { Reason = reason } : happened);
        draft.Put(moved);
        var level = string.Create(CultureInfo.InvariantCulture, $"level {RunState.Of(EscalationRun.Of(moved)).Place.Level}");
        draft.Write(EntryKind.Escalation, $"Escalated to {level} of {EscalationWords.Who(escalation.Target)}{(reason is null ? "" : ": " + reason)}");
        draft.Owe(NextPage.Look(moved, at: null));
        return draft.Done($"{Say.Person(asker.Person)} escalates to **{level}** of {EscalationWords.Shown(escalation.Target)}{Say.Because(reason)}. It is asked now.");
    }
}
