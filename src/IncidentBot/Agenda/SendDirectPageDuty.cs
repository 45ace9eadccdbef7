using IncidentBot.Domain;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Escalate;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Sends the direct message of a page that Discord's limits left no room for when the page went out. The mention in the channel did not wait for it.</summary>
public sealed class SendDirectPageDuty(PageSender sender, IncidentStore store, TimeProvider clock) : IDuty
{
    public Type Kind => typeof(SendDirectPage);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var (number, attempt, person) = (SendDirectPage)item.Owed;
        if (file.Escalations.FirstOrDefault(one => one.Number == number) is not { } escalation) return DutyResult.Done;
        if (RecordDirectPage.Wanted(IncidentState.Of(file), number, attempt, person) is not { } page) return Recorded(null, null);
        var onCall = await store.LookupAsync(file.Incident.Server, escalation, cancellationToken);
        var (message, failure) = await sender.SendDirectAsync(item, PageDraft.Again(file, escalation, page, clock.GetUtcNow(), onCall), person, cancellationToken);
        return Recorded(message, failure);

        DutyResult Recorded(MessageRef? message, string? failure) =>
            DutyResult.DoneWith(state => RecordDirectPage.Decide(state, number, attempt, person, message, failure, clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public DateTimeOffset? DueSince(AgendaItem item, IncidentFile file, DateTimeOffset now)
    {
        var (number, attempt, person) = (SendDirectPage)item.Owed;
        return RecordDirectPage.Wanted(IncidentState.Of(file), number, attempt, person)?.At;
    }

    /// <inheritdoc/>
    public Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now)
    {
        var (number, attempt, person) = (SendDirectPage)item.Owed;
        return RecordDirectPage.Decide(state, number, attempt, person, message: null, "it could not be sent in time", now);
    }
}
