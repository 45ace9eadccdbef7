using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>A page could not be sent while it still made sense: it is not sent any more, and who asked for help is told.</summary>
public static class PageTooLate
{
    /// <returns>Null when no page is due (any more).</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation) return null;
        if (NextPage.Of(state.Incident, escalation, now) is not PageStep.Send send) return null;
        var late = Durations.InWords(now - NextPage.DueAt(escalation));
        var draft = new Draft(state, by: null, now);
        draft.Put(escalation with { State = EscalationState.Unanswered, EndedAt = now.ToUniversalTime(), SnoozedUntil = null });
        draft.Write(EntryKind.EscalationEnded, $"Page {send.Attempt} to {EscalationWords.Who(escalation.Target)} was not sent: it could not be in time, and is {late} late");
        if (!escalation.Pages.IsEmpty) draft.Owe(new ShowPageAnswer(number));
        draft.Owe(new Tell($"**A page was not sent.** {EscalationWords.Shown(escalation.Target)} should have got it {late} ago, but I could not send it then. If help is still needed, ask again with `/escalate`."));
        return draft.Done("");
    }

    /// <summary>Since when a page is due; null when none is.</summary>
    public static DateTimeOffset? DueSince(IncidentState state, int number, DateTimeOffset now) =>
        state.Escalations.FirstOrDefault(one => one.Number == number) is { } escalation && NextPage.Of(state.Incident, escalation, now) is PageStep.Send ? NextPage.DueAt(escalation) : null;
}
