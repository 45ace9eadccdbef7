using System.Net;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reviews;
using IncidentBot.Postmortem;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Asks reviewers for their answer, with buttons. One message, edited as they answer; because an edit pings nobody, somebody newly asked is asked by a new one, which
/// takes its place.
/// </summary>
public sealed class ShowReviewDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(ShowReview);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var postmortem = incident.Postmortem;
        var (text, buttons) = (ReviewText.Message(file), ReviewText.Buttons(file));
        var shown = postmortem.ReviewMessage;
        var asked = postmortem.Stage == PostmortemStage.InReview ? postmortem.Reviewers.Where(one => shown is null || one.AskedAt > shown.AskedUpTo).ToList() : [];
        if (asked.Count == 0)
        {
            if (shown is null) return DutyResult.Done;
            try
            {
                await voice.EditAsync(shown.Message, new MessageEdit { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None }, cancellationToken);
            }
            catch (DiscordApiException e) when (e.IsGone)
            {
                // Deleted by hand. Who was asked knows it; the commands do what its buttons did, and a reminder brings them again.
            }

            return DutyResult.Done;
        }

        if (PlaceOf(incident) is not { } place) return DutyResult.Impossible("there is no channel to ask for the review in; `/postmortem approve` answers it all the same");
        var upTo = asked.Max(one => one.AskedAt);
        var message = new OutgoingMessage
        {
            Content = text,
            Components = buttons,
            AllowedMentions = AllowedMentions.Only(users: [.. asked.Select(one => new Snowflake(one.Person.Value))]),
        };
        var opening = ReviewText.Opening(incident);
        var posted = await voice.PostAsync(item, place, message, $"review-{item.Id}", cancellationToken, said => said.Id.Value != shown?.Message.Message.Value && said.Content.StartsWith(opening, StringComparison.Ordinal));
        if (shown is not null) await DeleteAsync(shown.Message, cancellationToken);
        return DutyResult.DoneWith((Incident now) => now with { Postmortem = now.Postmortem with { ReviewMessage = new ReviewMessage(posted, upTo) } });
    }

    /// <summary>The incident's channel; of one that has none any more, where its postmortem stands.</summary>
    private static ChannelId? PlaceOf(Incident incident) => incident.Channel ?? (incident.PostmortemMessages switch
    {
        [_, var part, ..] => part.Channel,
        [var opening] => opening.Channel,
        _ => null,
    });

    private async Task DeleteAsync(MessageRef message, CancellationToken cancellationToken)
    {
        try
        {
            await voice.DeleteAsync(message, cancellationToken);
        }
        catch (DiscordApiException e) when (e.IsGone || e.Status is HttpStatusCode.Forbidden)
        {
            // Somebody was faster.
        }
    }
}
