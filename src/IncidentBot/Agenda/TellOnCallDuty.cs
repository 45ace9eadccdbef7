using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Says a sentence in the channel for who is on call; where none is set, in the one where incidents are announced: that somebody cannot be paged must not stay unsaid.</summary>
public sealed class TellOnCallDuty(IncidentStore store, Voice voice, CommonChannels channels) : IServerDuty
{
    public Type Kind => typeof(TellOnCall);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var settings = await store.SettingsAsync(server, cancellationToken);
        var channel = settings.OnCallChannel ?? await channels.AnnouncementsAsync(settings, cancellationToken);
        await voice.PostAsync(item, channel, new OutgoingMessage { Content = ((TellOnCall)item.Owed).Text, AllowedMentions = AllowedMentions.None }, $"tell-{item.Id}", cancellationToken);
        return DutyResult.Done;
    }
}
