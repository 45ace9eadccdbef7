using System.Data.Common;
using IncidentBot.Domain;
using IncidentBot.Storage.Schema;
using IncidentBot.Storage.Talk;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Opening;

/// <summary>Writes the file, and holds its lock until it is disposed.</summary>
internal sealed class SqliteWriter : Writer
{
    private readonly LockFile held;
    private readonly SqliteConnection connection;
    private readonly Lazy<DbContextOptions<IncidentContext>> options;

    public SqliteWriter(LockFile held, SqliteConnection connection)
    {
        this.held = held;
        this.connection = connection;
        options = new(() => DatabaseOpener.ContextOptions(connection));
        Talk = new TalkWriter(sql => new SqlitePreparedCommand(connection, sql), SpokenOf(connection));
    }

    public override TalkWriter Talk { get; }

    public override async Task<DbTransaction> BeginAsync() => await connection.BeginTransactionAsync(CancellationToken.None);

    public override IncidentContext Context(DbTransaction transaction)
    {
        var db = new IncidentContext(options.Value);
        db.Database.UseTransaction(transaction);
        return db;
    }

    public override bool Scrub()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var row = command.ExecuteReader();
        return row.Read() && row.GetInt32(0) == 0;
    }

    public override IReadOnlyList<KeyValuePair<ChannelId, IncidentId>> OpenChannels() => OpenChannels(connection);

    public override async ValueTask DisposeAsync()
    {
        Talk.Dispose();
        await connection.DisposeAsync();
        held.Dispose();
    }
}
