using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>A page went out (or could not be delivered).</summary>
public static class RecordPage
{
    /// <summary>As many people as are named who could not be reached.</summary>
    private const int MostNamed = 5;

    /// <param name="attempt">Its number.</param>
    /// <param name="page">What was sent; null: there was nobody to send it to.</param>
    /// <param name="seen">How many events the run had when it was sent.</param>
    /// <param name="happened">What it was sent for, with what came of it.</param>
    /// <param name="onCall">By account (<see cref="InChat.Lookup"/>).</param>
    /// <returns>Null when this page is recorded already, or there is no such escalation. Else a decision that owes what follows.</returns>
    public static Decision? Decide(IncidentState state, int number, int attempt, Page? page, DateTimeOffset now, int seen, ImmutableArray<RunEvent> happened, OnCallLookup onCall)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation || escalation.Pages.Any(one => one.Attempt >= attempt)) return null;
        var draft = new Draft(state, by: null, now);
        var paged = EscalationRun.AfterSending(escalation, seen, happened);
        if (page is not null)
        {
            paged = paged with { Pages = paged.Pages.Add(page with { At = page.At.ToUniversalTime() }) };
            Write(draft, escalation, page, happened);
            Invite(draft, page, happened);
            if (Unreached(escalation, page, happened) is { } unreached) draft.Owe(new Tell(unreached));
            foreach (var waiting in page.Waiting) draft.Owe(new SendDirectPage(number, attempt, waiting.Person) { Due = waiting.Until });
            foreach (var called in happened.OfType<RunEvent.Asked>().Where(one => one is { Whom.Kind: PolicyTargetKind.Webhook, Failure: null })) draft.Owe(new CallWebhook(number, attempt, called.Whom.Name));

            // It was answered or ended while it was sent: nobody has to press anything on it any more.
            if (paged.State != EscalationState.Paging) draft.Owe(new ShowPageAnswer(number));
        }
        else if (!EscalationRun.IsCall(escalation))
        {
            var missed = happened.OfType<RunEvent.Missed>().Select(one => PolicyWords.Of(one.What, ChatNames.Kept)).ToList();
            if (missed.Count > 0) draft.Write(EntryKind.Page, $"{Say.Capital(Lists.InWords(missed))} ({Level(escalation, happened)})");
        }

        paged = PassOn.Follow(draft, paged, now, onCall);
        return draft.Done("") with { Turns = Turns(EscalationRun.Of(paged).Policy, happened) };
    }

    /// <summary>A page of an escalation that is over by now turns out to have gone out before: it is recorded, and loses its buttons.</summary>
    /// <returns>Null when it is recorded already, or there is no such escalation.</returns>
    public static Decision? Found(IncidentState state, int number, Page page, DateTimeOffset now)
    {
        if (state.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation || escalation.Pages.Any(one => one.Attempt >= page.Attempt)) return null;
        var draft = new Draft(state, by: null, now);
        draft.Put(escalation with { Pages = escalation.Pages.Add(page with { At = page.At.ToUniversalTime() }) });
        draft.Write(EntryKind.Page, string.Create(CultureInfo.InvariantCulture, $"Page {page.Attempt} to {EscalationWords.Who(escalation.Target)} went out at {Say.DateTime(page.At)}; it could be recorded only after it had ended"));
        draft.Owe(new ShowPageAnswer(number));
        return draft.Done("");
    }

    private static void Write(Draft draft, Escalation escalation, Page page, ImmutableArray<RunEvent> happened)
    {
        var asked = happened.OfType<RunEvent.Asked>().ToList();
        var to = EscalationRun.IsCall(escalation)
            ? string.Create(CultureInfo.InvariantCulture, $"Page {page.Attempt} of {EscalationRun.PagesInAll(escalation)} to {EscalationWords.Who(escalation.Target)}{OnCall(escalation, asked)}")
            : string.Create(CultureInfo.InvariantCulture, $"Page {page.Attempt}, {Level(escalation, happened)}: {string.Join("; ", happened.Select(one => Part(one, page)).Where(part => part.Length > 0))}");
        var failures = page.Undelivered.Select(one => $"no direct message to {Say.Person(one.Person)} ({one.Reason})").ToList();
        if (page.Mention is null && asked.Exists(one => one.Whom.AsksPeople)) failures.Insert(0, "not shown in the channel");
        if (!page.Waiting.IsEmpty) failures.Add($"the direct {(page.Waiting.Length == 1 ? "message" : "messages")} to {Few([.. page.Waiting.Select(one => Say.Person(one.Person))])} {(page.Waiting.Length == 1 ? "follows" : "follow")}");
        draft.Write(EntryKind.Page, to + (failures.Count == 0 ? "" : "; " + string.Join("; ", failures)));
    }

    private static string OnCall(Escalation escalation, List<RunEvent.Asked> asked) =>
        escalation.Target.Kind == TargetKind.Schedule ? ": " + Lists.InWords([.. asked.SelectMany(one => one.People).Select(ChatNames.Kept.Person)]) : "";

    private static string Level(Escalation escalation, ImmutableArray<RunEvent> happened)
    {
        var place = happened.OfType<RunEvent.Asked>().Select(one => one.Place).Concat(happened.OfType<RunEvent.Missed>().Select(one => one.Place)).FirstOrDefault() ?? new Place(1, 1);
        return PolicyWords.LevelOf(EscalationRun.Of(escalation), place);
    }

    private static string Part(RunEvent happened, Page page) => happened switch
    {
        RunEvent.Asked asked => Whom(asked) + (asked.Failure is { } why && !asked.People.Any(one => page.Undelivered.Any(undelivered => Handle.Of(undelivered.Person) == one)) ? $", not delivered ({why})" : ""),
        RunEvent.Missed missed => PolicyWords.Of(missed.What, ChatNames.Kept),
        _ => "",
    };

    private static string Whom(RunEvent.Asked asked) => asked switch
    {
        { Quietly: true } => $"quiet hours, so only {ChatNames.Kept.Of(asked.Whom)} was told",
        { Whom.Kind: PolicyTargetKind.Schedule } => $"{Lists.InWords([.. asked.People.Select(ChatNames.Kept.Person)])} (on call in {asked.Whom.Name})",
        { Whom.Kind: PolicyTargetKind.Role } => $"everyone who has {ChatNames.Kept.Of(asked.Whom)}",
        { Whom.Kind: PolicyTargetKind.Channel } => $"{ChatNames.Kept.Of(asked.Whom)} was told",
        { Whom.Kind: PolicyTargetKind.Webhook } => $"{ChatNames.Kept.Of(asked.Whom)} is called",
        _ => ChatNames.Kept.Of(asked.Whom),
    };

    /// <summary>Whoever is paged comes to belong to the incident: in a direct message the button knows the person, not their roles.</summary>
    private static void Invite(Draft draft, Page page, ImmutableArray<RunEvent> happened)
    {
        var people = page.People.Except(draft.Incident.Invited).ToList();
        var roles = happened.OfType<RunEvent.Asked>().Where(one => one is { Whom.Kind: PolicyTargetKind.Role, Quietly: false }).Select(one => one.Whom.Id).OfType<ulong>()
            .Select(id => new ChatRoleId(id)).Except(draft.Incident.InvitedRoles).ToList();
        if (people.Count > 0) draft.Incident = draft.Incident with { Invited = [.. draft.Incident.Invited, .. people] };
        if (roles.Count > 0) draft.Incident = draft.Incident with { InvitedRoles = [.. draft.Incident.InvitedRoles, .. roles] };
    }

    /// <summary>What could not be delivered, said once for each person, channel or webhook of an escalation; null: nothing new.</summary>
    private static string? Unreached(Escalation escalation, Page page, ImmutableArray<RunEvent> happened)
    {
        var known = escalation.Pages.SelectMany(one => one.Undelivered).Select(one => one.Person).ToHashSet();
        var people = page.Undelivered.Where(one => !known.Contains(one.Person)).ToList();
        var failed = happened.OfType<RunEvent.Asked>().Where(one => one.Failure is not null && one.People.All(person => EscalationRun.PersonOf(person) is null)).ToList();
        var before = EscalationRun.Of(escalation).Events.OfType<RunEvent.Asked>().Where(one => one.Failure is not null).Select(one => one.Whom).ToHashSet();
        var others = failed.Where(one => !before.Contains(one.Whom)).Select(one => $"{ChatNames.Shown.Of(one.Whom)} ({Harmless.Line(one.Failure, 100)})").ToList();
        var sentences = new List<string>();
        if (people.Count > 0) sentences.Add(NoDirectMessage(people));
        if (others.Count > 0) sentences.Add($"The page could not be delivered to {Few(others)}.");
        return sentences.Count == 0 ? null : string.Join(' ', sentences);
    }

    /// <summary>For chat, within a message that pings nobody.</summary>
    internal static string NoDirectMessage(IReadOnlyList<UndeliveredPage> people) =>
        $"The page could not be sent as a direct message to {Few([.. people.Select(one => $"{Say.Person(one.Person)} ({Harmless.Line(one.Reason, 100)})")])}. If it is urgent, reach out another way.";

    internal static string Few(List<string> all) => string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");

    /// <summary>Whose turn it was, at levels that ask in turn.</summary>
    private static ImmutableArray<TurnTaken> Turns(PolicySnapshot policy, ImmutableArray<RunEvent> happened) =>
    [
        .. happened.OfType<RunEvent.Asked>()
            .Where(one => one.Target >= 0 && !one.Quietly && policy.Levels[one.Place.Level - 1].Level.InTurn)
            .Select(one => (policy.PartOf(one.Place.Level), one))
            .Select(one => new TurnTaken(one.Item1.Policy, one.one.Place.Level - one.Item1.First + 1, one.one.Target)),
    ];
}
