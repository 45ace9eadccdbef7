using System.Data.Common;
using IncidentBot.Domain;
using IncidentBot.Storage.Schema;
using IncidentBot.Storage.Talk;

namespace IncidentBot.Storage.Opening;

/// <summary>
/// The one connection that writes, and with it the claim to the database: as long as it stands, no other process writes. Used by one commit at a time.
/// </summary>
internal abstract class Writer : IAsyncDisposable
{
    /// <summary>Counts the connections there were: with a new one, what is kept in memory has to be read again, since another process may have written in between.</summary>
    public int Session { get; protected set; } = 1;

    public abstract TalkWriter Talk { get; }

    /// <summary>The connection was lost: nothing of the transaction that was under way is kept, and the next one begins on a new connection.</summary>
    public virtual bool IsLost => false;

    /// <exception cref="StorageException">The database cannot be reached, or another process has it now.</exception>
    public abstract Task<DbTransaction> BeginAsync();

    /// <summary>Commits, so that it is durable when the task ends.</summary>
    /// <param name="away">Told when it takes long, because it must first be known whether the commit was kept.</param>
    /// <param name="closing">Ends such a wait.</param>
    public virtual Task CommitAsync(DbTransaction transaction, Action<StorageException> away, CancellationToken closing) => transaction.CommitAsync(CancellationToken.None);

    public abstract IncidentContext Context(DbTransaction transaction);

    /// <summary>See <see cref="IncidentStore.ScrubAsync"/>.</summary>
    public abstract bool Scrub();

    /// <summary>Open incidents that have a channel.</summary>
    public abstract IReadOnlyList<KeyValuePair<ChannelId, IncidentId>> OpenChannels();

    public abstract ValueTask DisposeAsync();

    protected static IReadOnlyList<KeyValuePair<ChannelId, IncidentId>> OpenChannels(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT channel, id FROM incidents WHERE is_open AND channel IS NOT NULL";
        using var rows = command.ExecuteReader();
        List<KeyValuePair<ChannelId, IncidentId>> open = [];
        while (rows.Read()) open.Add(KeyValuePair.Create(new ChannelId(unchecked((ulong)rows.GetInt64(0))), new IncidentId(rows.GetInt64(1))));
        return open;
    }

    /// <summary>Messages with an early deletion or a redaction.</summary>
    protected static IReadOnlyList<long> SpokenOf(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT message FROM early_deletions UNION SELECT message FROM redactions";
        using var rows = command.ExecuteReader();
        List<long> messages = [];
        while (rows.Read()) messages.Add(rows.GetInt64(0));
        return messages;
    }
}
