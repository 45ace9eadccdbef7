using IncidentBot.Card;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Posts the announcement for the whole server, or edits it to the present state. Private incidents and drills are not announced.</summary>
public sealed class AnnounceDuty(Voice voice, CommonChannels channels) : IDuty
{
    public Type Kind => typeof(Announce);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (incident.IsPrivate || incident.IsDrill) return DutyResult.Done;
        var embed = IncidentCard.Announcement(file);
        if (incident.Announcement is { } known)
        {
            try
            {
                await voice.EditAsync(known, new MessageEdit { Embeds = [embed], AllowedMentions = AllowedMentions.None }, cancellationToken);
                return DutyResult.Done;
            }
            catch (DiscordApiException e) when (e.Code is DiscordErrorCode.UnknownMessage or DiscordErrorCode.UnknownChannel)
            {
                // Deleted by hand: posted anew below.
            }
        }

        var channel = await channels.AnnouncementsAsync(file.Settings, cancellationToken);
        var posted = await voice.PostAsync(item, channel, new OutgoingMessage { Embeds = [embed], AllowedMentions = AllowedMentions.None }, $"ann-{item.Id}", cancellationToken, message => IncidentCard.IsOf(message, incident));
        if (item.Attempts > 1) await voice.EditAsync(posted, new MessageEdit { Embeds = [embed], AllowedMentions = AllowedMentions.None }, cancellationToken);
        return DutyResult.DoneWith((Incident now) => now with { Announcement = posted });
    }
}
