using System.Data;
using System.Data.Common;
using IncidentBot.Domain;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Schema;
using IncidentBot.Storage.Talk;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentBot.Storage.Postgres;

/// <summary>Writes in the session that holds the claim. When the session is lost, the next transaction begins in a new one.</summary>
internal sealed class PostgresWriter : Writer
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly PostgresEngine engine;
    private NpgsqlConnection connection;
    private TalkWriter talk;
    private DbContextOptions<PostgresIncidentContext> options;

    public PostgresWriter(PostgresEngine engine, NpgsqlConnection connection)
    {
        this.engine = engine;
        this.connection = connection;
        (talk, options) = On(connection);
    }

    public override TalkWriter Talk => talk;

    public override bool IsLost => engine.IsLost(connection);

    public override async Task<DbTransaction> BeginAsync()
    {
        if (IsLost) await OpenAgainAsync();
        return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
    }

    /// <summary>
    /// When the connection is lost in the middle of a commit, the commit may have been kept or not. The server knows which by the transaction's number
    /// (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT), so it is asked as soon as it is back: what is done again without need is done twice.
    /// </summary>
    public override async Task CommitAsync(DbTransaction transaction, Action<StorageException> away, CancellationToken closing)
    {
        var number = await TextAsync("SELECT pg_current_xact_id_if_assigned()::text");
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (number is not null && engine.Caused(e) && IsLost)
        {
            if (!await WasKeptAsync(number, away, closing)) throw new StorageException(StorageFault.Away, engine.Translate(e).Message, e);
        }
    }

    public override IncidentContext Context(DbTransaction transaction)
    {
        var db = new PostgresIncidentContext(options);
        db.Database.UseTransaction(transaction);
        return db;
    }

    public override bool Scrub()
    {
        using var command = new NpgsqlCommand("VACUUM incidents, timeline_entries, escalations, action_items, agenda, talk_messages, message_revisions, attachments", connection) { CommandTimeout = 0 };
        try
        {
            command.ExecuteNonQuery();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    public override IReadOnlyList<KeyValuePair<ChannelId, IncidentId>> OpenChannels() => OpenChannels(connection);

    public override async ValueTask DisposeAsync()
    {
        talk.Dispose();
        await connection.DisposeAsync();
    }

    private static (TalkWriter Talk, DbContextOptions<PostgresIncidentContext> Options) On(NpgsqlConnection connection) =>
        (new TalkWriter(sql => new PostgresPreparedCommand(connection, sql), SpokenOf(connection), new PostgresManyInserts(connection)), PostgresEngine.ContextOptions(connection));

    private async Task OpenAgainAsync()
    {
        var next = await engine.OpenAgainAsync();
        talk.Dispose();
        await connection.DisposeAsync();
        connection = next;
        (talk, options) = On(next);
        Session++;
    }

    private async Task<bool> WasKeptAsync(string number, Action<StorageException> away, CancellationToken closing)
    {
        while (true)
        {
            try
            {
                // The claim is had again only when the session that was committing is over, so that there is an answer.
                if (IsLost) await OpenAgainAsync();
                return await TextAsync("SELECT pg_xact_status($1::xid8)", number) == "committed";
            }
            catch (Exception e) when (engine.Caused(e) || e is StorageException { MayPass: true })
            {
                away(e as StorageException ?? engine.Translate(e));
            }

            try
            {
                // In real time, as the server is: no clock that is driven brings it back.
                await Task.Delay(BetweenTries, TimeProvider.System, closing);
            }
            catch (OperationCanceledException)
            {
                throw new StorageException(StorageFault.Away, $"The server of the database {engine.Shown} went away in the middle of a commit; whether it was kept is seen at the next start.");
            }
        }
    }

    private async Task<string?> TextAsync(string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return await command.ExecuteScalarAsync() as string;
    }
}
