using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Deletes a message that holds something redacted; where the bot may not, the channel is asked to.</summary>
public sealed class EraseMessageDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(EraseMessage);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var owed = (EraseMessage)item.Owed;
        try
        {
            await voice.DeleteAsync(owed.Message, cancellationToken);
            return DutyResult.Done;
        }
        catch (DiscordApiException e) when (e.IsGone)
        {
            return DutyResult.Done;
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden && !owed.IsOwn)
        {
            var text = $"Something was redacted, but I may not delete [the message](<{file.LinkTo(owed.Message)}>) itself. Please delete it, or give my role the permission Manage Messages.";
            return DutyResult.DoneWith(state => new Decision(state.Incident, "") { Owes = state.Incident.Channel is null ? [] : [new Tell(text)] });
        }
    }
}
