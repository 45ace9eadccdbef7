using IncidentBot.Domain;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>
    /// Raised after a commit that owes copies of attached files, or that leaves kept files unused. Handlers are called on the committing task: they must be
    /// quick and not throw.
    /// </summary>
    public event Action<AttachmentChange>? AttachmentsChanged;

    /// <summary>What was put off while this machine's clock ran ahead is due when the clock is right again, and not hours later.</summary>
    /// <param name="longest">How long it is put off at most.</param>
    public Task PullBackCopiesAsync(DateTimeOffset now, TimeSpan longest, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.PullBackCopiesAsync(now, longest), cancellationToken);

    /// <summary>Copies that are owed by now, those owed longest first.</summary>
    public Task<IReadOnlyList<OwedCopy>> CopiesDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
        => ReadAsync(db => new AttachmentBook(db).DueAsync(now, limit, cancellationToken), cancellationToken);

    /// <summary>Incidents in which it is time to say what could not be kept.</summary>
    public Task<IReadOnlyList<IncidentId>> UnsaidDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
        => ReadAsync(db => new AttachmentBook(db).UnsaidAsync(now, cancellationToken), cancellationToken);

    /// <summary>The first instant at which a copy is owed or a failure is to be said; null: there is nothing to do. It may have passed.</summary>
    /// <param name="after">Only instants after this one; null: any.</param>
    public Task<DateTimeOffset?> NextCopyDueAsync(DateTimeOffset? after = null, CancellationToken cancellationToken = default)
        => ReadAsync(db => new AttachmentBook(db).NextDueAsync(after, cancellationToken), cancellationToken);

    /// <summary>How many bytes are kept, each content counted once.</summary>
    public Task<long> KeptBytesAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new AttachmentBook(db).KeptBytesAsync(cancellationToken), cancellationToken);

    /// <summary>Hashes of kept files that no message refers to (any more).</summary>
    public Task<IReadOnlyList<string>> UnusedFilesAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new AttachmentBook(db).UnusedAsync(cancellationToken), cancellationToken);

    /// <summary>Owes again what this bot's own limits once forbade and no longer do.</summary>
    /// <param name="largest">In bytes, for one file.</param>
    /// <param name="room">In bytes, for all of them.</param>
    /// <returns>How many.</returns>
    public Task<int> ReconsiderCopiesAsync(long largest, long room, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.ReconsiderCopiesAsync(largest, room), cancellationToken);

    /// <inheritdoc cref="CommitScope.RemoveAttachmentsOfAsync"/>
    public Task<int> RemoveAttachmentsOfAsync(MessageId message, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.RemoveAttachmentsOfAsync(message), cancellationToken);
}
