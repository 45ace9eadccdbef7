using System.Collections.Immutable;
using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Storage.Documents;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>The agenda's rules, within one commit.</summary>
internal sealed class AgendaBook(IncidentContext db, TimeProvider clock)
{
    /// <summary>How long something urgent waits for another thing of its lane that is being done.</summary>
    private static readonly TimeSpan UrgentPatience = TimeSpan.FromSeconds(5);

    /// <summary>True as soon as something changed that a runner may have to act on.</summary>
    public bool Changed { get; private set; }

    public async Task AddAsync(AgendaLane lane, IEnumerable<Owed> owes)
    {
        var now = clock.GetUtcNow();
        foreach (var owed in owes)
        {
            var due = owed.Due ?? now;
            if (owed.OnceKey is { } key && await WaitingAsync(lane.Number, key) is { } waiting)
            {
                // The earlier of the two instants holds; one that failed before keeps the time it was put off to.
                if (waiting.Attempts == 0 && due < waiting.Due) waiting.Due = due;
            }
            else
            {
                if (owed.Order is { } order && await PutOffAsync(lane.Number, order) is { } putOff && putOff > due) due = putOff;
                db.Agenda.Add(new AgendaRow
                {
                    Incident = lane.Incident,
                    Server = lane.Server,
                    Lane = lane.Number,
                    Kind = Document.KindOf(owed),
                    OnceKey = owed.OnceKey,
                    OrderKey = owed.Order,
                    IsUrgent = owed.IsUrgent,
                    Due = due,
                    Data = owed,
                    CreatedAt = now,
                });
            }

            await FlushAsync();
        }
    }

    public async Task<ImmutableArray<AgendaItem>> TakeDueAsync(DateTimeOffset now, int limit, TimeSpan lease, int urgent)
    {
        await PullBackAsync();
        await db.Database.ExecuteSqlRawAsync(Freeing(now, leasedUntil: now));
        var due = db.Agenda.Where(row => row.State == AgendaState.Waiting && row.Due <= now);
        var first = due
            .Where(row => !db.Agenda.Any(other => other.Lane == row.Lane && other.State == AgendaState.Running))
            .Where(row => !db.Agenda.Any(other => other.Lane == row.Lane && other.State == AgendaState.Waiting
                && (other.Due < row.Due || (other.Due == row.Due && other.Id < row.Id))));

        // What is urgent passes another thing of its lane that takes long, and what waits behind that.
        var since = now - UrgentPatience;
        var passing = due
            .Where(row => row.IsUrgent)
            .Where(row => db.Agenda.Any(other => other.Lane == row.Lane && other.State == AgendaState.Running && other.TakenAt <= since))
            .Where(row => !db.Agenda.Any(other => other.Lane == row.Lane && other.IsUrgent
                && (other.State == AgendaState.Running
                    || (other.State == AgendaState.Waiting && (other.Due < row.Due || (other.Due == row.Due && other.Id < row.Id))))));
        List<AgendaRow> rows =
        [
            .. await TakeAsync(first.Where(row => row.IsUrgent), limit + urgent),
            .. await TakeAsync(passing, limit + urgent),
        ];
        rows.AddRange(await TakeAsync(first.Where(row => !row.IsUrgent), Math.Max(0, limit - rows.Count)));
        return [.. rows.OrderBy(row => row.Due).ThenBy(row => row.Id).Select(static row => row.ToItem())];

        async Task<List<AgendaRow>> TakeAsync(IQueryable<AgendaRow> from, int most)
        {
            if (most <= 0) return [];
            var taken = await from.OrderBy(row => row.Due).ThenBy(row => row.Id).Take(most).ToListAsync();
            foreach (var row in taken)
            {
                row.State = AgendaState.Running;
                row.TakenAt = now;
                row.LeasedUntil = now + lease;
                row.Attempts++;
            }

            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            return taken;
        }
    }

