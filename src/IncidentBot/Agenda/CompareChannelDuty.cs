using IncidentBot.Domain;
using IncidentBot.Reconcile;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Reads what was said in the incident's channel between Discord making it and the record knowing it: other bots are quick, and a crash can lie between the two.</summary>
public sealed class CompareChannelDuty(IncidentReader incidents, TimeProvider clock) : IDuty
{
    public Type Kind => typeof(CompareChannel);

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.IsOpen) await incidents.CompareNewestAsync(file.Incident, clock.GetUtcNow(), cancellationToken);
        return DutyResult.Done;
    }
}
