using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage.Record;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>
    /// Leases what is due: for each incident, and for each server's own, the first waiting item by due time, then by id, and none while another of them is being done.
    /// Items due later do not hold up those due now, nor does one that was put off by <see cref="RetryAsync"/>, but those of its own <see cref="Owed.Order"/>.
    /// What is urgent waits for another item that is being done for 5 seconds and no longer.
    /// </summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="lease">How long they are the caller's; an item not finished by then may be taken again.</param>
    /// <param name="urgent">So many more, if they are urgent.</param>
    public Task<ImmutableArray<AgendaItem>> TakeDueAsync(DateTimeOffset now, int limit, TimeSpan lease, int urgent = 0, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.TakeDueAsync(now, limit, lease, urgent), cancellationToken);

    /// <summary>
    /// The item is done, and so is the decision that came of it, in one commit. A decision that depends on the incident's state is better made within the
    /// commit, on what it reads there: see <see cref="CommitScope.CompleteAsync"/>.
    /// </summary>
    /// <returns>False: the lease was lost, somebody else has the item or finished it, and nothing was saved.</returns>
    public Task<bool> CompleteAsync(AgendaItem item, Decision? decision = null, CancellationToken cancellationToken = default)
        => EndAsync(scope => scope.CompleteAsync(item), decision, cancellationToken);

    /// <summary>It did not work; it is due again at <paramref name="at"/>. An item with the same once-key that was added meanwhile becomes one with it.</summary>
    /// <returns>False: the lease was lost, and nothing was saved.</returns>
    public Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.RetryAsync(item, at, error), cancellationToken);

    /// <summary>What was set aside, over all servers or of one, its incidents included: the newest first.</summary>
    public Task<ImmutableArray<AgendaItem>> SetAsideAsync(ServerId? server = null, int limit = 100, CancellationToken cancellationToken = default)
        => ReadAsync<ImmutableArray<AgendaItem>>(
            async db =>
            {
                var rows = (server is { } of ? AgendaBook.OfServer(db, of) : db.Agenda).AsNoTracking().Where(row => row.State == AgendaState.Failed);
                return [.. (await rows.OrderByDescending(row => row.FinishedAt).Take(limit).ToListAsync(cancellationToken)).Select(static row => row.ToItem())];
            },
            cancellationToken);

    /// <summary>Something that was set aside is due again, at once.</summary>
    /// <returns>False: it is not set aside (any more).</returns>
    public Task<bool> TryAgainAsync(long item, CancellationToken cancellationToken = default) => CommitAsync(scope => scope.TryAgainAsync(item), cancellationToken);

    /// <summary>What had been owed of this kind to a server or its incidents and was put off is due now: what it waited for may be there.</summary>
    public Task HastenAsync<T>(ServerId server, CancellationToken cancellationToken = default)
        where T : Owed
        => CommitAsync(scope => scope.HastenAsync(Documents.Document.KindOf(typeof(T)), server), cancellationToken);

    /// <summary>Forgets items that ended in a state before an instant, in one short commit.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>How many: when as many as allowed, there may be more.</returns>
    public Task<int> PurgeAgendaAsync(AgendaState state, DateTimeOffset before, int most, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.PurgeAgendaAsync(state, before, most), cancellationToken);

    /// <summary>It cannot be done and is given up; it stays in the agenda with its reason.</summary>
    /// <returns>False: the lease was lost, and nothing was saved.</returns>
    public Task<bool> FailAsync(AgendaItem item, string reason, Decision? decision = null, CancellationToken cancellationToken = default)
        => EndAsync(scope => scope.FailAsync(item, reason), decision, cancellationToken);

    /// <summary>
    /// The first instant at which <see cref="TakeDueAsync"/> may find something, when nothing is committed before; null: there is nothing to do. It may
    /// have passed.
    /// </summary>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => AgendaBook.NextDueAsync(db, cancellationToken), cancellationToken);

    /// <summary>How many items are waiting or being done, those due later included.</summary>
    public Task<int> PendingCountAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => db.Agenda.CountAsync(row => row.State == AgendaState.Waiting || row.State == AgendaState.Running, cancellationToken), cancellationToken);

    /// <summary>An incident's agenda, finished items included, by id.</summary>
    public Task<ImmutableArray<AgendaItem>> ListAgendaAsync(IncidentId incident, CancellationToken cancellationToken = default)
        => ReadAsync<ImmutableArray<AgendaItem>>(
            async db =>
            [
                .. (await db.Agenda.AsNoTracking().Where(row => row.Incident == incident).OrderBy(row => row.Id).ToListAsync(cancellationToken))
                    .Select(static row => row.ToItem()),
            ],
            cancellationToken);

    /// <summary>What a server is owed itself, finished items included, by id.</summary>
    public Task<ImmutableArray<AgendaItem>> ListAgendaAsync(ServerId server, CancellationToken cancellationToken = default)
        => ReadAsync<ImmutableArray<AgendaItem>>(
            async db =>
            [
                .. (await db.Agenda.AsNoTracking().Where(row => row.Server == server).OrderBy(row => row.Id).ToListAsync(cancellationToken))
                    .Select(static row => row.ToItem()),
            ],
            cancellationToken);

    /// <summary>
    /// What of a server's agenda was given up since then, or is waiting although it was due before then, newest first: with its incident, or null for what the
    /// server itself is owed. Private incidents are among them: the caller decides who may see what.
    /// </summary>
    public Task<ImmutableArray<(Incident? Incident, AgendaItem Item)>> ListTroubleAsync(
        ServerId server, DateTimeOffset givenUpSince, DateTimeOffset dueBefore, CancellationToken cancellationToken = default)
        => ReadAsync<ImmutableArray<(Incident?, AgendaItem)>>(
            async db =>
            {
                var rows = await AgendaBook.OfServer(db, server).AsNoTracking()
                    .Where(row => (row.State == AgendaState.Failed && row.FinishedAt >= givenUpSince) || (row.State != AgendaState.Done && row.State != AgendaState.Failed && row.Due < dueBefore))
                    .OrderByDescending(row => row.Id).Take(100).ToListAsync(cancellationToken);
                var ids = rows.Select(row => row.Incident).Distinct().ToList();
                var incidents = await db.Incidents.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Record, cancellationToken);
                return [.. rows.Select(row => (row.Incident is { } id ? incidents.GetValueOrDefault(id) : null, row.ToItem()))];
            },
            cancellationToken);

    private Task<bool> EndAsync(Func<CommitScope, Task<bool>> end, Decision? decision, CancellationToken cancellationToken) => CommitAsync(
        async scope =>
        {
            if (!await end(scope)) return false;
            if (decision is not null) await scope.SaveAsync(decision);
            return true;
        },
        cancellationToken);
}
