using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>The whole record of servers, read for carrying it elsewhere, and written as it was there.</summary>
internal sealed class ExchangeBook(IncidentContext db, CancellationToken cancellationToken)
{
    public async Task<ImmutableArray<ServerId>> ServersAsync()
    {
        var servers = await db.Incidents.Select(row => row.Server).Distinct().ToListAsync(cancellationToken);
        servers.AddRange(await db.Settings.Select(row => row.Server).ToListAsync(cancellationToken));
        servers.AddRange(await db.ChatRoles.Select(row => row.Server).Distinct().ToListAsync(cancellationToken));
        servers.AddRange(await db.BookVersions.Select(row => row.Server).Distinct().ToListAsync(cancellationToken));
        servers.AddRange(await db.Templates.Select(row => row.Server).Distinct().ToListAsync(cancellationToken));
        servers.AddRange(await db.OnCallStates.Select(row => row.Server).ToListAsync(cancellationToken));
        return [.. servers.Where(server => server != default).Distinct().OrderBy(server => server.Value)];
    }

    public async Task<RecordExport> ReadAsync(ServerId? only)
    {
        var read = new RecordReader(db, cancellationToken);
        var servers = ImmutableArray.CreateBuilder<ExportedServer>();
        var incidents = ImmutableArray.CreateBuilder<ExportedIncident>();
        var people = new SortedDictionary<ulong, string>();
        foreach (var server in (await ServersAsync()).Where(server => only is null || server == only))
        {
            var book = new OnCallBook(db, cancellationToken);
            var roles = (await read.RoleNamesAsync(server)).OrderBy(role => role.Key.Value).Select(role => new ExportedRole(role.Key, role.Value));
            var state = await db.OnCallStates.AsNoTracking().FirstOrDefaultAsync(row => row.Server == server, cancellationToken);
            servers.Add(new ExportedServer(await read.SettingsAsync(server), [.. roles], [.. (await book.VersionsAsync(server)).Reverse()], state?.Record)
            {
                Templates = await new TemplateBook(db, cancellationToken).VersionsAsync(server),
            });
            foreach (var id in await db.Incidents.Where(row => row.Server == server).OrderBy(row => row.Number).Select(row => row.Id).ToListAsync(cancellationToken))
            {
                var file = (await read.LoadFileAsync(id))!;
                foreach (var (person, name) in file.PeopleNames) people[person.Value] = name;
                incidents.Add(new ExportedIncident(file.Incident, file.Entries, file.Talk, file.Escalations, file.Actions, await RedactionsAsync(file)));
                db.ChangeTracker.Clear();
            }
        }

        return new RecordExport(servers.ToImmutable(), incidents.ToImmutable(), people.ToImmutableDictionary(person => new PersonId(person.Key), person => person.Value));
    }

    public async Task<bool> HoldsAsync(ServerId server) =>
        await db.Incidents.AnyAsync(row => row.Server == server, cancellationToken) || await db.BookVersions.AnyAsync(row => row.Server == server, cancellationToken)
        || await db.Templates.AnyAsync(row => row.Server == server, cancellationToken);

    /// <summary>Ids are kept where all of them are free; else each gets the next one.</summary>
    public async Task<Func<IncidentId, IncidentId>> IdsForAsync(ImmutableArray<ExportedIncident> incidents)
    {
        var wanted = incidents.Select(one => one.Incident.Id).ToList();
        var last = (await db.Counters.FindAsync(["incident"], cancellationToken))?.Value ?? 0;
        db.ChangeTracker.Clear();
        if (wanted.TrueForAll(id => id.Value > last)) return id => id;
        var given = wanted.Select((id, n) => (id, n)).ToDictionary(one => one.id, one => new IncidentId(last + 1 + one.n));
        return id => given[id];
    }

    /// <summary>Writes rows as they were, versions and numbers included.</summary>
    public async Task AddAsync(ExportedIncident one)
    {
        db.Incidents.Add(IncidentRow.Of(one.Incident));
        db.Entries.AddRange(one.Entries.Select(EntryRow.Of));
        db.Escalations.AddRange(one.Escalations.Select(EscalationRow.Of));
        db.Actions.AddRange(one.Actions.Select(ActionRow.Of));
        await RaiseAsync("incident", one.Incident.Id.Value);
        await RaiseAsync("number/" + one.Incident.Server, one.Incident.Number);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task RaiseAsync(string counter, long value)
    {
        if (await db.Counters.FindAsync([counter], cancellationToken) is { } row) row.Value = Math.Max(row.Value, value);
        else db.Counters.Add(new CounterRow { Name = counter, Value = value });
    }

    private async Task<ImmutableArray<RedactedMessage>> RedactionsAsync(IncidentFile file)
    {
        var concerned = file.Talk.Select(message => message.Id).Concat(file.Entries.Select(entry => entry.Source?.Message).OfType<MessageId>()).ToHashSet();
        var rows = new List<RedactionRow>();
        foreach (var chunk in concerned.Chunk(500)) rows.AddRange(await db.Redactions.AsNoTracking().Where(row => chunk.Contains(row.Message)).ToListAsync(cancellationToken));
        return [.. rows.OrderBy(row => row.Message).Select(row => new RedactedMessage(row.Message, new Redaction(row.By, row.At)))];
    }
}
