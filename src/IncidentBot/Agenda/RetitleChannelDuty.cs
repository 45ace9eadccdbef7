using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Something redacted stood in the title: it leaves the channel's name and topic as well. Discord lets a channel be renamed twice in ten minutes; the client waits for that.</summary>
public sealed class RetitleChannelDuty(IDiscordApi api) : IDuty
{
    public Type Kind => typeof(RetitleChannel);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Channel is not { } channel) return DutyResult.Done;
        try
        {
            var changes = new ChannelChanges { Name = OpenChannelDuty.NameOf(file.Incident), Topic = OpenChannelDuty.Topic(file.Incident) };
            await api.ModifyChannelAsync(new(channel.Value), changes, $"Something was redacted in {file.Incident.Name}", cancellationToken);
            return DutyResult.Done;
        }
        catch (DiscordApiException e) when (e.IsGone)
        {
            return DutyResult.Done;
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
        {
            return DutyResult.DoneWith(state => new Decision(state.Incident, "")
            {
                Owes = [new Tell("Something was redacted, but I may not change this channel's name and topic, which hold it too. Please change them, or give my role the permission Manage Channels.")],
            });
        }
    }
}
