using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>
/// A call to somebody could not be sent while it still made sense: it is not sent any more, and who asked for help is told. A policy goes on instead, since
/// nobody may be awake to be told; of it, only what is older than <see cref="NextStep.Stale"/> is dropped.
/// </summary>
public static class PageTooLate
{
    /// <returns>Null when no page is due (any more).</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now)
    {
        if (DueSince(state, number, now) is not { } due) return null;
        var escalation = state.Escalations.First(one => one.Number == number);
        var late = Durations.InWords(now - due);
        var draft = new Draft(state, by: null, now);
        draft.Put(EscalationRun.After(escalation, new RunEvent.Ended(now.ToUniversalTime(), RunOutcome.Expired)));
        draft.Write(EntryKind.EscalationEnded, $"Page {NextPage.AttemptAfter(escalation)} to {EscalationWords.Who(escalation.Target)} was not sent: it could not be in time, and is {late} late");
        if (!escalation.Pages.IsEmpty) draft.Owe(new ShowPageAnswer(number));
        draft.Owe(new Tell($"**A page was not sent.** {EscalationWords.Shown(escalation.Target)} should have got it {late} ago, but I could not send it then. If help is still needed, ask again with `/escalate`."));
        return draft.Done("");
    }

    /// <summary>Since when a page of a call is due; null when none is.</summary>
    public static DateTimeOffset? DueSince(IncidentState state, int number, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation || !EscalationRun.IsCall(escalation)) return null;
        var plan = NextPage.Of(state.Incident, escalation, now, (_, _) => []);
        return plan.Due is [not RunStep.End, ..] ? plan.DueSince : null;
    }
}
