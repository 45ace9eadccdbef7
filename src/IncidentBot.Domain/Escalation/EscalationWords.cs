using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Escalations in plain words, with clock times of the server's zone. User text in them is made harmless.</summary>
public static class EscalationWords
{
    private const int MostShown = 8;

    /// <summary>Where each escalation of the incident stands, newest first; of one by a policy that is under way, also what comes next.</summary>
    public static string Status(IncidentState state, Asker asker, OnCallRecord onCall)
    {
        if (!Visibility.MaySee(state.Incident, asker)) return Visibility.Unknown(state.Incident.Number).Sentence;
        if (state.Escalations.IsEmpty) return $"Nobody has been paged in {state.Incident.Name}. To call for help: `/escalate`.";
        var lines = state.Escalations.Reverse().Take(MostShown).Select(escalation => $"**{escalation.Number}** · {Sentence(escalation, asker)}");
        var more = state.Escalations.Length > MostShown ? $"\n… and {state.Escalations.Length - MostShown} older ones" : "";
        return string.Join('\n', lines) + more + Rest(state, asker, onCall);
    }

    /// <summary>What would happen when, if this escalation were started now, or went on as it stands.</summary>
    public static string Preview(IncidentState state, EscalateCommand command, Asker asker, OnCallRecord onCall)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Page, asker) is { } not) return not.Sentence;
        if (Closed.Refuse(incident) is { } closed) return closed.Sentence;
        if (command.To is null && Rest(state, asker, onCall) is { Length: > 0 } rest) return rest.TrimStart('\n');
        if (StartEscalation.Check(incident, command, onCall, asker.Now, out _, out var chosen) is { } wrong) return wrong.Sentence;
        if (chosen is not null) return PolicyPreview.OfStart(InChat.Snapshot(onCall, chosen.Policy), IncidentFacts.Of(incident), asker.Now, InChat.Lookup(onCall.Book), ChatNames.Shown, asker.Settings.TimeZone);
        var target = command.To!;
        var all = target.Kind == TargetKind.ChatRole ? "everyone in " : "";
        var repeats = Enumerable.Range(1, NextPage.Attempts - 1).Select(i => Clock(asker.Now + (i * NextPage.Interval), asker)).ToList();
        return $"If you escalated now, {Clock(asker.Now, asker)}:\n"
            + $"· at once: {Shown(target)} is mentioned in the channel, and {all}{Shown(target)} gets a direct message{OnCallNow(target, asker, onCall)}\n"
            + $"· the same again at {Lists.InWords(repeats)}, until somebody presses **Acknowledge**\n"
            + $"· at {Clock(asker.Now + (NextPage.Attempts * NextPage.Interval), asker)}, if nobody has: said aloud in the channel, and no more pages\n"
            + "Nobody was paged.";
    }

    private static string OnCallNow(EscalationTarget target, Asker asker, OnCallRecord onCall)
    {
        if (target.Kind != TargetKind.Schedule) return "";
        var people = InChat.Lookup(onCall.Book)(target.Name, asker.Now);
        return people.IsEmpty ? " (nobody is on call now)" : $" (now {Lists.InWords([.. people.Select(ChatNames.Shown.Person)])})";
    }

    /// <summary>What follows in the newest escalation by a policy that is paging; empty when none is, or nothing does.</summary>
    private static string Rest(IncidentState state, Asker asker, OnCallRecord onCall)
    {
        if (state.Escalations.LastOrDefault(one => one.State == EscalationState.Paging && !EscalationRun.IsCall(one)) is not { } escalation || !state.Incident.IsOpen) return "";
        var rest = PolicyPreview.OfRest(EscalationRun.Of(escalation), IncidentFacts.Of(state.Incident), asker.Now, InChat.Lookup(onCall.Book), ChatNames.Shown, asker.Settings.TimeZone);
        return rest.Length == 0 ? "" : $"\n{rest}";
    }

    /// <summary>One sentence on one escalation: "Ada was asked at 14:05 WAT and acknowledged after 3 minutes." For the page as it is edited at the end.</summary>
    public static string Sentence(Escalation escalation, Asker asker)
    {
        var reason = escalation.Reason is null ? "" : $" ({Harmless.Line(escalation.Reason, 120)})";
        var asked = EscalationRun.IsCall(escalation)
            ? $"{Shown(escalation.Target)} was asked at {Clock(escalation.StartedAt, asker)} by {Say.Person(escalation.RequestedBy)}{reason}"
            : $"Paging by {Shown(escalation.Target)} since {Clock(escalation.StartedAt, asker)}{reason}";
        return asked + escalation.State switch
        {
            EscalationState.Paging => Underway(escalation, asker),
            EscalationState.Acknowledged when escalation is { AcknowledgedBy: { } who, AcknowledgedAt: { } at } =>
                $". {Say.Person(who)} acknowledged at {Clock(at, asker)}, after {Durations.InWords(at - escalation.StartedAt)}.",
            EscalationState.Unanswered when escalation is { Pages.IsEmpty: true, Target.Kind: TargetKind.Person } => ". No page could be sent in time.",
            EscalationState.Unanswered when escalation is { Pages.IsEmpty: true, Target.Kind: TargetKind.Schedule } => ". Nobody was on call, so nobody was reached.",
            EscalationState.Unanswered when escalation.Pages.IsEmpty && !EscalationRun.IsCall(escalation) => ". No level had anybody to ask.",
            EscalationState.Unanswered when escalation.Pages.IsEmpty => ". Nobody has that role, so nobody was reached.",
            EscalationState.Unanswered => $". Nobody answered {Say.Count(escalation.Pages.Length, "page")}{Declined(escalation)}.",
            _ => $". {StoppedSentence(escalation)}",
        };
    }

    /// <summary>"Tunde Bello", "policy shop, level 2".</summary>
    public static string OnCard(Escalation escalation)
    {
        var name = Harmless.Line(escalation.Target.Name, 60);
        return escalation.Target.Kind switch
        {
            TargetKind.Policy => $"policy {name}, level {RunState.Of(EscalationRun.Of(escalation)).Place.Level}",
            TargetKind.Schedule => $"on call in {name}",
            _ => name,
        };
    }

    /// <summary>For the timeline, where names are put in later: a person's mention, the role's name, "the policy shop".</summary>
    internal static string Who(EscalationTarget target) => target.Kind switch
    {
        TargetKind.Person => Say.Person(new PersonId(target.Id)),
        TargetKind.ChatRole => $"@{target.Name.TrimStart('@')}",
        TargetKind.Policy => $"the policy {target.Name}",
        _ => $"whoever is on call in {target.Name}",
    };

    /// <summary>For chat, where Discord shows names.</summary>
    internal static string Shown(EscalationTarget target) => target.Kind switch
    {
        TargetKind.Person => Say.Person(new PersonId(target.Id)),
        TargetKind.ChatRole => $"<@&{target.Id}>",
        TargetKind.Policy => $"the policy {Harmless.Line(target.Name, 60)}",
        _ => $"whoever is on call in {Harmless.Line(target.Name, 60)}",
    };

    internal static string StoppedSentence(Escalation escalation) => escalation.StoppedBy is { } who
        ? $"{Say.Person(who)} stopped the paging{(escalation.EndedAt is { } at ? $" at {Say.Clock(at)}" : "")}."
        : "The paging was stopped.";

    /// <summary>Null while it is paging.</summary>
    internal static Refusal? RefuseEnded(Escalation escalation) => escalation.State switch
    {
        EscalationState.Paging => null,
        EscalationState.Acknowledged => new Refusal($"{Say.Person(escalation.AcknowledgedBy ?? default)} acknowledged this page{(escalation.AcknowledgedAt is { } at ? $" at {Say.Clock(at)}" : "")}; no more pages go out."),
        EscalationState.Unanswered => new Refusal("This paging ended without an answer; no more pages go out. To ask again: `/escalate`."),
        _ => new Refusal(StoppedSentence(escalation) + " No more pages go out."),
    };

    private static string Underway(Escalation escalation, Asker asker)
    {
        var sent = escalation.Pages.IsEmpty ? 0 : escalation.Pages[^1].Attempt;
        var snoozed = escalation.SnoozedUntil > asker.Now ? " (put off)" : "";
        if (!EscalationRun.IsCall(escalation))
        {
            var run = EscalationRun.Of(escalation);
            var place = $"{PolicyWords.LevelOf(run, RunState.Of(run).Place)} of {run.Policy.Levels.Length}";
            return $". Nobody has answered yet: {Say.Count(sent, "page")} sent, now at {place}{snoozed}{Declined(escalation)}.";
        }

        // Whatever comes next is asked for as of the beginning: it is then still to be waited for.
        var plan = NextStep.Of(EscalationRun.Of(escalation), IncidentFacts.Any, escalation.StartedAt.AddTicks(-1), (_, _) => []);
        var next = plan.WakeAt ?? plan.DueSince ?? escalation.StartedAt;
        var when = next <= asker.Now ? "now" : $"at {Clock(next, asker)}";
        var all = EscalationRun.PagesInAll(escalation);
        var then = sent >= all ? $"paging ends {when} if nobody answers" : $"the next goes out {when}{snoozed}";
        return $". Nobody has answered yet: {sent} of {all} pages sent, {then}{Declined(escalation)}.";
    }

    private static string Declined(Escalation escalation) =>
        escalation.Declined.IsEmpty ? "" : $"; cannot help: {string.Join(", ", escalation.Declined.Take(5).Select(Say.Person))}";

    private static string Clock(DateTimeOffset at, Asker asker) => TypedTime.Clock(at, asker.Now, asker.Settings.TimeZone);
}
