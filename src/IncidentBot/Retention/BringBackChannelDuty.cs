using IncidentBot.Agenda;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Options;
using IncidentBot.Storage;

namespace IncidentBot.Retention;

/// <summary>Takes the channel of an incident that was reopened out of the archive.</summary>
public sealed class BringBackChannelDuty(IDiscordApi api, ChannelArchive archive, OpenChannelDuty channels, BotOptions options) : IDuty
{
    public Type Kind => typeof(BringBackChannel);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (!incident.IsOpen || incident.Channel is not { } id) return DutyResult.Done;
        if (await api.GetChannelAsync(new(id.Value), cancellationToken) is not { } channel) return DutyResult.Done;
        var overwrites = incident.IsPrivate ? channels.Overwrites(new(incident.Server.Value), incident, file.Settings) : null;
        await archive.TakeAsync(incident.Server, channel, options.Channels.Category, overwrites, $"{incident.Name} was reopened", cancellationToken);
        return DutyResult.Done;
    }
}
