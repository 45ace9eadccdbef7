using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    private OnCallBook OnCall => new(Db, CancellationToken.None);

    /// <summary>Policies, schedules and what was changed in chat, as they stand within this commit.</summary>
    public Task<OnCallRecord> OnCallAsync(ServerId server) => OnCall.ReadAsync(server);

    /// <summary>Adds a version of a server's policies and schedules. Its number must be the one after the last.</summary>
    public Task SaveAsync(BookVersion version) => OnCall.AddAsync(version);

    public Task SaveAsync(OnCallState state) => OnCall.SaveAsync(state);
}
