using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation;

/// <summary>
/// Something that whoever acknowledged said in the incident's channel keeps the acknowledgement fresh, as a status update does. It is looked for when the
/// acknowledgement would lapse, so that messages cost nothing when they come in.
/// </summary>
public static class StillOnIt
{
    /// <param name="saidAt">When it was said.</param>
    /// <returns>Null when the acknowledgement is no longer that person's, or newer than what was said.</returns>
    public static Decision? Decide(IncidentState state, int number, PersonId by, DateTimeOffset saidAt, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { State: EscalationState.Acknowledged } escalation || escalation.AcknowledgedBy != by) return null;
        if (AnswerPage.StaleAfter(escalation) is not { } timeout || RunState.Of(EscalationRun.Of(escalation)).AcknowledgedAt >= saidAt) return null;
        var draft = new Draft(state, by: null, now);
        var fresh = EscalationRun.After(escalation, new RunEvent.StillOnIt(saidAt.ToUniversalTime(), Handle.Of(by)));
        draft.Put(fresh);
        draft.Owe(NextPage.Look(fresh, saidAt + timeout));
        return draft.Done("");
    }
}
