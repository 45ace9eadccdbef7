using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Says a sentence in the incident's channel.</summary>
public sealed class TellDuty(Voice voice) : IDuty
{
    public Type Kind => typeof(Tell);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Channel is not { } channel) return file.Incident.IsOpen ? DutyResult.NotYet(TimeSpan.Zero, "its channel is not there yet") : DutyResult.Done;
        await voice.PostAsync(item, channel, new OutgoingMessage { Content = ((Tell)item.Owed).Text, AllowedMentions = AllowedMentions.None }, $"tell-{item.Id}", cancellationToken);
        return DutyResult.Done;
    }
}