    /// <summary>
    /// What was being done and is not any more (its lease ran out, or the bot was killed) waits again. It may have been done already, which whoever does it next
    /// looks for; so what was owed anew meanwhile becomes one with it, and not the other way round: that one would be done without looking.
    /// </summary>
    /// <param name="leasedUntil">Leases that end by then; null: all of them.</param>
    /// <returns>The statements that do it.</returns>
    public static string Freeing(DateTimeOffset now, DateTimeOffset? leasedUntil)
    {
        var over = string.Create(CultureInfo.InvariantCulture, $"state = {(int)AgendaState.Running} AND leased_until <= {(leasedUntil ?? DateTimeOffset.MaxValue).UtcTicks}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            UPDATE agenda SET state = {(int)AgendaState.Done}, finished_at = {now.UtcTicks}
            WHERE state = {(int)AgendaState.Waiting} AND once_key IS NOT NULL AND (lane, once_key) IN (SELECT lane, once_key FROM agenda WHERE {over});
            UPDATE agenda SET state = {(int)AgendaState.Waiting}, leased_until = NULL WHERE {over};
            """);
    }

    /// <param name="remembered">What was owed, with what is worth knowing of how it was done; null: as it was.</param>
    public async Task<bool> FinishAsync(AgendaItem item, AgendaState state, string? reason, Owed? remembered = null)
    {
        if (await LeasedAsync(item) is not { } row) return false;
        row.State = state;
        row.Data = remembered ?? row.Data;
        row.LeasedUntil = null;
        row.LastError = reason ?? row.LastError;
        row.FinishedAt = clock.GetUtcNow();
        var (lane, key) = (row.Lane, row.OnceKey);
        await FlushAsync();

        // Done now, so what was set aside of the same is no longer missing.
        if (state == AgendaState.Done && key is not null)
        {
            await db.Agenda.Where(old => old.Lane == lane && old.OnceKey == key && old.State == AgendaState.Failed)
                .ExecuteUpdateAsync(set => set.SetProperty(old => old.State, AgendaState.Done));
        }

        return true;
    }

    /// <summary>
    /// A clock that ran ahead and was set back leaves things due hours from now that are due now: they move back with it. What was made or tried at a moment
    /// that is still to come was made or tried while it ran ahead.
    /// </summary>
    private async Task PullBackAsync()
    {
        var now = clock.GetUtcNow();
        var latest = now + ClockSkew.Unnoticed;
        var ahead = await db.Agenda.Where(row => row.State == AgendaState.Waiting && (row.CreatedAt > latest || row.TakenAt > latest)).ToListAsync();
        if (ahead.Count == 0) return;
        foreach (var row in ahead)
        {
            var (wasDue, wait) = (row.Due, row.Attempts > 0 ? TimeSpan.Zero : row.Due - row.CreatedAt);
            row.Due = now + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            row.TakenAt = null;

            // What may have been done is looked for from when it was made: after what was made before it, which is numbered lower.
            if (row.CreatedAt > now)
                row.CreatedAt = row.Attempts == 0 ? now : await db.Agenda.Where(one => one.Id < row.Id && one.CreatedAt <= now).OrderByDescending(one => one.Id).Select(one => (DateTimeOffset?)one.CreatedAt).FirstOrDefaultAsync() ?? now.AddHours(-1);
            if (row.OrderKey is null) continue;

            // Those after it in its order were put off with it, and come back with it.
            foreach (var later in await db.Agenda.Where(one => one.Incident == row.Incident && one.OrderKey == row.OrderKey && one.Id > row.Id && one.State == AgendaState.Waiting && one.Due == wasDue).ToListAsync())
            {
                if (later.Attempts == 0 && later.CreatedAt <= latest) later.Due = row.Due;
            }
        }

        await FlushAsync();
    }

    /// <param name="own">It failed by its own fault.</param>
    public async Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error, bool own)
    {
        if (await LeasedAsync(item) is not { } row) return false;

        // While this one was being done, the same thing may have been owed again. One attempt later does for both, and the count of attempts goes on.
        if (row.OnceKey is { } key && await WaitingAsync(row.Lane, key) is { } twin)
        {
            twin.State = AgendaState.Done;
            twin.FinishedAt = clock.GetUtcNow();
        }

        row.State = AgendaState.Waiting;
        row.Due = at;
        row.LeasedUntil = null;
        row.LastError = error;
        if (own) row.Failures++;
        var (id, lane, order) = (row.Id, row.Lane, row.OrderKey);
        await FlushAsync();

        // Those after it in its order wait with it: of two that are due at the same instant, the one owed earlier is first.
        if (order is not null)
        {
            await db.Agenda.Where(later => later.Lane == lane && later.OrderKey == order && later.Id > id && later.State == AgendaState.Waiting && later.Due < at)
                .ExecuteUpdateAsync(set => set.SetProperty(later => later.Due, at));
        }

        return true;
    }

    /// <summary>What waits after having failed is due at once, if it is of that kind and owed to that server or an incident of it.</summary>
    public async Task HastenAsync(string kind, ServerId server)
    {
        var now = clock.GetUtcNow();
        Changed |= await OfServer(db, server)
            .Where(row => row.Kind == kind && row.State == AgendaState.Waiting && row.Attempts > 0 && row.Due > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, now)) > 0;
    }

    /// <summary>It is tried again, and may fail as often as the first time. What was done of it is still looked for, since its attempts go on.</summary>
    public async Task<bool> TryAgainAsync(long id)
    {
        if (await db.Agenda.FirstOrDefaultAsync(row => row.Id == id && row.State == AgendaState.Failed) is not { } row) return false;
        if (row.OnceKey is { } key && await WaitingAsync(row.Lane, key) is not null)
        {
            // The same thing is owed anew already.
            row.State = AgendaState.Done;
        }
        else
        {
            row.State = AgendaState.Waiting;
            row.Due = clock.GetUtcNow();
            row.FinishedAt = null;
            row.Failures = 0;
        }

        await FlushAsync();
        return true;
    }

    /// <summary>Forgets what ended before an instant; at most so many.</summary>
    /// <returns>How many were forgotten.</returns>
    public Task<int> PurgeAsync(AgendaState state, DateTimeOffset before, int most) => db.Agenda
        .Where(row => db.Agenda.Where(old => old.State == state && old.FinishedAt < before).OrderBy(old => old.FinishedAt).Take(most).Select(old => old.Id).Contains(row.Id))
        .ExecuteDeleteAsync();

    /// <summary>What is owed to a server or to one of its incidents.</summary>
    public static IQueryable<AgendaRow> OfServer(IncidentContext db, ServerId server)
        => db.Agenda.Where(row => row.Server == server || db.Incidents.Any(incident => incident.Id == row.Incident && incident.Server == server));

    public static async Task<DateTimeOffset?> NextDueAsync(IncidentContext db, CancellationToken cancellationToken)
    {
        var waiting = await db.Agenda
            .Where(row => row.State == AgendaState.Waiting && !db.Agenda.Any(other => other.Lane == row.Lane && other.State == AgendaState.Running))
            .OrderBy(row => row.Due).Select(row => (DateTimeOffset?)row.Due).FirstOrDefaultAsync(cancellationToken);
        var leased = await db.Agenda.Where(row => row.State == AgendaState.Running)
            .OrderBy(row => row.LeasedUntil).Select(row => row.LeasedUntil).FirstOrDefaultAsync(cancellationToken);

        // What is urgent does not wait for the end of what is being done.
        var started = await db.Agenda
            .Where(row => row.State == AgendaState.Waiting && row.IsUrgent && !db.Agenda.Any(other => other.Lane == row.Lane && other.State == AgendaState.Running && other.IsUrgent))
            .Join(db.Agenda.Where(other => other.State == AgendaState.Running), row => row.Lane, other => other.Lane, (row, other) => new { row.Due, other.TakenAt })
            .ToListAsync(cancellationToken);
        DateTimeOffset?[] instants = [waiting, leased, .. started.Select(static s => s.TakenAt + UrgentPatience is { } over && over > s.Due ? over : s.Due)];
        return instants.Min();
    }

    /// <summary>Until when the order's things are put off; null when none is.</summary>
    private async Task<DateTimeOffset?> PutOffAsync(long lane, string order) => await db.Agenda
        .Where(row => row.Lane == lane && row.OrderKey == order && row.State == AgendaState.Waiting && row.Attempts > 0)
        .OrderByDescending(row => row.Due).Select(row => (DateTimeOffset?)row.Due).FirstOrDefaultAsync();

    /// <summary>One that is being done does not count: it may have read the state before the newest change.</summary>
    private Task<AgendaRow?> WaitingAsync(long lane, string key)
        => db.Agenda.Where(row => row.Lane == lane && row.State == AgendaState.Waiting && row.OnceKey == key).OrderBy(row => row.Id).FirstOrDefaultAsync();

    /// <summary>Attempts tell apart who took an item: after a lease ran out, the next taker counts one more.</summary>
    private Task<AgendaRow?> LeasedAsync(AgendaItem item)
        => db.Agenda.Where(row => row.Id == item.Id && row.State == AgendaState.Running && row.Attempts == item.Attempts).FirstOrDefaultAsync();

    private async Task FlushAsync()
    {
        if (await db.SaveChangesAsync() > 0) Changed = true;
        db.ChangeTracker.Clear();
    }
}
