using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Every page was sent and nobody answered, or what is left is too old to be sent: recorded, and said aloud in the channel.</summary>
public static class GiveUp
{
    /// <returns>Null when it is not (or no longer) the time for it.</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation) return null;
        if (NextPage.Of(state.Incident, escalation, now) is not PageStep.GiveUp step) return null;
        var draft = new Draft(state, by: null, now);
        draft.Put(escalation with { State = EscalationState.Unanswered, EndedAt = now.ToUniversalTime(), SnoozedUntil = null });
        draft.Owe(new ShowPageAnswer(number));
        if (step.TooLate)
        {
            var due = NextPage.DueAt(escalation);
            draft.Write(EntryKind.EscalationEnded, $"Paging {EscalationWords.Who(escalation.Target)} ended: the next page was due {Durations.InWords(now - due)} before it could be sent");
            draft.Owe(new Tell($"**Paging {EscalationWords.Shown(escalation.Target)} has ended.** The next page was due {Say.DateTime(due)}, while I was away; it is too old to be sent now. To ask again: `/escalate`."));
            return draft.Done("");
        }

        var after = $"{Say.Count(escalation.Pages.Length, "page")} in {Durations.InWords(now - escalation.StartedAt)}";
        draft.Write(EntryKind.EscalationEnded, $"Nobody answered for {EscalationWords.Who(escalation.Target)}: {after}");
        draft.Owe(new Tell($"**Nobody answered.** {EscalationWords.Shown(escalation.Target)} got {after}; no more are sent. Ask somebody else with `/escalate`."));
        return draft.Done("");
    }
}
