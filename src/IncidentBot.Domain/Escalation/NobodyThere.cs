using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Escalation;

/// <summary>A role was to be paged that nobody has: asking on would reach nobody, so it ends and is said aloud.</summary>
public static class NobodyThere
{
    /// <returns>Null when it is not paging any more.</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { State: EscalationState.Paging, Pages.IsEmpty: true } escalation) return null;
        var draft = new Draft(state, by: null, now);
        draft.Put(escalation with { State = EscalationState.Unanswered, EndedAt = now.ToUniversalTime(), SnoozedUntil = null });
        draft.Write(EntryKind.EscalationEnded, $"Nobody has the role {EscalationWords.Who(escalation.Target)}, so nobody was reached");
        draft.Owe(new Tell($"Nobody has the role {EscalationWords.Shown(escalation.Target)}, so nobody was reached. Ask somebody else with `/escalate`."));
        return draft.Done("");
    }
}
