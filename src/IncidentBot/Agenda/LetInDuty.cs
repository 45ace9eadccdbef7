using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Gives everyone who belongs to a private incident access to its channel.</summary>
public sealed class LetInDuty(IDiscordApi api, OpenChannelDuty channels) : IDuty
{
    public Type Kind => typeof(LetIn);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (!file.Incident.IsPrivate) return DutyResult.Done;
        if (file.Incident.Channel is not { } channel) return !file.Incident.IsOpen ? DutyResult.Done : DutyResult.NotYet(TimeSpan.Zero, "its channel is not there yet");
        var present = await api.GetChannelAsync(new(channel.Value), cancellationToken);
        if (present is null) return DutyResult.Impossible("the channel is gone");
        foreach (var overwrite in channels.Overwrites(new(file.Incident.Server.Value), file.Incident, file.Settings))
        {
            var same = present.PermissionOverwrites.Any(o => o.Id == overwrite.Id && (o.Allow & overwrite.Allow) == overwrite.Allow && (o.Deny & overwrite.Deny) == overwrite.Deny);
            if (!same) await api.EditChannelPermissionsAsync(new(channel.Value), overwrite, $"Belongs to {file.Incident.Name}", cancellationToken);
        }

        return DutyResult.Done;
    }
}
