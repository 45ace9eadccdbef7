using IncidentBot.Agenda;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.OnCall;

/// <summary>Says a sentence in the channel for who is on call, where there is one.</summary>
public sealed class TellOnCallDuty(IncidentStore store, Voice voice) : IServerDuty
{
    public Type Kind => typeof(TellOnCall);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        if ((await store.SettingsAsync(server, cancellationToken)).OnCallChannel is not { } channel) return DutyResult.Done;
        await voice.PostAsync(item, channel, new OutgoingMessage { Content = ((TellOnCall)item.Owed).Text, AllowedMentions = AllowedMentions.None }, $"tell-{item.Id}", cancellationToken);
        return DutyResult.Done;
    }
}
