using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace IncidentBot.Storage.Postgres;

/// <summary>PostgreSQL's own full-text search: the words of <see cref="IndexedWords"/> under a GIN index.</summary>
/// <remarks>
/// PostgreSQL's ts_rank knows how often and where a word stands, but not how rare it is. So it is asked for each word by itself and weighed with BM25's measure of rareness; the weights of
/// the parts are what BM25 (with k1 = 1.2, as SQLite has it) gives a word that stands once in a part that counts 6, 5, 4 or 2 times: 2.2 w / (w + 1.2), in parts of the title's.
/// That brings both engines to the same order, but for the length of a text, which is not looked at here.
/// </remarks>
internal sealed class PostgresWordIndex(IncidentContext db) : IWordIndex
{
    /// <summary>Of D, C, B and A: see <see cref="FullText.Weights"/>.</summary>
    private const string Weights = "ARRAY[0.75, 0.92, 0.97, 1]::real[]";

    /// <summary>What one word of weight 1 that stands once is ranked with: 1 / (π² / 6). Its inverse, and 1.83 for the title.</summary>
    private const string OfFacts = "3.0";

    private const string OfLines = "1.645";

    /// <summary>Lines with any of the words that are ranked: those of the newest incidents. Words that stand in more lines than this tell little, and to rank all of them takes long.</summary>
    private const string MostRanked = "2000";

