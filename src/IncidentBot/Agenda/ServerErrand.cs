using IncidentBot.Domain;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>Something owed to a server as a whole. What of it cannot be done stands in the agenda: `/bot doctor` says so, `/bot retry` has it tried again.</summary>
internal sealed class ServerErrand(AgendaItem item, IServerDuty duty, ServerId server) : Errand(item)
{
    public override DateTimeOffset? DueSince(DateTimeOffset now) => Item.Owed.Due ?? Item.Created;

    public override Task PutOffAsync(CommitScope scope, DutyResult.Later later) => later.Save?.Invoke(scope) ?? Task.CompletedTask;

    public override Task<DutyResult> DoAsync(CancellationToken cancellationToken) => duty.DoAsync(Item, server, cancellationToken);
}
