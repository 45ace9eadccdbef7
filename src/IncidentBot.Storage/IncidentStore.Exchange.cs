using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Exchange;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>Servers with incidents, settings or roles, in the order of their ids.</summary>
    public Task<ImmutableArray<ServerId>> ServersAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new ExchangeBook(db, cancellationToken).ServersAsync(), cancellationToken);

    /// <summary>Takes a whole record in, in one commit. Of servers that have incidents here already nothing can be taken in: two histories would mix.</summary>
    /// <returns>Null when it was taken in; else why nothing was changed.</returns>
    public Task<Domain.Refusal?> TakeInAsync(RecordExport record, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.TakeInAsync(record), cancellationToken);
}

/// <summary>Reads a record for carrying it elsewhere, also while a bot is at work on it.</summary>
public static class RecordExporting
{
    /// <param name="server">Only this one; null: all.</param>
    /// <exception cref="StorageException">There is no database of ours, or it is of another version.</exception>
    public static async Task<RecordExport> ReadAsync(StorageOptions options, ServerId? server = null, CancellationToken cancellationToken = default)
    {
        var engine = Engine.Of(options);
        try
        {
            await using var seen = await engine.LookAsync(cancellationToken);
            if (!seen.IsCurrent) throw new StorageException(StorageFault.Other, $"The database {engine.Shown} is of an earlier version: start the bot once, which upgrades it, then export.");
            await using var db = engine.Context(seen.Moment);
            return await new ExchangeBook(db, cancellationToken).ReadAsync(server);
        }
        catch (Exception e) when (engine.Caused(e))
        {
            throw engine.Translate(e);
        }
    }
}
