using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.OnCall;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Sees who is on call now, and owes what follows from it.</summary>
public sealed class FollowShiftsDuty(TimeProvider clock) : IServerDuty
{
    public Type Kind => typeof(FollowShifts);

    public Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken) => Task.FromResult(DutyResult.DoneWith(
        async scope => await OnCallDesk.SaveAsync(scope, server, FollowOnCall.Decide(await scope.OnCallAsync(server), await scope.SettingsAsync(server), clock.GetUtcNow()))));
}
