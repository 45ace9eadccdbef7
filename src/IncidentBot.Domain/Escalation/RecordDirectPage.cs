using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>
/// The direct message of a page that could not go out with it, because Discord's limits left no room: whether it is still wanted, and what came of it. Where it
/// turns out that a target was not reached at all, the next is tried at once, as if that had been known with the page.
/// </summary>
public static class RecordDirectPage
{
    /// <summary>The page, if that person still waits for it and it is right to send it: not once the escalation ended, who cannot help, or of a page that a later one repeats.</summary>
    public static Page? Wanted(IncidentState state, int number, int attempt, PersonId person)
    {
        if (!state.Incident.IsOpen || Find(state, number, attempt, person) is not (var escalation, var page) || escalation.State != EscalationState.Paging || escalation.Declined.Contains(person)) return null;
        return escalation.Pages.Any(later => later.Attempt > attempt && later.People.Contains(person)) ? null : page;
    }

    /// <param name="attempt">The page's number.</param>
    /// <param name="message">What was sent; null: nothing.</param>
    /// <param name="failure">Why it could not be delivered, within a sentence; null with no message: it is not wanted any more.</param>
    /// <returns>Null when it is recorded already.</returns>
    public static Decision? Decide(IncidentState state, int number, int attempt, PersonId person, MessageRef? message, string? failure, DateTimeOffset now)
    {
        if (Find(state, number, attempt, person) is not (var escalation, var page)) return null;
        var draft = new Draft(state, by: null, now);
        var told = page with { Waiting = page.Waiting.RemoveAll(one => one.Person == person) };
        if (message is { } sent)
        {
            told = told with { Direct = told.Direct.Add(new(person, sent)) };
            draft.Write(EntryKind.Page, $"The direct message of page {attempt} reached {Say.Person(person)} {Durations.InWords(now - page.At)} after it");
        }
        else if (failure is not null)
        {
            told = told with { Undelivered = told.Undelivered.Add(new(person, failure)) };
            draft.Write(EntryKind.Page, $"Page {attempt}: no direct message to {Say.Person(person)} ({failure})");
            if (!escalation.Pages.SelectMany(one => one.Undelivered).Any(one => one.Person == person)) draft.Owe(new Tell(RecordPage.NoDirectMessage([told.Undelivered[^1]])));
        }

        var paged = escalation with { Pages = escalation.Pages.Replace(page, told) };
        if (message is null && failure is not null)
        {
            foreach (var asked in EscalationRun.AskedBy(paged, told).Where(asked => asked.Failure is null && asked.People.Contains(Handle.Of(person)) && !asked.People.Any(one => MayHaveIt(told, one))).ToList())
                paged = EscalationRun.AfterFailing(paged, asked, failure);
        }

        draft.Put(paged);
        if (message is not null && paged.State != EscalationState.Paging) draft.Owe(new ShowPageAnswer(number));
        if (failure is not null && paged.State == EscalationState.Paging) draft.Owe(NextPage.Look(paged, at: null));
        return draft.Done("");
    }

    private static bool MayHaveIt(Page page, Handle person) => EscalationRun.PersonOf(person) is { } account && (page.Direct.Any(one => one.Person == account) || page.Waiting.Any(one => one.Person == account));

    private static (Escalation Escalation, Page Page)? Find(IncidentState state, int number, int attempt, PersonId person) =>
        state.Escalations.FirstOrDefault(one => one.Number == number) is { } escalation && escalation.Pages.FirstOrDefault(page => page.Attempt == attempt && page.Waiting.Any(one => one.Person == person)) is { } page
            ? (escalation, page)
            : null;
}
