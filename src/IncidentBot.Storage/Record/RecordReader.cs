using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems.Templates;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>Reads domain values, for the store's own reads and within a commit alike.</summary>
internal sealed class RecordReader(IncidentContext db, CancellationToken cancellationToken)
{
    /// <summary>How many ids go into one query.</summary>
    internal const int Chunk = 500;

    public Task<Incident?> FindAsync(IncidentId id) => One(db.Incidents.Where(row => row.Id == id));

    public Task<Incident?> FindAsync(ServerId server, int number) => One(db.Incidents.Where(row => row.Server == server && row.Number == number));

    public Task<Incident?> FindAsync(ChannelId channel) => One(db.Incidents.Where(row => row.Channel == channel).OrderByDescending(row => row.Id));

    public Task<Incident?> FindImportedAsync(ServerId server, string hash) => One(db.Incidents.Where(row => row.Server == server && row.ImportHash == hash).OrderBy(row => row.Id));

    public async Task<ImmutableArray<Incident>> ListAsync(ServerId server, IncidentFilter filter)
    {
        var rows = db.Incidents.Where(row => row.Server == server);
        if (filter.Open is { } open) rows = rows.Where(row => row.IsOpen == open);
        if (filter.Status is { } status) rows = rows.Where(row => row.Status == status);
        if (filter.Severity is { } severity) rows = rows.Where(row => row.Severity == severity);
        foreach (var pattern in Words.Patterns(filter.Text ?? "")) rows = db.Like(rows, row => row.SearchText, pattern);
        return [.. await rows.OrderByDescending(row => row.Number).Take(filter.Limit).Select(row => row.Record).ToListAsync(cancellationToken)];
    }

