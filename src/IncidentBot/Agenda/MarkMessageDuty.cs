using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>The small visible confirmation that a message is in the timeline: the bot's own reaction.</summary>
public sealed class MarkMessageDuty(Voice voice) : IDuty
{
    private const string Noted = "📝";

    public Type Kind => typeof(MarkMessage);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var owed = (MarkMessage)item.Owed;
        try
        {
            await voice.ReactAsync(owed.Message, Noted, owed.On, cancellationToken);
        }
        catch (DiscordApiException e) when (e.IsGone || e.Status is System.Net.HttpStatusCode.Forbidden)
        {
            // The message was deleted, or reactions are not allowed there: the entry stands all the same.
        }

        return DutyResult.Done;
    }
}
