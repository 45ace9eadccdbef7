using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Opening;

/// <summary>
/// Opens the writer's connection: looks before it touches, then sets SQLite up and brings the tables up to this version.
/// </summary>
internal static class DatabaseOpener
{
    /// <summary>"INCB": SQLite's place for saying whose file it is (https://www.sqlite.org/pragma.html#pragma_application_id).</summary>
    private const uint ApplicationId = 0x494E4342;

    /// <summary>Up to this size (bytes) a database is checked at every start; a larger one would take longer than a start may.</summary>
    private const long CheckedSize = 32L << 20;

    /// <summary>
    /// In seconds: how long a commit waits for another program's lock before it fails and is tried again by whoever wants it. Short, so that a person who
    /// asks meanwhile is told in time; an opening waits longer.
    /// </summary>
    private const int PatienceOfCommits = 2;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public static string ConnectionString(string path, bool pooling, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = 10, // seconds; how long a transaction waits for another program's lock
    }.ToString();

    /// <summary>Refuses what is plainly not a database before anything is made beside it.</summary>
    public static void LookAt(string path)
    {
        if (Directory.Exists(path)) throw Refusal.Foreign(path);
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> start = stackalloc byte[Magic.Length];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (length != 0 && !start[..length].SequenceEqual(Magic)) throw Refusal.Foreign(path);
            if (length != 0 && FileOwner.Of(path) is { } owner && owner != ApplicationId) throw Refusal.Foreign(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.ReadOnly(path, e);
        }
    }

    public static async Task<SqliteConnection> OpenAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        var path = options.Path;
        var looked = LookInside(path);
        var connection = new SqliteConnection(ConnectionString(path, pooling: false));
        try
        {
            await connection.OpenAsync(cancellationToken);
            Recognize(connection, path);
            if (!looked) Check(connection, path);
            await MigrateAsync(connection, options, cancellationToken);

            // What a process that is gone was doing is free again: nobody else can be at work.
            Execute(connection, AgendaBook.Freeing(options.Clock.GetUtcNow(), leasedUntil: null));
            Execute(connection, "PRAGMA busy_timeout = 500");
            connection.DefaultTimeout = PatienceOfCommits;
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (SqliteFaults.Caused(e)) throw SqliteFaults.Translate(e, path);
            throw;
        }
    }

    public static DbContextOptions<IncidentContext> ContextOptions(SqliteConnection connection)
        => new DbContextOptionsBuilder<IncidentContext>().UseSqlite(connection).Options;

    /// <summary>
    /// Who opens a database that a kill left with a log beside it, and may write, folds the log into it when they close it, refused or not. So such a one is first
    /// looked at by a connection that may not write. Only for who holds the database.
    /// </summary>
    private static bool LookInside(string path)
    {
        if (new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 } || !File.Exists(path)) return false;
        var index = path + "-shm";
        var hadIndex = File.Exists(index);
        try
        {
            using var connection = new SqliteConnection(ConnectionString(path, pooling: false, SqliteOpenMode.ReadOnly));
            connection.Open();
            Recognize(connection, path);
            Check(connection, path);
            RefuseNewer(Applied(connection), path);
            return true;
        }
        catch (Exception e) when (SqliteFaults.Caused(e))
        {
            throw SqliteFaults.Translate(e, path);
        }
        finally
        {
            if (!hadIndex) File.Delete(index);
        }
    }

    internal static void RefuseNewer(List<string> applied, string path)
    {
        if (applied.Find(static migration => !DatabaseFile.KnownMigrations.Contains(migration, StringComparer.Ordinal)) is { } newer) throw Refusal.Newer(path, newer);
    }

    /// <summary>Reads only: a file that is not ours stays as it is.</summary>
    internal static void Recognize(SqliteConnection connection, string path)
    {
        var owner = Number(connection, "PRAGMA application_id");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_master");
        if (owner == ApplicationId || (owner == 0 && tables == 0)) return;
        throw Refusal.Foreign(path);
    }

    private static void Check(SqliteConnection connection, string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 and <= CheckedSize }) return;
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok") throw Refusal.Corrupt(path);
    }

    /// <summary>Plain commands while there is nothing to migrate: EF takes most of a second to wake up, and a start does not wait for it.</summary>
    private static async Task MigrateAsync(SqliteConnection connection, StorageOptions options, CancellationToken cancellationToken)
    {
        var path = options.Path;
        var known = DatabaseFile.KnownMigrations;
        var applied = Applied(connection);
        RefuseNewer(applied, path);
        if (applied.Count > 0 && applied.Count < known.Count) await UpgradeBackup.MakeAsync(connection, path, options, cancellationToken);

        // What is taken out of the record is overwritten, not only unlinked (https://www.sqlite.org/pragma.html#pragma_secure_delete). The log of an earlier
        // run may still hold it: it is taken into the file and emptied.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA wal_checkpoint(TRUNCATE);");
        if (applied.Count == known.Count) return;

        // A process that was killed while migrating leaves its row here, and every later start would wait for it forever. The lock file says that
        // nobody else is at work.
        if (HasTable(connection, "__EFMigrationsLock")) Execute(connection, "DELETE FROM \"__EFMigrationsLock\"");
        Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        await using var db = new IncidentContext(ContextOptions(connection));
        await db.Database.MigrateAsync(cancellationToken);
    }

    internal static List<string> Applied(SqliteConnection connection)
    {
        List<string> applied = [];
        if (!HasTable(connection, "__EFMigrationsHistory")) return applied;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
        using var rows = command.ExecuteReader();
        while (rows.Read()) applied.Add(rows.GetString(0));
        return applied;
    }

    private static bool HasTable(SqliteConnection connection, string name)
        => Number(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{name}'") > 0;

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
