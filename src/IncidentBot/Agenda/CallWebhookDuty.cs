using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Escalate;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Hands a page on to another service, such as one that telephones; again until it takes it, or the page is answered.</summary>
public sealed class CallWebhookDuty(Webhooks webhooks, WebhookCaller caller, TimeProvider clock) : IDuty
{
    public Type Kind => typeof(CallWebhook);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var owed = (CallWebhook)item.Owed;
        if (!file.Incident.IsOpen || file.Escalations.FirstOrDefault(one => one.Number == owed.Escalation) is not { State: EscalationState.Paging } escalation) return DutyResult.Done;
        if (webhooks.Find(owed.Webhook) is not { } webhook) return DutyResult.Impossible(webhooks.Refusal(owed.Webhook)!);
        var delivery = string.Create(CultureInfo.InvariantCulture, $"{file.Incident.Id}-{owed.Escalation}-{owed.Attempt}-{webhook.Name}");
        var outcome = await caller.CallAsync(webhook, delivery, WebhookPayload.Of(file, escalation, owed.Attempt), cancellationToken);
        return outcome switch
        {
            { Failure: null } => DutyResult.DoneWith(state => WebhookCalled.Decide(state, owed, clock.GetUtcNow())),
            { MayPass: true } => DutyResult.Failed(outcome.Failure),
            _ => DutyResult.Impossible(outcome.Failure),
        };
    }

    /// <inheritdoc/>
    public Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now) => WebhookCalled.TooLate(state, (CallWebhook)item.Owed, now);
}
