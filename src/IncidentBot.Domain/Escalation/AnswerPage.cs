using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation;

/// <summary>The Acknowledge button of a page. Only the first press counts.</summary>
public static class AnswerPage
{
    /// <param name="number">Of the escalation; null: the newest that is paging.</param>
    public static Outcome Decide(IncidentState state, int? number, Asker asker)
    {
        if (Find(state, number, asker, out var escalation) is { } not) return not;
        if (escalation!.State == EscalationState.Acknowledged)
        {
            var first = escalation.AcknowledgedBy == asker.Person ? "You acknowledged this page" : $"{Say.Person(escalation.AcknowledgedBy ?? default)} was first and acknowledged this page";
            return new Refusal($"{first} at {Say.Clock(escalation.AcknowledgedAt ?? escalation.StartedAt)}.");
        }

        if (Closed.Refuse(state.Incident) is { } closed) return closed;
        if (escalation.State == EscalationState.Stopped) return new Refusal(EscalationWords.StoppedSentence(escalation) + " There is nothing left to acknowledge.");

        // Nobody answered in time, but somebody does now: that is what was asked for.
        var draft = new Draft(state, asker);
        Answer(draft, escalation, asker);
        var after = Durations.InWords(asker.Now - escalation.StartedAt);
        draft.TellUnlessAskedThere(asker, $"{Say.Person(asker.Person)} acknowledged the page to {EscalationWords.Shown(escalation.Target)} after {after}.");
        return draft.Done($"{Say.Person(asker.Person)} acknowledged after {after}; paging has ended.{Fresh(escalation)}{(state.Incident.Channel is { } channel && channel != asker.Channel ? $" Go on in <#{channel}>." : "")}");
    }

    private static string Fresh(Escalation escalation) =>
        StaleAfter(escalation) is { } timeout ? $" If nothing is heard from you for {Durations.InWords(timeout)}, it pages again; a message in the channel or `/incident update` is enough." : "";

    internal static void Answer(Draft draft, Escalation escalation, Asker asker)
    {
        var now = asker.Now.ToUniversalTime();
        var answered = EscalationRun.After(escalation, new RunEvent.Acknowledged(now, Handle.Of(asker.Person)));
        draft.Put(answered);
        draft.Write(EntryKind.Acknowledged, $"Acknowledged the page to {EscalationWords.Who(escalation.Target)} after {Durations.InWords(now - escalation.StartedAt)}");
        draft.Owe(new ShowPageAnswer(escalation.Number));
        if (StaleAfter(answered) is { } timeout) draft.Owe(NextPage.Look(answered, now + timeout));
        draft.Acknowledged();
    }

    /// <summary>How long the acknowledgement holds without a sign of life; null: for good.</summary>
    internal static TimeSpan? StaleAfter(Escalation escalation) => EscalationRun.Of(escalation).Policy.AckTimeout;

    /// <summary>The person was asked: by name, as being on call, by a role they have, or by a direct message.</summary>
    internal static bool Asked(Escalation escalation, Asker asker) => escalation.Target switch
    {
        { Kind: TargetKind.Person, Id: var person } => person == asker.Person.Value,
        { Kind: TargetKind.ChatRole, Id: var role } when asker.Roles.Contains(new ChatRoleId(role)) => true,
        _ => EscalationRun.PeopleAsked(escalation).Contains(asker.Person) || RolesAsked(escalation).Any(asker.Roles.Contains),
    };

    private static IEnumerable<ChatRoleId> RolesAsked(Escalation escalation) =>
        EscalationRun.Of(escalation).Events.OfType<RunEvent.Asked>().Where(one => one.Whom.Kind == PolicyTargetKind.Role).Select(one => one.Whom.Id).OfType<ulong>().Select(id => new ChatRoleId(id));

    /// <summary>Those who were asked may answer, also from a direct message, where their roles on the server are not known.</summary>
    internal static Refusal? Find(IncidentState state, int? number, Asker asker, out Escalation? escalation)
    {
        escalation = number is { } given
            ? state.Escalations.FirstOrDefault(one => one.Number == given)
            : state.Escalations.LastOrDefault(one => one.State == EscalationState.Paging) ?? state.Escalations.LastOrDefault();
        var asked = escalation is not null && Asked(escalation, asker) && state.Incident.Server == asker.Settings.Server;
        if (!asked && Visibility.Refuse(state.Incident, Verb.Use, asker) is { } not) return not;
        if (escalation is not null) return null;
        return new Refusal(number is { } unknown
            ? $"{state.Incident.Name} has no escalation {unknown}. `/escalation status` shows those there are."
            : $"Nobody has been paged in {state.Incident.Name}. To call for help: `/escalate`.");
    }
}
