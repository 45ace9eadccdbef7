using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>Policies, schedules and what was changed in chat; empty where nothing was ever applied.</summary>
    public Task<OnCallRecord> OnCallAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new OnCallBook(db, cancellationToken).ReadAsync(server), cancellationToken);

    /// <summary>The versions of a server's policies and schedules, newest first.</summary>
    public Task<ImmutableArray<BookVersion>> BookVersionsAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync(db => new OnCallBook(db, cancellationToken).VersionsAsync(server), cancellationToken);

    /// <summary>The servers on which policies or schedules were ever applied.</summary>
    public Task<ImmutableArray<ServerId>> ServersWithOnCallAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new OnCallBook(db, cancellationToken).ServersAsync(), cancellationToken);
}
