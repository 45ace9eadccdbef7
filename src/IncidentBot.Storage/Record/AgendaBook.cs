using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Storage.Documents;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>The agenda's rules, within one commit.</summary>
internal sealed class AgendaBook(IncidentContext db, TimeProvider clock)
{
    /// <summary>True as soon as something changed that a runner may have to act on.</summary>
    public bool Changed { get; private set; }

    public async Task AddAsync(IncidentId incident, IEnumerable<Owed> owes)
    {
        var now = clock.GetUtcNow();
        foreach (var owed in owes)
        {
            var due = owed.Due ?? now;
            if (owed.OnceKey is { } key && await WaitingAsync(incident, key) is { } waiting)
            {
                // The earlier of the two instants holds; one that failed before keeps the time it was put off to.
                if (waiting.Attempts == 0 && due < waiting.Due) waiting.Due = due;
            }
            else
            {
                db.Agenda.Add(new AgendaRow
                {
                    Incident = incident,
                    Kind = Document.KindOf(owed),
                    OnceKey = owed.OnceKey,
                    Due = due,
                    Data = owed,
                    CreatedAt = now,
                });
            }

            await FlushAsync();
        }
    }

    public async Task<ImmutableArray<AgendaItem>> TakeDueAsync(DateTimeOffset now, int limit, TimeSpan lease)
    {
        await db.Agenda.Where(row => row.State == AgendaState.Running && row.LeasedUntil <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, AgendaState.Waiting));
        var rows = await db.Agenda
            .Where(row => row.State == AgendaState.Waiting && row.Due <= now)
            .Where(row => !db.Agenda.Any(other => other.Incident == row.Incident && other.State == AgendaState.Running))
            .Where(row => !db.Agenda.Any(other => other.Incident == row.Incident && other.State == AgendaState.Waiting
                && (other.Due < row.Due || (other.Due == row.Due && other.Id < row.Id))))
            .OrderBy(row => row.Due).ThenBy(row => row.Id).Take(limit).ToListAsync();
        foreach (var row in rows)
        {
            row.State = AgendaState.Running;
            row.LeasedUntil = now + lease;
            row.Attempts++;
        }

        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return [.. rows.Select(static row => row.ToItem())];
    }

    public async Task<bool> FinishAsync(AgendaItem item, AgendaState state, string? reason)
    {
        if (await LeasedAsync(item) is not { } row) return false;
        row.State = state;
        row.LeasedUntil = null;
        row.LastError = reason ?? row.LastError;
        row.FinishedAt = clock.GetUtcNow();
        await FlushAsync();
        return true;
    }

    public async Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error)
    {
        if (await LeasedAsync(item) is not { } row) return false;

        // While this one was being done, the same thing may have been owed again. One attempt later does for both, and the count of attempts goes on.
        if (row.OnceKey is { } key && await WaitingAsync(row.Incident, key) is { } twin)
        {
            twin.State = AgendaState.Done;
            twin.FinishedAt = clock.GetUtcNow();
        }

        row.State = AgendaState.Waiting;
        row.Due = at;
        row.LeasedUntil = null;
        row.LastError = error;
        await FlushAsync();
        return true;
    }

    public static async Task<DateTimeOffset?> NextDueAsync(IncidentContext db, CancellationToken cancellationToken)
    {
        var waiting = await db.Agenda
            .Where(row => row.State == AgendaState.Waiting && !db.Agenda.Any(other => other.Incident == row.Incident && other.State == AgendaState.Running))
            .OrderBy(row => row.Due).Select(row => (DateTimeOffset?)row.Due).FirstOrDefaultAsync(cancellationToken);
        var leased = await db.Agenda.Where(row => row.State == AgendaState.Running)
            .OrderBy(row => row.LeasedUntil).Select(row => row.LeasedUntil).FirstOrDefaultAsync(cancellationToken);
        return waiting is null || leased < waiting ? leased : waiting;
    }

    /// <summary>One that is being done does not count: it may have read the state before the newest change.</summary>
    private Task<AgendaRow?> WaitingAsync(IncidentId incident, string key)
        => db.Agenda.Where(row => row.Incident == incident && row.State == AgendaState.Waiting && row.OnceKey == key).OrderBy(row => row.Id).FirstOrDefaultAsync();

    /// <summary>Attempts tell apart who took an item: after a lease ran out, the next taker counts one more.</summary>
    private Task<AgendaRow?> LeasedAsync(AgendaItem item)
        => db.Agenda.Where(row => row.Id == item.Id && row.State == AgendaState.Running && row.Attempts == item.Attempts).FirstOrDefaultAsync();

    private async Task FlushAsync()
    {
        if (await db.SaveChangesAsync() > 0) Changed = true;
        db.ChangeTracker.Clear();
    }
}
