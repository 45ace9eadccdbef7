using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>
/// Finds words: in incidents and their timelines by the full-text index, in talk by walking through it. What people say is not in the index, which would have
/// to be kept up on the way of every message; a walk through 400,000 messages was measured at 0.1 to 0.2 s, on a connection that nobody waits for.
/// </summary>
internal sealed class Search(IncidentContext db, CancellationToken cancellationToken)
{
    public async Task<ImmutableArray<SearchHit>> FindAsync(ServerId server, string words, int limit)
    {
        var patterns = Words.Patterns(words).ToList();
        if (patterns.Count == 0) return [];
        var indexed = FullTextQuery.Words(words);
        var hits = ImmutableArray.CreateBuilder<SearchHit>();
        foreach (var incident in indexed is null ? await WalkIncidentsAsync(server, words, limit) : await IncidentsAsync(server, indexed, limit))
        {
            hits.Add(new SearchHit(incident, FoundIn.Incident, incident.Title, null, null));
        }

        if (hits.Count < limit) hits.AddRange(indexed is null ? await WalkEntriesAsync(server, patterns, limit - hits.Count) : await EntriesAsync(server, indexed, limit - hits.Count));
        if (hits.Count < limit) hits.AddRange(await TalkAsync(server, patterns, limit - hits.Count));
        return hits.ToImmutable();
    }

    private async Task<IEnumerable<Incident>> IncidentsAsync(ServerId server, IReadOnlyList<string> words, int limit)
    {
        var wanted = await db.Words.IncidentsAsync(server, words, limit, cancellationToken);
        var found = await db.Incidents.Where(row => wanted.Contains(row.Id)).Select(row => row.Record).ToDictionaryAsync(incident => incident.Id, cancellationToken);
        return wanted.Where(found.ContainsKey).Select(id => found[id]);
    }

    private async Task<IEnumerable<SearchHit>> EntriesAsync(ServerId server, IReadOnlyList<string> words, int limit)
    {
        var keys = await db.Words.EntriesAsync(server, words, limit, cancellationToken);
        var incidents = keys.Select(key => key.Incident).Distinct().ToList();
        var numbers = keys.Select(key => key.Number).Distinct().ToList();
        var found = await db.Entries.Where(row => incidents.Contains(row.Incident) && numbers.Contains(row.Number))
            .Join(db.Incidents, e => e.Incident, i => i.Id, (e, i) => new { Incident = i.Record, Entry = e.Record }).ToListAsync(cancellationToken);
        var wanted = keys.ToHashSet();
        return found.Where(row => wanted.Contains((row.Entry.Incident, row.Entry.Number)))
            .OrderByDescending(row => row.Entry.HappenedAt).ThenByDescending(row => row.Entry.Number)
            .Select(static row => new SearchHit(row.Incident, FoundIn.Entry, row.Entry.Text, row.Entry.Number, row.Entry.Source));
    }

    private Task<ImmutableArray<Incident>> WalkIncidentsAsync(ServerId server, string words, int limit) =>
        new RecordReader(db, cancellationToken).ListAsync(server, new IncidentFilter { Text = words, Limit = limit });

    private async Task<IEnumerable<SearchHit>> WalkEntriesAsync(ServerId server, List<string> patterns, int limit)
    {
        var rows = db.Entries.Where(row => !row.IsRemoved);
        foreach (var pattern in patterns) rows = db.Like(rows, row => row.Text, pattern);
        var found = await rows.Join(db.Incidents.Where(row => row.Server == server), e => e.Incident, i => i.Id, (e, i) => new { Entry = e, Incident = i })
            .OrderByDescending(row => row.Entry.HappenedAt).ThenByDescending(row => row.Entry.Number).Take(limit)
            .Select(row => new { row.Incident.Record, Entry = row.Entry.Record }).ToListAsync(cancellationToken);
        return found.Select(static row => new SearchHit(row.Record, FoundIn.Entry, row.Entry.Text, row.Entry.Number, row.Entry.Source));
    }

    private async Task<IEnumerable<SearchHit>> TalkAsync(ServerId server, List<string> patterns, int limit)
    {
        var rows = db.Talk.Where(row => row.DeletedAt == null);
        foreach (var pattern in patterns) rows = db.Like(rows, row => row.Text, pattern);
        var found = await rows.Join(db.Incidents.Where(row => row.Server == server), m => m.Incident, i => i.Id, (m, i) => new { Message = m, Incident = i })
            .OrderByDescending(row => row.Message.Id).Take(limit)
            .Select(row => new { row.Incident.Record, row.Message.Text, row.Message.Channel, row.Message.Id }).ToListAsync(cancellationToken);
        return found.Select(static row => new SearchHit(row.Record, FoundIn.Talk, row.Text, null, new MessageRef(row.Channel, row.Id)));
    }
}
