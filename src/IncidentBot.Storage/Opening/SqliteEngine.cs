using System.Collections.Immutable;
using System.Data.Common;
using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Opening;

/// <summary>The record in one file. The process that writes it holds a lock file beside it.</summary>
internal sealed class SqliteEngine : Engine
{
    /// <summary>In bytes: with so much free the disk is not full any more.</summary>
    private const long EnoughRoom = 1 << 20;

    private readonly StorageOptions options;

    public SqliteEngine(StorageOptions options) => this.options = options with { Path = Path.GetFullPath(options.Path) };

    public override string Shown => options.Path;

    public override bool HasRoom => new DriveInfo(Path.GetDirectoryName(options.Path)!).AvailableFreeSpace >= EnoughRoom;

    public override async Task<Writer> OpenAsync(CancellationToken cancellationToken)
    {
        DatabaseOpener.LookAt(options.Path);
        var mine = LockFile.Take(options.Path);
        try
        {
            PendingRestore.Finish(options.Path);
            return new SqliteWriter(mine, await DatabaseOpener.OpenAsync(options, cancellationToken));
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    public override async Task<Glimpse> LookAsync(CancellationToken cancellationToken)
    {
        var connection = DatabaseFile.Open(options.Path);
        try
        {
            var moment = connection.BeginTransaction(deferred: true);
            var applied = DatabaseOpener.Applied(connection);
            DatabaseOpener.RefuseNewer(applied, options.Path);
            return new Glimpse(connection, moment, [.. applied], applied.Count == DatabaseFile.KnownMigrations.Count);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override DbConnection Reader() => new SqliteConnection(DatabaseOpener.ConnectionString(options.Path, pooling: true));

    public override void ForgetReaders()
    {
        using var pooled = (SqliteConnection)Reader();
        SqliteConnection.ClearPool(pooled);
    }

    // A deferred transaction: it takes no lock that a commit would wait for.
    public override ValueTask<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken)
        => ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override IncidentContext Context(DbConnection connection) => new(DatabaseOpener.ContextOptions((SqliteConnection)connection));

    public override bool Caused(Exception exception) => SqliteFaults.Caused(exception);

    public override StorageException Translate(Exception exception) => SqliteFaults.Translate(exception, options.Path);

    public override IEnumerable<CheckFinding> IntegrityOf(Glimpse seen) => FileLaws.OfDatabase((SqliteConnection)seen.Connection);

    public override IReadOnlyList<string> KeptHashesOf(Glimpse seen)
    {
        // Versions that kept no files have no such column.
        var connection = (SqliteConnection)seen.Connection;
        return DatabaseFile.Column(connection, "SELECT 1 FROM pragma_table_info('attachments') WHERE name = 'hash'") is []
            ? []
            : DatabaseFile.Column(connection, "SELECT DISTINCT lower(hash) FROM attachments WHERE hash IS NOT NULL");
    }
}
