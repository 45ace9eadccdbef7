using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Alerts;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Says in the incident's channel which alerts fire besides and which are over: all that is new in one message, at most one a minute.</summary>
public sealed class TellAlertsDuty(Voice voice, TimeProvider clock) : IDuty
{
    public Type Kind => typeof(TellAlerts);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        if (!incident.IsOpen || AlertWords.News(incident) is not { } news) return DutyResult.Done;
        if (incident.Channel is not { } channel) return DutyResult.NotYet(TimeSpan.Zero, "its channel is not there yet");

        // Owed again while the message before was on its way.
        if (AlertWords.NotBefore(incident, clock.GetUtcNow()) is { } later) return DutyResult.DoneWith(state => new Decision(state.Incident, "") { Owes = [new TellAlerts { Due = later }] });
        await voice.PostAsync(item, channel, new OutgoingMessage { Content = news, AllowedMentions = AllowedMentions.None }, $"alerts-{item.Id}", cancellationToken);
        return DutyResult.DoneWith((Domain.Incidents.Incident now) => AlertWords.Told(now, incident.Alerts, clock.GetUtcNow()));
    }
}
