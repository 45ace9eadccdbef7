using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.OnCall;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>Policies and schedules of servers, version by version, and what was changed in chat.</summary>
internal sealed class OnCallBook(IncidentContext db, CancellationToken cancellationToken)
{
    public async Task<OnCallRecord> ReadAsync(ServerId server)
    {
        var applied = await db.BookVersions.AsNoTracking().Where(row => row.Server == server).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        var state = await db.OnCallStates.AsNoTracking().FirstOrDefaultAsync(row => row.Server == server, cancellationToken);
        return new OnCallRecord(applied?.Record, state?.Record ?? new OnCallState { Server = server });
    }

    public async Task<ImmutableArray<ServerId>> ServersAsync()
        => [.. await db.BookVersions.AsNoTracking().Select(row => row.Server).Distinct().ToListAsync(cancellationToken)];

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<BookVersion>> VersionsAsync(ServerId server)
        => [.. (await db.BookVersions.AsNoTracking().Where(row => row.Server == server).OrderByDescending(row => row.Number).ToListAsync(cancellationToken)).Select(row => row.Record)];

    public async Task AddAsync(BookVersion version)
    {
        db.BookVersions.Add(new BookVersionRow { Server = version.Server, Number = version.Number, Record = version });
        await FlushAsync();
    }

    public async Task SaveAsync(OnCallState state)
    {
        var row = await db.OnCallStates.FindAsync([state.Server], cancellationToken);
        if (row is null) db.OnCallStates.Add(row = new OnCallStateRow { Server = state.Server, Record = state });
        row.Record = state;
        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
