using IncidentBot.Domain;
using IncidentBot.Reconcile;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Reads what was said in the incident's channel between Discord making it and the record knowing it: a crash can lie between the two.</summary>
public sealed class CompareChannelDuty(IncidentReader incidents, NewChannels newChannels) : IDuty
{
    public Type Kind => typeof(CompareChannel);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Channel is { } channel) newChannels.Forget(channel);
        if (!file.Incident.IsOpen || await incidents.CompareNewestAsync(file.Incident, until: null, cancellationToken) is not null) return DutyResult.Done;
        return DutyResult.NotYet(TimeSpan.Zero, "the channel could not be read");
    }
}
