using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Escalate;

/// <summary>One page that is about to go out.</summary>
/// <param name="Attempt">Its number in the escalation, from 1 up.</param>
/// <param name="Asks">For whom.</param>
/// <param name="NextAt">When the escalation goes on if nobody answers this page.</param>
public sealed record PageDraft(IncidentFile File, Escalation Escalation, int Attempt, ImmutableArray<RunStep.Ask> Asks, DateTimeOffset? NextAt)
{
    public PolicyRun Run => EscalationRun.Of(Escalation);

    public Place Place => Asks[0].Place;

    public bool IsCall => EscalationRun.IsCall(Escalation);

    /// <summary>Quiet hours: a channel is told, and nobody is asked.</summary>
    public bool IsQuiet => Asks.All(ask => ask.Quietly);

    public static PageDraft Of(IncidentFile file, Escalation escalation, ImmutableArray<RunStep.Ask> asks, DateTimeOffset now, OnCallLookup onCall)
    {
        var sent = asks.Aggregate(escalation, (before, ask) => EscalationRun.After(before, ask.Sent(now)));
        return new PageDraft(file, escalation, NextPage.AttemptAfter(escalation), asks, NextPage.Of(file.Incident, sent, now, onCall).WakeAt);
    }

    /// <summary>A page that went out before, for somebody whose direct message is still to be sent.</summary>
    public static PageDraft Again(IncidentFile file, Escalation escalation, Page page, DateTimeOffset now, OnCallLookup onCall)
    {
        var asks = EscalationRun.AskedBy(escalation, page).Select(asked => new RunStep.Ask(asked.Place, asked.Target, asked.Whom, asked.People, asked.Quietly));
        return new PageDraft(file, escalation, page.Attempt, [.. asks], NextPage.Of(file.Incident, escalation, now, onCall).WakeAt);
    }

    /// <summary>Why this person is asked.</summary>
    public RunStep.Ask? For(PersonId person) =>
        Asks.FirstOrDefault(ask => ask.People.Contains(Handle.Of(person))) ?? Asks.FirstOrDefault(ask => ask.Whom.Kind == PolicyTargetKind.Role);
}
