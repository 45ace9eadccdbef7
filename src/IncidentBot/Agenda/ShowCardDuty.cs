using System.Net;
using IncidentBot.Card;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Speech;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Agenda;

/// <summary>Posts and pins the card, or edits it to the present state.</summary>
public sealed class ShowCardDuty(Voice voice, ILogger<ShowCardDuty> logger) : IDuty
{
    public Type Kind => typeof(ShowCard);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        // A channel that is made later brings its card with it.
        if (file.Incident.Channel is not { } channel) return DutyResult.Done;
        if (file.Incident.Card is { } known)
        {
            try
            {
                await voice.EditAsync(known, IncidentCard.AsEdit(file), cancellationToken);
                return file.Incident.CardUnpinned ? await PinAsync(file.Incident, known, cancellationToken) : DutyResult.Done;
            }
            catch (DiscordApiException e) when (e.Code == DiscordErrorCode.UnknownMessage)
            {
                // Deleted by hand: a new one is posted below.
            }
        }

        var card = await voice.PostAsync(item, channel, IncidentCard.AsMessage(file), $"card-{item.Id}", cancellationToken, message => IncidentCard.IsOf(message, file.Incident));
        // Found again after a start, it shows what was the state when it was posted.
        if (item.Attempts > 1) await voice.EditAsync(card, IncidentCard.AsEdit(file), cancellationToken);
        return await PinAsync(file.Incident, card, cancellationToken);
    }

    // A card that is not pinned still works. Why it is not is said once; it is tried again with each change until it may be.
    private async Task<DutyResult> PinAsync(Incident incident, MessageRef card, CancellationToken cancellationToken)
    {
        try
        {
            await voice.PinAsync(card, $"The card of {incident.Name}", cancellationToken);
            return DutyResult.DoneWith((Incident now) => now with { Card = card, CardUnpinned = false });
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return DutyResult.DoneWith(state => new Decision(state.Incident with { Card = card, CardUnpinned = true }, "")
            {
                Owes = incident.CardUnpinned ? [] : [new Tell("📌 I may not pin messages here, so the card is not pinned. Give my role the permission **Pin Messages** (server settings → Roles): I pin it with the next change. Until then, anybody who may can pin it by hand.")],
            });
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("The card of {Incident} could not be pinned: {Reason}", incident.Name, e.Reason);
            return DutyResult.DoneWith((Incident now) => now with { Card = card });
        }
    }
}
