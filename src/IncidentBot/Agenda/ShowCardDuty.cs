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
                return DutyResult.Done;
            }
            catch (DiscordApiException e) when (e.Code == DiscordErrorCode.UnknownMessage)
            {
                // Deleted by hand: a new one is posted below.
            }
            catch (DiscordApiException e) when (e.Code == DiscordErrorCode.MaximumEditsOfOldMessage)
            {
                return DutyResult.NotYet(TimeSpan.FromMinutes(1), e.Reason);
            }
        }

        var card = await voice.PostAsync(item, channel, IncidentCard.AsMessage(file), $"card-{item.Id}", cancellationToken, message => IncidentCard.IsOf(message, file.Incident));
        // Found again after a start, it shows what was the state when it was posted.
        if (item.Attempts > 1) await voice.EditAsync(card, IncidentCard.AsEdit(file), cancellationToken);
        try
        {
            await voice.PinAsync(card, $"The card of {file.Incident.Name}", cancellationToken);
        }
        catch (DiscordApiException e)
        {
            // A card that is not pinned still works.
            logger.LogWarning("The card of {Incident} could not be pinned: {Reason}", file.Incident.Name, e.Reason);
        }

        return DutyResult.DoneWith((Incident now) => now with { Card = card });
    }
}
