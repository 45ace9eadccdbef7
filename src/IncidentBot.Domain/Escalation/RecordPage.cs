using System.Globalization;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>A page went out (or could not be delivered).</summary>
public static class RecordPage
{
    /// <returns>Null when this page is recorded already, or there is no such escalation. Else a decision that owes the next step.</returns>
    public static Decision? Decide(IncidentState state, int number, Page page)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation || escalation.Pages.Any(one => one.Attempt >= page.Attempt)) return null;
        var draft = new Draft(state, by: null, page.At);
        var paged = escalation with { Pages = escalation.Pages.Add(page with { At = page.At.ToUniversalTime() }) };
        draft.Put(paged);
        draft.Write(EntryKind.Page, string.Create(CultureInfo.InvariantCulture, $"Page {page.Attempt} of {NextPage.Attempts} to {EscalationWords.Who(escalation.Target)}{Failures(page)}"));

        // A role's members come to belong to the incident when they are paged: in a direct message the button knows the person, not his roles.
        var invited = page.Direct.Select(direct => direct.Person).Except(draft.Incident.Invited).ToList();
        if (invited.Count > 0) draft.Incident = draft.Incident with { Invited = [.. draft.Incident.Invited, .. invited] };
        if (paged.State == EscalationState.Paging) draft.Owe(new SendPage(number, page.Attempt + 1) { Due = NextPage.DueAt(paged) });
        if (page.Attempt == 1 && !page.Undelivered.IsEmpty) draft.Owe(new Tell(Unreached(page)));
        return draft.Done("");
    }

    private static string Failures(Page page)
    {
        var failures = page.Undelivered.Select(one => $"no direct message to {Say.Person(one.Person)} ({one.Reason})").ToList();
        if (page.Mention is null) failures.Insert(0, "not shown in the channel");
        return failures.Count == 0 ? "" : "; " + string.Join("; ", failures);
    }

    private static string Unreached(Page page)
    {
        var people = page.Undelivered.Take(5).Select(one => $"{Say.Person(one.Person)} ({Harmless.Line(one.Reason, 100)})");
        var more = page.Undelivered.Length > 5 ? $" and {page.Undelivered.Length - 5} more" : "";
        return $"The page could not be sent as a direct message to {string.Join(", ", people)}{more}. If it is urgent, reach out another way.";
    }
}
