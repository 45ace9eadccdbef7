using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>What follows in an escalation without a page: levels that are passed over, quiet hours, an acknowledgement that has gone stale, the end. All of it is recorded, and what people have to know is said aloud.</summary>
public static class PassOn
{
    /// <summary>Carries out what is due now and owes the next look.</summary>
    /// <param name="onCall">By account (<see cref="InChat.Lookup"/>).</param>
    /// <returns>Null when nothing is to come any more.</returns>
    public static Decision? Decide(IncidentState state, int number, DateTimeOffset now, OnCallLookup onCall)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation) return null;
        var plan = NextPage.Of(state.Incident, escalation, now, onCall);
        if (plan.Due.IsEmpty && plan.WakeAt is null) return null;
        if (plan.Due.IsEmpty || plan.Due.Any(step => step is RunStep.Ask)) return new Decision(state.Incident, "") { Owes = [NextPage.Look(escalation, plan.WakeAt)] };
        var draft = new Draft(state, by: null, now);
        Follow(draft, escalation, now, onCall);
        return draft.Done("");
    }

    /// <summary>As <see cref="Decide"/>, within a decision: the escalation is put into it as it stands then.</summary>
    internal static Escalation Follow(Draft draft, Escalation escalation, DateTimeOffset now, OnCallLookup onCall)
    {
        now = now.ToUniversalTime();
        var passed = new List<RunEvent>();
        var plan = NextPage.Of(draft.Incident, escalation, now, onCall);
        while (!plan.Due.IsEmpty && !plan.Due.Any(step => step is RunStep.Ask))
        {
            foreach (var step in plan.Due)
            {
                var happened = step.Record(now);
                passed.Add(happened);
                if (happened is RunEvent.Ended ended) End(draft, escalation, passed, ended, plan.DueSince ?? now);
                else Say(draft, escalation, happened, passed);
                escalation = EscalationRun.After(escalation, happened);
            }

            plan = NextPage.Of(draft.Incident, escalation, now, onCall);
        }

        draft.Put(escalation);
        if (!plan.Due.IsEmpty || plan.WakeAt is not null) draft.Owe(NextPage.Look(escalation, plan.WakeAt));
        return escalation;
    }

    private static void Say(Draft draft, Escalation escalation, RunEvent happened, List<RunEvent> passed)
    {
        switch (happened)
        {
            // A call has one level: that nobody is there to ask is said at its end.
            case RunEvent.Skipped skipped when !EscalationRun.IsCall(escalation) && IsNew(skipped, passed):
                draft.Write(EntryKind.Page, $"Level {skipped.Place.Level} was skipped: {PolicyWords.Why(skipped, ChatNames.Kept)}");
                if (skipped.Unmet is null) draft.Owe(new Tell($"Level {skipped.Place.Level} of {EscalationWords.Shown(escalation.Target)} is skipped: {PolicyWords.Why(skipped, ChatNames.Shown)}."));
                break;
            case RunEvent.Missed missed:
                draft.Write(EntryKind.Page, $"{Words.Say.Capital(PolicyWords.Of(missed.What, ChatNames.Kept))} (level {missed.Place.Level})");
                break;
            case RunEvent.Held held:
                draft.Write(EntryKind.Note, $"Quiet hours: nobody is paged by {EscalationWords.Who(escalation.Target)} for now");
                draft.Owe(new Tell($"Quiet hours: nobody is paged before {Words.Say.DateTime(held.Until)}. To page now all the same: `/escalate level:1`."));
                break;
            case RunEvent.Lapsed lapsed:
                var silence = Durations.InWords(happened.At - RunState.Of(EscalationRun.Of(escalation)).AcknowledgedAt);
                draft.Write(EntryKind.Escalation, $"Nothing was heard from {ChatNames.Kept.Person(lapsed.By)} for {silence} after the acknowledgement: paging goes on");
                draft.Owe(new Tell($"**Nothing was heard from {ChatNames.Shown.Person(lapsed.By)} for {silence}** after the acknowledgement, so I page again. A message here or `/incident update` keeps an acknowledgement fresh."));
                break;
        }
    }

    /// <summary>That a level has nobody to ask is said once, however many rounds pass over it at the same moment.</summary>
    private static bool IsNew(RunEvent.Skipped skipped, List<RunEvent> passed) => passed.OfType<RunEvent.Skipped>().First(one => one.Place.Level == skipped.Place.Level) == skipped;

    private static void End(Draft draft, Escalation escalation, List<RunEvent> passed, RunEvent.Ended ended, DateTimeOffset due)
    {
        var (kept, shown) = (EscalationWords.Who(escalation.Target), EscalationWords.Shown(escalation.Target));
        draft.Owe(new ShowPageAnswer(escalation.Number));
        if (ended.Outcome == RunOutcome.Expired)
        {
            draft.Write(EntryKind.EscalationEnded, $"Paging {kept} ended: the next page was due {Durations.InWords(ended.At - due)} before it could be sent");
            draft.Owe(new Tell($"**Paging {shown} has ended.** The next page was due {Words.Say.DateTime(due)}, while I was away; it is too old to be sent now. To ask again: `/escalate`."));
            return;
        }

        var nobody = passed.OfType<RunEvent.Skipped>().FirstOrDefault()?.Nobody ?? [];
        if (EscalationRun.IsCall(escalation) && nobody is [{ Why: var why }, ..])
        {
            // Whoever said that they cannot help is told with their answer.
            if (why == MissReason.CannotHelp) return;
            var reason = why == MissReason.NobodyOnCall ? "Nobody is on call in" : "Nobody has the role";
            draft.Write(EntryKind.EscalationEnded, $"{reason} {Named(ChatNames.Kept)}, so nobody was reached");
            draft.Owe(new Tell($"{reason} {Named(ChatNames.Shown)}, so nobody was reached. Ask somebody else with `/escalate`."));
            return;

            string Named(PolicyNames names) => why == MissReason.NobodyOnCall ? names.Bare(nobody[0].Whom.Name) : names.Of(nobody[0].Whom);
        }

        var pages = Words.Say.Count(escalation.Pages.Length, "page");
        var after = $"{pages} in {Durations.InWords(ended.At - escalation.StartedAt)}";
        if (EscalationRun.IsCall(escalation))
        {
            draft.Write(EntryKind.EscalationEnded, $"Nobody answered for {kept}: {after}");
            draft.Owe(new Tell($"**Nobody answered.** {shown} got {after}; no more are sent. Ask somebody else with `/escalate`."));
            return;
        }

        draft.Write(EntryKind.EscalationEnded, escalation.Pages.IsEmpty ? $"Nobody could be asked by {kept}" : $"Nobody answered {kept}: {after}");
        draft.Owe(new Tell(escalation.Pages.IsEmpty
            ? $"**Nobody was paged.** No level of {shown} has anybody to ask. Ask somebody with `/escalate to:`."
            : $"**Nobody answered.** All levels of {shown} were asked, {after}; no more are sent. Ask somebody else with `/escalate to:`."));
    }
}
