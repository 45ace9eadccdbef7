using System.Diagnostics;
using IncidentBot.Storage;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Benchmarks.Flood;

/// <summary>
/// The same rows into the same tables on the same disk, with nothing around it: one prepared statement, so many to a commit. This is what the disk, SQLite and
/// its .NET library allow one thread that does nothing else.
/// </summary>
internal static class RawInserts
{
    /// <summary>Read from the one database and held in memory before they are written to the other; reading is not timed.</summary>
    private const int Held = 100_000;

    private const string Insert = """
        INSERT INTO talk_messages (id, incident, channel, author, by_bot, text, said_at, edited_at, deleted_at, reply_to)
        VALUES ($0, $1, $2, $3, 0, $4, $5, NULL, NULL, NULL) ON CONFLICT (id) DO NOTHING
        """;

    public static async Task<FloodRun> RunAsync(string from, string to, int batch, CancellationToken cancellationToken)
    {
        await (await IncidentStore.OpenAsync(new StorageOptions(to, TimeProvider.System), cancellationToken)).DisposeAsync();
        using var target = TalkTable.Open(to);
        Execute(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        Execute(target, $"ATTACH '{from}' AS bot; INSERT INTO incidents SELECT * FROM bot.incidents; DETACH bot");

        using var source = TalkTable.Open(from);
        using var select = source.CreateCommand();
        select.CommandText = "SELECT id, incident, channel, author, text, said_at FROM talk_messages";
        using var rows = select.ExecuteReader();
        using var insert = target.CreateCommand();
        insert.CommandText = Insert;
        for (var i = 0; i < 6; i++) insert.Parameters.Add(new SqliteParameter("$" + i, value: null));
        var count = 0;
        var elapsed = TimeSpan.Zero;
        var used = TimeSpan.Zero;
        while (Read(rows) is { Count: > 0 } held)
        {
            using var own = Process.GetCurrentProcess();
            var before = own.TotalProcessorTime;
            var began = TimeProvider.System.GetTimestamp();
            foreach (var commit in held.Chunk(batch)) Commit(target, insert, commit);
            elapsed += TimeProvider.System.GetElapsedTime(began);
            own.Refresh();
            used += own.TotalProcessorTime - before;
            count += held.Count;
        }

        return new FloodRun(elapsed, count, used, TimeSpan.Zero);
    }

    private static List<object[]> Read(SqliteDataReader rows)
    {
        var held = new List<object[]>(Held);
        while (held.Count < Held && rows.Read())
        {
            var row = new object[rows.FieldCount];
            rows.GetValues(row);
            held.Add(row);
        }

        return held;
    }

    private static void Commit(SqliteConnection target, SqliteCommand insert, object[][] rows)
    {
        using var transaction = target.BeginTransaction();
        insert.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) insert.Parameters[i].Value = row[i];
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
