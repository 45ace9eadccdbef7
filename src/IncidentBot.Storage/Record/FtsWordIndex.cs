using System.Globalization;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>SQLite's FTS5, ranked by BM25: see <see cref="FullText"/>.</summary>
internal sealed class FtsWordIndex(IncidentContext db) : IWordIndex
{
    public async Task<List<IncidentId>> IncidentsAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken)
    {
        var ids = await db.Database.SqlQueryRaw<long>(
            $$"""
            SELECT i.id AS Value FROM incident_words JOIN incidents i ON i.id = incident_words.rowid
            WHERE incident_words MATCH {0} AND i.server = {1} ORDER BY bm25(incident_words, {{FullText.Weights}}), i.number DESC LIMIT {2}
            """,
            FullTextQuery.All(words),
            unchecked((long)server.Value),
            limit).ToListAsync(cancellationToken);
        return ids.ConvertAll(static id => new IncidentId(id));
    }

    public async Task<List<(IncidentId Incident, int Number)>> EntriesAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken)
    {
        var keys = await db.Database.SqlQueryRaw<long>(
            """
            SELECT entry_words.rowid AS Value FROM entry_words JOIN incidents i ON i.id = entry_words.rowid / {3}
            WHERE entry_words MATCH {0} AND i.server = {1} ORDER BY entry_words.rowid DESC LIMIT {2}
            """,
            FullTextQuery.All(words),
            unchecked((long)server.Value),
            limit,
            FullText.EntriesOfAnIncident).ToListAsync(cancellationToken);
        return keys.ConvertAll(static key => (new IncidentId(key / FullText.EntriesOfAnIncident), (int)(key % FullText.EntriesOfAnIncident)));
    }

    public Task<List<WordHit>> LikeIncidentsAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<WordHit>(
        $$"""
        SELECT i.id AS Incident, -bm25(incident_words, {{FullText.Weights}}) AS Score, '' AS Text FROM incident_words JOIN incidents i ON i.id = incident_words.rowid
        WHERE incident_words MATCH {0} AND i.server = {1} AND i.id <> {2} ORDER BY bm25(incident_words, {{FullText.Weights}}) LIMIT {3}
        """,
        FullTextQuery.Any(words),
        unchecked((long)subject.Server.Value),
        subject.Id.Value,
        limit).ToListAsync(cancellationToken);

    public Task<List<WordHit>> LikeEntriesAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<WordHit>(
        """
        SELECT i.id AS Incident, -bm25(entry_words) AS Score, entry_words.text AS Text FROM entry_words JOIN incidents i ON i.id = entry_words.rowid / {4}
        WHERE entry_words MATCH {0} AND i.server = {1} AND i.id <> {2} ORDER BY bm25(entry_words) LIMIT {3}
        """,
        FullTextQuery.Any(words),
        unchecked((long)subject.Server.Value),
        subject.Id.Value,
        limit,
        FullText.EntriesOfAnIncident).ToListAsync(cancellationToken);

    public Task<List<int>> CountAsync(IReadOnlyList<string> words, int enough, CancellationToken cancellationToken)
    {
        var counting = string.Join(" UNION ALL ", words.Select((_, n) => string.Create(
            CultureInfo.InvariantCulture, $"SELECT (SELECT count(*) FROM (SELECT 1 FROM incident_words WHERE incident_words MATCH {{{n}}} LIMIT {enough})) AS Value")));
        return db.Database.SqlQueryRaw<int>(counting, [.. words.Select(word => (object)FullTextQuery.Beginning(word))]).ToListAsync(cancellationToken);
    }

    public async Task PurgeAsync()
    {
        foreach (var statement in FullText.Purge) await db.Database.ExecuteSqlRawAsync(statement);
    }

    public Task<long> OutOfStepAsync(CancellationToken cancellationToken) => db.Database.SqlQueryRaw<long>(FullText.OutOfStep).SingleAsync(cancellationToken);
}