    public async Task<ImmutableArray<Incident>> OpenAsync()
        => [.. await db.Incidents.Where(row => row.IsOpen && row.Channel != null)
            .OrderByDescending(row => row.Id).Select(row => row.Record).ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<Incident>> OpenWithoutChannelAsync()
        => [.. await db.Incidents.Where(row => row.IsOpen && row.Channel == null).OrderBy(row => row.Id).Select(row => row.Record).ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<Incident>> ClosedWithChannelAsync(ServerId server)
        => [.. await db.Incidents.Where(row => row.Server == server && !row.IsOpen && row.Channel != null)
            .OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<Incident>> OpenAndLatestAsync(ServerId server, int latest)
    {
        var oldest = await db.Incidents.Where(row => row.Server == server).MaxAsync(row => (int?)row.Number, cancellationToken) - latest ?? 0;
        return [.. await db.Incidents.Where(row => row.Server == server && (row.IsOpen || row.Number > oldest))
            .OrderByDescending(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];
    }

    public async Task<ImmutableArray<ServerId>> ServersAsync()
        => [.. await db.ChatRoles.Select(row => row.Server).Distinct().ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<TimelineEntry>> EntriesAsync(IncidentId incident)
        => [.. await db.Entries.Where(row => row.Incident == incident).OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public Task<TimelineEntry?> FindEntryAsync(IncidentId incident, int number)
        => db.Entries.Where(row => row.Incident == incident && row.Number == number).Select(row => row.Record).FirstOrDefaultAsync(cancellationToken);

    public async Task<ImmutableArray<TimelineEntry>> EntriesOfAsync(IncidentId incident, MessageId message)
        => [.. await db.Entries.Where(row => row.Message == message && row.Incident == incident)
            .OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<Escalation>> EscalationsAsync(IncidentId incident)
        => [.. await db.Escalations.Where(row => row.Incident == incident).OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public Task<Escalation?> FindEscalationAsync(IncidentId incident, int number)
        => db.Escalations.Where(row => row.Incident == incident && row.Number == number).Select(row => row.Record).FirstOrDefaultAsync(cancellationToken);

    public async Task<ImmutableArray<ActionItem>> ActionsAsync(IncidentId incident)
        => [.. await db.Actions.Where(row => row.Incident == incident).OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken)];

    public Task<ActionItem?> FindActionAsync(IncidentId incident, int number)
        => db.Actions.Where(row => row.Incident == incident && row.Number == number).Select(row => row.Record).FirstOrDefaultAsync(cancellationToken);

    public async Task<ImmutableArray<(Incident Incident, ActionItem Action)>> ListActionsAsync(ServerId server, PersonId? owner, bool all)
    {
        var rows = db.Actions.AsQueryable();
        if (!all) rows = rows.Where(row => row.State == ActionState.Open);
        if (owner is not null) rows = rows.Where(row => row.Owner == owner);
        var found = await rows.Join(db.Incidents.Where(row => row.Server == server), a => a.Incident, i => i.Id, (a, i) => new { Action = a.Record, Incident = i.Record })
            .ToListAsync(cancellationToken);
        return
        [
            .. found.OrderBy(row => row.Action.Due ?? DateOnly.MaxValue).ThenBy(row => row.Incident.Number).ThenBy(row => row.Action.Number)
                .Select(row => (row.Incident, row.Action)),
        ];
    }

    public async Task<ImmutableArray<IncidentId>> WithOpenActionsAsync(ServerId server)
        => [.. await db.Actions.Where(row => row.State == ActionState.Open).Select(row => row.Incident).Distinct()
            .Join(db.Incidents.Where(row => row.Server == server), id => id, row => row.Id, (id, row) => id).OrderBy(id => id).ToListAsync(cancellationToken)];

    public async Task<ImmutableArray<IncidentId>> UnfollowedAsync()
    {
        var kind = Documents.Document.KindOf(typeof(FollowUpActions));
        var looks = db.Agenda.Where(item => item.Kind == kind);
        return [.. await db.Actions.Where(row => row.State == ActionState.Open && !looks.Any(item => item.Incident == row.Incident && (item.State == AgendaState.Waiting || item.State == AgendaState.Running)))
            .Where(row => !looks.Any(item => item.Incident == row.Incident) || looks.Any(item => item.Incident == row.Incident && item.State == AgendaState.Failed))
            .Select(row => row.Incident).Distinct().ToListAsync(cancellationToken)];
    }

    public async Task<(ImmutableArray<Incident> Incidents, ImmutableArray<ActionItem> OpenActions)> ForStatisticsAsync(ServerId server)
    {
        var incidents = await db.Incidents.Where(row => row.Server == server).OrderBy(row => row.Number).Select(row => row.Record).ToListAsync(cancellationToken);
        var actions = await db.Actions.Where(row => row.State == ActionState.Open)
            .Join(db.Incidents.Where(row => row.Server == server), a => a.Incident, i => i.Id, (a, i) => a.Record).ToListAsync(cancellationToken);
        return ([.. incidents], [.. actions]);
    }

    public async Task<ServerSettings> SettingsAsync(ServerId server)
        => await db.Settings.Where(row => row.Server == server).Select(row => row.Record).FirstOrDefaultAsync(cancellationToken)
            ?? new ServerSettings { Server = server };

    public async Task<ImmutableDictionary<PersonId, string>> NamesAsync(IEnumerable<PersonId> people)
    {
        var names = ImmutableDictionary.CreateBuilder<PersonId, string>();
        foreach (var chunk in people.Distinct().Chunk(Chunk))
        {
            var rows = db.People.AsNoTracking().Where(row => chunk.Contains(row.Id)).AsAsyncEnumerable();
            await foreach (var person in rows.WithCancellation(cancellationToken)) names[person.Id] = person.Name;
        }

        return names.ToImmutable();
    }

    public async Task<ImmutableDictionary<ChatRoleId, string>> RoleNamesAsync(ServerId server)
        => (await db.ChatRoles.AsNoTracking().Where(row => row.Server == server).ToListAsync(cancellationToken))
            .ToImmutableDictionary(static row => row.Id, static row => row.Name);

    public async Task<IncidentFile?> LoadFileAsync(IncidentId id, TalkInFile talk = TalkInFile.All)
    {
        if (await FindAsync(id) is not { } incident) return null;
        var entries = await EntriesAsync(id);
        var file = new IncidentFile(
            incident,
            entries,
            talk switch
            {
                TalkInFile.None => [],
                TalkInFile.Quoted => await new TalkReader(db, cancellationToken).OfEntriesAsync(id, entries),
                _ => await new TalkReader(db, cancellationToken).OfIncidentAsync(id),
            },
            await EscalationsAsync(id),
            await ActionsAsync(id),
            [],
            await SettingsAsync(incident.Server));
        if (TemplateChoice.KeyOf(incident, file.Settings) is var key && KnownTemplates.Find(key) is null) file = file with { Own = await new TemplateBook(db, cancellationToken).FindAsync(incident.Server, key) };
        return file with { PeopleNames = await NamesAsync(PeopleIn.Record(file)) };
    }

    private Task<Incident?> One(IQueryable<IncidentRow> rows) => rows.Select(row => row.Record).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>How much of what was said is read with an incident's record: of a long incident it is by far the most.</summary>
internal enum TalkInFile
{
    None,

    /// <summary>The messages that timeline entries were made from.</summary>
    Quoted,

    All,
}
