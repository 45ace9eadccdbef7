using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>Escalations in plain words, with clock times of the server's zone. User text in them is made harmless.</summary>
public static class EscalationWords
{
    private const int MostShown = 8;

    /// <summary>Where each escalation of the incident stands, newest first.</summary>
    public static string Status(IncidentState state, Asker asker)
    {
        if (!Visibility.MaySee(state.Incident, asker)) return Visibility.Unknown(state.Incident.Number).Sentence;
        if (state.Escalations.IsEmpty) return $"Nobody has been paged in {state.Incident.Name}. To call for help: `/escalate`.";
        var lines = state.Escalations.Reverse().Take(MostShown).Select(escalation => $"**{escalation.Number}** · {Sentence(escalation, asker)}");
        var more = state.Escalations.Length > MostShown ? $"\n… and {state.Escalations.Length - MostShown} older ones" : "";
        return string.Join('\n', lines) + more;
    }

    /// <summary>What would happen when, if this escalation were started now.</summary>
    public static string Preview(Incident incident, EscalateCommand command, Asker asker)
    {
        if (Visibility.Refuse(incident, Verb.Page, asker) is { } not) return not.Sentence;
        if (Closed.Refuse(incident) is { } closed) return closed.Sentence;
        if (StartEscalation.Check(incident, command, out _) is { } wrong) return wrong.Sentence;
        var target = command.To!;
        var all = target.Kind == TargetKind.ChatRole ? "everyone in " : "";
        var repeats = Enumerable.Range(1, NextPage.Attempts - 1).Select(i => Clock(asker.Now + (i * NextPage.Interval), asker)).ToList();
        return $"If you escalated now, {Clock(asker.Now, asker)}:\n"
            + $"· at once: {Shown(target)} is mentioned in the channel, and {all}{Shown(target)} gets a direct message\n"
            + $"· the same again at {Lists.InWords(repeats)}, until somebody presses **Acknowledge**\n"
            + $"· at {Clock(asker.Now + (NextPage.Attempts * NextPage.Interval), asker)}, if nobody has: said aloud in the channel, and no more pages\n"
            + "Nobody was paged.";
    }

    /// <summary>One sentence on one escalation: "Ada was asked at 14:05 WAT and acknowledged after 3 minutes." For the page as it is edited at the end.</summary>
    public static string Sentence(Escalation escalation, Asker asker)
    {
        var asked = $"{Shown(escalation.Target)} was asked at {Clock(escalation.StartedAt, asker)} by {Say.Person(escalation.RequestedBy)}{(escalation.Reason is null ? "" : $" ({Harmless.Line(escalation.Reason, 120)})")}";
        return asked + escalation.State switch
        {
            EscalationState.Paging => Underway(escalation, asker),
            EscalationState.Acknowledged when escalation is { AcknowledgedBy: { } who, AcknowledgedAt: { } at } =>
                $". {Say.Person(who)} acknowledged at {Clock(at, asker)}, after {Durations.InWords(at - escalation.StartedAt)}.",
            EscalationState.Unanswered when escalation is { Pages.IsEmpty: true, Target.Kind: TargetKind.Person } => ". No page could be sent in time.",
            EscalationState.Unanswered when escalation.Pages.IsEmpty => ". Nobody has that role, so nobody was reached.",
            EscalationState.Unanswered => $". Nobody answered {Say.Count(escalation.Pages.Length, "page")}{Declined(escalation)}.",
            _ => $". {StoppedSentence(escalation)}",
        };
    }

    /// <summary>For the timeline, where names are put in later: a person's mention, or the role's name.</summary>
    internal static string Who(EscalationTarget target) => target.Kind == TargetKind.Person ? Say.Person(new PersonId(target.Id)) : $"@{target.Name.TrimStart('@')}";

    /// <summary>For chat, where Discord shows names.</summary>
    internal static string Shown(EscalationTarget target) => target.Kind == TargetKind.Person ? Say.Person(new PersonId(target.Id)) : $"<@&{target.Id}>";

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
        var next = NextPage.DueAt(escalation);
        var when = next <= asker.Now ? "now" : $"at {Clock(next, asker)}";
        var snoozed = escalation.SnoozedUntil > asker.Now ? " (put off)" : "";
        var then = sent >= NextPage.Attempts ? $"paging ends {when} if nobody answers" : $"the next goes out {when}{snoozed}";
        return $". Nobody has answered yet: {sent} of {NextPage.Attempts} pages sent, {then}{Declined(escalation)}.";
    }

    private static string Declined(Escalation escalation) =>
        escalation.Declined.IsEmpty ? "" : $"; cannot help: {string.Join(", ", escalation.Declined.Take(5).Select(Say.Person))}";

    private static string Clock(DateTimeOffset at, Asker asker) => TypedTime.Clock(at, asker.Now, asker.Settings.TimeZone);
}
