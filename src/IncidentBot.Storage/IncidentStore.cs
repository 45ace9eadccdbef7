using IncidentBot.Domain;

namespace IncidentBot.Storage;

/// <summary>
/// The record, on disk. Thread-safe. All writes go through <see cref="CommitAsync{T}"/>, one at a time and each in one transaction that is durable when
/// the task ends; reads see the last commit and wait for nobody. Everything throws <see cref="StorageException"/> when the disk or the file fails.
/// </summary>
public sealed partial class IncidentStore : IAsyncDisposable
{
    private static readonly Func<Exception> ToCome = () => new NotSupportedException();

    /// <summary>Raised after a commit that gave the agenda something to do (items added, finished or put off). Handlers are called on the committing task: they must be quick and not throw.</summary>
    public event Action? AgendaChanged;

    /// <summary>The channels of open incidents, always in step with the last commit; a lookup takes nanoseconds.</summary>
    public IReadOnlyDictionary<ChannelId, IncidentId> OpenIncidentChannels { get; } = new Dictionary<ChannelId, IncidentId>();

    /// <summary>
    /// Opens the database, makes it when there is none, and brings it up to this version. Holds it until disposed: a second process is refused.
    /// </summary>
    /// <exception cref="StorageException">It cannot be used; the message says why, and nothing was touched.</exception>
    public static Task<IncidentStore> OpenAsync(StorageOptions options, CancellationToken cancellationToken = default) => throw ToCome();

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it; when it throws, nothing is kept. The work must not wait for the network, and must not
    /// commit by itself (it would wait for its own end). When an incident changed since the work read it, the work is run again, from the start, a few times.
    /// </summary>
    /// <exception cref="StorageException">With <see cref="StorageFault.Conflict"/> when it stayed in conflict, or whatever the disk says.</exception>
    public Task<T> CommitAsync<T>(Func<CommitScope, Task<T>> work, CancellationToken cancellationToken = default)
    {
        AgendaChanged?.Invoke();
        throw ToCome();
    }

    /// <inheritdoc cref="CommitAsync{T}"/>
    public Task CommitAsync(Func<CommitScope, Task> work, CancellationToken cancellationToken = default) => throw ToCome();

    public ValueTask DisposeAsync() => throw ToCome();
}
