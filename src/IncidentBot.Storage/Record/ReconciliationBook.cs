using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Storage.Documents;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>What still has to be compared with Discord.</summary>
internal sealed class ReconciliationBook(IncidentContext db)
{
    public async Task<ImmutableArray<Reconciliation>> ListAsync(CancellationToken cancellationToken)
        => [.. (await db.Reconciliations.AsNoTracking().OrderByDescending(row => row.Incident).ToListAsync(cancellationToken)).Select(Of)];

    /// <summary>Owed again before it was done, it reaches back to the earlier gap's beginning.</summary>
    public async Task OweAsync(IncidentId incident, DateTimeOffset since, DateTimeOffset until)
    {
        var row = await db.Reconciliations.FindAsync(incident);
        if (row is null)
        {
            var last = await new TalkReader(db, CancellationToken.None).LastAsync(incident);
            db.Reconciliations.Add(row = new ReconciliationRow { Incident = incident, Since = since, Until = until, LastHeard = last?.Value ?? 0 });
        }

        if (since < row.Since) row.Since = since;
        if (until > row.Until) row.Until = until;
        (row.Attempts, row.Due, row.Generation) = (0, until, row.Generation + 1);
        await FlushAsync();
    }

    /// <summary>
    /// A clock that ran ahead and was set back leaves gaps that end later than now: they move back with it, and are due. One that was put off waits no longer than
    /// it did, from now on.
    /// </summary>
    /// <param name="longest">How long it is put off at most.</param>
    public async Task PullBackAsync(DateTimeOffset now, TimeSpan longest)
    {
        var (ended, putOff) = (now + ClockSkew.Unnoticed, now + longest + ClockSkew.Unnoticed);
        foreach (var row in await db.Reconciliations.Where(row => row.Until > ended || row.Due > putOff || (row.Attempts == 0 && row.Due > ended)).ToListAsync())
        {
            row.Due = now;
            if (row.Until <= now) continue;
            if (row.Since > now) row.Since = now - (row.Until - row.Since);
            row.Until = now;
        }

        await FlushAsync();
    }

    public async Task<bool> EndAsync(Reconciliation done)
        => await db.Reconciliations.Where(row => row.Incident == done.Incident && row.Generation == done.Generation).ExecuteDeleteAsync() > 0;

    public async Task<bool> PutOffAsync(Reconciliation tried, DateTimeOffset due, string error)
    {
        var reason = PlainText.Clean(error);
        return await db.Reconciliations.Where(row => row.Incident == tried.Incident && row.Generation == tried.Generation).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Attempts, tried.Attempts + 1)
            .SetProperty(row => row.Due, due)
            .SetProperty(row => row.LastError, reason)) > 0;
    }

    private static Reconciliation Of(ReconciliationRow row) =>
        new(row.Incident, row.Since, row.Until, new MessageId(row.LastHeard), row.Attempts, row.Due, row.LastError, row.Generation);

    private async Task FlushAsync()
    {
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }
}
