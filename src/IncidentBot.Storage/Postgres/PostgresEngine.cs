using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Record;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>
/// The record in a database of a PostgreSQL server. The process that writes it holds an advisory lock in the very session it writes in: who has lost the session has lost
/// the claim and can write no more, and the server frees it when a process is killed (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
/// </summary>
internal sealed class PostgresEngine(StorageOptions options, PostgresAddress address) : Engine
{
    /// <summary>"INCB": the number of the lock, the same in every database of a server, where it counts for that database alone.</summary>
    private const long Claim = 0x494E4342;

    /// <summary>The oldest server this was written for: one of its age gets no repairs any more.</summary>
    private static readonly Version Oldest = new(14, 0);

    private readonly string forReading = address.ForReading;

    /// <summary>The steps this version knows, oldest first.</summary>
    public static ImmutableArray<string> KnownMigrations { get; } =
    [
        .. typeof(PostgresIncidentContext).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(PostgresIncidentContext))
            .Select(static type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal),
    ];

    public override string Shown => address.Shown;

    public override async Task<Writer> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(address.ForWriting);
        try
        {
            await ClaimAsync(connection, cancellationToken);
            await MigrateAsync(connection, cancellationToken);

            // What a process that is gone was doing is free again: nobody else can be at work.
            await ExecuteAsync(connection, AgendaBook.Freeing(options.Clock.GetUtcNow(), leasedUntil: null), cancellationToken);
            await SettleInAsync(connection, cancellationToken);
            return new PostgresWriter(this, connection);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (Caused(e)) throw Translate(e);
            throw;
        }
    }

    /// <summary>A new session for the writer, after its own was lost.</summary>
    /// <exception cref="StorageException">It cannot be had for now, with <see cref="StorageFault.Away"/> whatever the reason: who runs the server may mend it.</exception>
    public async Task<NpgsqlConnection> OpenAgainAsync()
    {
        var connection = new NpgsqlConnection(address.ForWriting);
        try
        {
            await ClaimAsync(connection, CancellationToken.None);
            RefuseOthers(await AppliedAsync(connection, CancellationToken.None));
            await SettleInAsync(connection, CancellationToken.None);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            var translated = e as StorageException ?? (Caused(e) ? Translate(e) : null);
            if (translated is null) throw;
            throw translated.MayPass ? translated : new StorageException(StorageFault.Away, translated.Message, translated);
        }
    }

    public override async Task<Glimpse> LookAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(forReading);
        try
        {
            await connection.OpenAsync(cancellationToken);
            RefuseOld(connection);
            var moment = await BeginReadingAsync(connection, cancellationToken);
            var applied = await AppliedAsync(connection, cancellationToken);
            if (applied.IsEmpty) throw new StorageException(StorageFault.Other, $"There is no record in the database {Shown} yet: start the bot once, which makes it.");
            RefuseOthers(applied);
            return new Glimpse(connection, moment, applied, applied.Length == KnownMigrations.Length);
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (Caused(e)) throw Translate(e);
            throw;
        }
    }

    public override DbConnection Reader() => new NpgsqlConnection(forReading);

    public override void ForgetReaders()
    {
        using var pooled = new NpgsqlConnection(forReading);
        NpgsqlConnection.ClearPool(pooled);
    }

    public override ValueTask<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken) => connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public override IncidentContext Context(DbConnection connection) => new PostgresIncidentContext(ContextOptions(connection));

    public static DbContextOptions<PostgresIncidentContext> ContextOptions(DbConnection connection) => new DbContextOptionsBuilder<PostgresIncidentContext>().UseNpgsql(connection).Options;

    public override bool Caused(Exception exception) => PostgresFaults.Caused(exception);

    public override StorageException Translate(Exception exception) => PostgresFaults.Translate(exception, address);

    public override bool IsLost(DbConnection connection) => connection.State != ConnectionState.Open || ((NpgsqlConnection)connection).FullState.HasFlag(ConnectionState.Broken);

    // References hold in PostgreSQL as long as the constraints do; pages are looked after by the server, which can be told to keep checksums of them.
    public override IEnumerable<CheckFinding> IntegrityOf(Glimpse seen)
    {
        foreach (var name in Column(seen.Connection, "SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated"))
            yield return new(CheckWeight.Broken, "references", $"The constraint {name} was not validated");
        foreach (var name in Column(seen.Connection, "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace = current_schema()::regnamespace AND NOT indisvalid"))
            yield return new(CheckWeight.Broken, "integrity", $"The index {name} is not valid; `REINDEX` makes it anew");
        if (Column(seen.Connection, "SHOW data_checksums") is ["off"])
            yield return new(CheckWeight.Note, "integrity", "The server keeps no checksums of its pages, so that damage on its disk is found late; `pg_checksums --enable` has it keep them");
    }

    public override IReadOnlyList<string> KeptHashesOf(Glimpse seen) => Column(seen.Connection, "SELECT DISTINCT lower(hash) FROM attachments WHERE hash IS NOT NULL");

    /// <summary>How large the database is, in bytes.</summary>
    public static long SizeOf(Glimpse seen) => long.Parse(Column(seen.Connection, "SELECT pg_database_size(current_database())::text")[0], CultureInfo.InvariantCulture);

    public static string VersionOf(Glimpse seen) => ((NpgsqlConnection)seen.Connection).PostgreSqlVersion.ToString();

    private async Task ClaimAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        RefuseOld(connection);
        try
        {
            // A process that was killed a moment ago may still be there for the server.
            await ExecuteAsync(connection, $"SET lock_timeout = '2s'; SELECT pg_advisory_lock({Claim.ToString(CultureInfo.InvariantCulture)}); SET lock_timeout = 0", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StorageException(StorageFault.InUse, $"The database {Shown} is in use by another bot{Holder(connection)}: stop that one first, or give this one a database of its own.", e);
        }
    }

    /// <summary>" (process 4711, from 10.0.0.5)", as the server knows it.</summary>
    private static string Holder(NpgsqlConnection connection) => Column(
        connection,
        $"""
        SELECT ' (server process ' || a.pid || coalesce(', from ' || host(a.client_addr), '') || ', since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI"Z"') || ')'
        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = {Claim.ToString(CultureInfo.InvariantCulture)} AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """).FirstOrDefault() ?? "";

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        RefuseOthers(applied);
        if (applied.Length == KnownMigrations.Length) return;
        if (applied.IsEmpty)
        {
            var tables = Column(
                connection,
                """
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '__EFMigrationsHistory'
                    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                ORDER BY 1 LIMIT 1
                """);
            if (tables is [var other]) throw new StorageException(StorageFault.Foreign, $"The database {Shown} has tables of another program (one is called {other}): give the bot a database of its own.");
        }

        await using var db = Context(connection);
        db.Database.SetCommandTimeout(0);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>How the writer's session differs from what a server may be set to.</summary>
    private static Task SettleInAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(
        connection,

        // A commit that another program's lock holds up fails soon and is tried again by whoever wants it, so that a person who asks meanwhile is told in time. A session
        // that is quiet, as a bot's is at night, stays; one whose machine is gone ends within a minute or so, and with it the claim. What is committed is on the disk.
        """
        SET lock_timeout = '2s';
        SET idle_session_timeout = 0;
        SET tcp_keepalives_idle = 30;
        SET tcp_keepalives_interval = 10;
        SET tcp_keepalives_count = 3;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        """,
        cancellationToken);

    private static async Task<ImmutableArray<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var there = new NpgsqlCommand("SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL", connection);
        if (await there.ExecuteScalarAsync(cancellationToken) is not true) return [];
        return [.. Column(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"")];
    }

    private void RefuseOthers(ImmutableArray<string> applied)
    {
        if (!applied.IsEmpty && !applied.Any(KnownMigrations.Contains)) throw new StorageException(StorageFault.Foreign, $"The database {Shown} has tables of another program: give the bot a database of its own.");
        if (applied.FirstOrDefault(static migration => !KnownMigrations.Contains(migration)) is { } newer) throw Refusal.Newer(Shown, newer);
    }

    private void RefuseOld(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion < Oldest)
            throw new StorageException(StorageFault.Refused, $"The server of the database {Shown} is PostgreSQL {connection.PostgreSqlVersion}, and {Oldest.Major} or later is needed.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static List<string> Column(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string> column = [];
        while (rows.Read()) column.Add(rows.GetString(0));
        return column;
    }
}