    public async Task<List<IncidentId>> IncidentsAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken)
    {
        var ids = await db.Database.SqlQueryRaw<long>(
            $$"""
            SELECT i.id AS "Value" FROM incidents i WHERE i.words @@ {0}::tsquery AND i.server = {1}
            ORDER BY ts_rank({{Weights}}, i.words, {0}::tsquery) DESC, i.number DESC LIMIT {2}
            """,
            All(words),
            unchecked((long)server.Value),
            limit).ToListAsync(cancellationToken);
        return ids.ConvertAll(static id => new IncidentId(id));
    }

    public async Task<List<(IncidentId Incident, int Number)>> EntriesAsync(ServerId server, IReadOnlyList<string> words, int limit, CancellationToken cancellationToken)
    {
        var keys = await db.Database.SqlQueryRaw<Key>(
            """
            SELECT e.incident AS "Incident", e.number AS "Number" FROM timeline_entries e JOIN incidents i ON i.id = e.incident
            WHERE e.words @@ {0}::tsquery AND i.server = {1} ORDER BY e.incident DESC, e.number DESC LIMIT {2}
            """,
            All(words),
            unchecked((long)server.Value),
            limit).ToListAsync(cancellationToken);
        return keys.ConvertAll(static key => (new IncidentId(key.Incident), key.Number));
    }

    public Task<List<WordHit>> LikeIncidentsAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken)
    {
        var asked = Weighed(words, counts);
        return db.Database.SqlQueryRaw<WordHit>(
            $$"""
            SELECT i.id AS "Incident", '' AS "Text",
                (SELECT {{OfFacts}} * sum(w.rareness * ts_rank({{Weights}}, i.words, w.question::tsquery)) FROM unnest({0}, {1}) AS w (question, rareness)) AS "Score"
            FROM incidents i WHERE i.words @@ {2}::tsquery AND i.server = {3} AND i.id <> {4} ORDER BY "Score" DESC, i.number DESC LIMIT {5}
            """,
            asked.Questions,
            asked.Rareness,
            Any(words),
            unchecked((long)subject.Server.Value),
            subject.Id.Value,
            limit).ToListAsync(cancellationToken);
    }

    public Task<List<WordHit>> LikeEntriesAsync(Incident subject, IReadOnlyList<string> words, WordCounts counts, int limit, CancellationToken cancellationToken)
    {
        // How rare a word is among the incidents is known already, and says as much as how rare it is among their lines.
        var asked = Weighed(words, counts);
        return db.Database.SqlQueryRaw<WordHit>(
            $$"""
            SELECT e.incident AS "Incident", e.text AS "Text",
                (SELECT {{OfLines}} * sum(w.rareness * ts_rank(ARRAY[1, 1, 1, 1]::real[], e.words, w.question::tsquery)) FROM unnest({0}, {1}) AS w (question, rareness)) AS "Score"
            FROM (
                SELECT e.incident, e.number, e.text, e.words FROM timeline_entries e JOIN incidents i ON i.id = e.incident
                WHERE e.words @@ {2}::tsquery AND i.server = {3} AND i.id <> {4} ORDER BY e.incident DESC, e.number DESC LIMIT {{MostRanked}}) AS e
            ORDER BY "Score" DESC, e.incident DESC, e.number DESC LIMIT {5}
            """,
            asked.Questions,
            asked.Rareness,
            Any(words),
            unchecked((long)subject.Server.Value),
            subject.Id.Value,
            limit).ToListAsync(cancellationToken);
    }

    public Task<List<int>> CountAsync(IReadOnlyList<string> words, int enough, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<int>(
        """
        SELECT (SELECT count(*) FROM (SELECT 1 FROM incidents i WHERE i.words @@ w.question::tsquery LIMIT {1}) AS found)::integer AS "Value"
        FROM unnest({0}) WITH ORDINALITY AS w (question, place) ORDER BY w.place
        """,
        words.Select(static word => IndexedWords.Beginning(word) ?? "").ToArray(),
        enough).ToListAsync(cancellationToken);

    // Earlier states of rows, and what the index has of them, go with them when the tables are vacuumed, which cannot be within a commit: see PostgresWriter.Scrub.
    public Task PurgeAsync() => Task.CompletedTask;

    public async Task<long> OutOfStepAsync(CancellationToken cancellationToken)
    {
        var wrong = 0L;
        var incidents = db.Incidents.AsNoTracking().Select(row => new { row.Record, Words = EF.Property<NpgsqlTsVector?>(row, IndexedWords.Column) }).AsAsyncEnumerable();
        await foreach (var row in incidents.WithCancellation(cancellationToken))
        {
            if (!IsSame(row.Words, IndexedWords.Of(row.Record))) wrong++;
        }

        var entries = db.Entries.AsNoTracking().Select(row => new { row.Text, row.IsRemoved, Words = EF.Property<NpgsqlTsVector?>(row, IndexedWords.Column) }).AsAsyncEnumerable();
        await foreach (var row in entries.WithCancellation(cancellationToken))
        {
            if (!IsSame(row.Words, row.IsRemoved ? null : IndexedWords.Of(row.Text))) wrong++;
        }

        return wrong;
    }

    // PostgreSQL has an order of its own.
    private static bool IsSame(NpgsqlTsVector? stored, NpgsqlTsVector? meant) =>
        stored is null || meant is null ? stored is null && meant is null : stored.Select(static word => word.Text).ToHashSet(StringComparer.Ordinal).SetEquals(meant.Select(static word => word.Text));

    private static (string[] Questions, double[] Rareness) Weighed(IReadOnlyList<string> words, WordCounts counts)
    {
        var asked = words.Select(word => (Question: IndexedWords.Beginning(word), Rareness: Rareness(counts.Incidents, counts.Mentions.GetValueOrDefault(word)))).Where(static one => one.Question is not null).ToList();
        return ([.. asked.Select(static one => one.Question!)], [.. asked.Select(static one => one.Rareness)]);
    }

    private static double Rareness(int all, int with) => Math.Max(Math.Log((all - with + 0.5) / (with + 0.5)), 0.000001);

    private static string All(IEnumerable<string> words) => string.Join(" & ", Questions(words));

    private static string Any(IEnumerable<string> words) => string.Join(" | ", Questions(words));

    private static IEnumerable<string> Questions(IEnumerable<string> words) => words.Select(IndexedWords.Beginning).OfType<string>().Select(static question => $"({question})");

    private sealed record Key(long Incident, int Number);
}
