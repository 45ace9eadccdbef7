using System.Collections.Immutable;
using System.Data.Common;
using IncidentBot.Storage.Postgres;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Opening;

/// <summary>A database engine: all in which SQLite and PostgreSQL differ, as far as it is not in the <see cref="IncidentContext"/>.</summary>
internal abstract class Engine
{
    /// <summary>The record's place, in words that may be shown: a path, or an address without its password.</summary>
    public abstract string Shown { get; }

    /// <summary>PostgreSQL where an address is set, else SQLite.</summary>
    /// <exception cref="StorageException">The address is not one.</exception>
    public static Engine Of(StorageOptions options) => options.Connection is { } address ? new PostgresEngine(options, PostgresAddress.Parse(address)) : new SqliteEngine(options);

    /// <summary>Takes the database for this process, makes its tables when there are none, and brings them up to this version.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says why, and nothing was touched.</exception>
    public abstract Task<Writer> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Looks at the database as it is at one moment, also while a bot is at work on it, and changes nothing.</summary>
    /// <exception cref="StorageException">There is none of ours, or it was made by a newer version.</exception>
    public abstract Task<Glimpse> LookAsync(CancellationToken cancellationToken);

    /// <summary>A connection for reading, not yet opened.</summary>
    public abstract DbConnection Reader();

    /// <summary>Closes connections for reading that are kept for later.</summary>
    public abstract void ForgetReaders();

    /// <summary>Begins a transaction whose queries all see the same commit.</summary>
    public abstract ValueTask<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken);

    public abstract IncidentContext Context(DbConnection connection);

    /// <summary>The tables within a transaction.</summary>
    public IncidentContext Context(DbTransaction transaction)
    {
        var db = Context(transaction.Connection!);
        db.Database.UseTransaction(transaction);
        return db;
    }

    /// <summary>Whether the engine is behind an exception, so that it has to be translated.</summary>
    public abstract bool Caused(Exception exception);

    public abstract StorageException Translate(Exception exception);

    /// <summary>Whether the connection was lost, and another try on a new one may go well.</summary>
    public virtual bool IsLost(DbConnection connection) => false;

    /// <summary>Whether a disk that was full has room for more than a last small commit.</summary>
    public virtual bool HasRoom => true;

    /// <summary>What the engine itself finds wrong with its files, tables and references.</summary>
    public abstract IEnumerable<CheckFinding> IntegrityOf(Glimpse seen);

    /// <summary>The hashes of all kept files that the record refers to, in lower case.</summary>
    public abstract IReadOnlyList<string> KeptHashesOf(Glimpse seen);
}

/// <summary>A database seen from outside, at one moment.</summary>
/// <param name="Applied">The migrations it has.</param>
/// <param name="IsCurrent">False: it is of an earlier version, and the tables are not those of this one.</param>
internal sealed record Glimpse(DbConnection Connection, DbTransaction Moment, ImmutableArray<string> Applied, bool IsCurrent) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Moment.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
