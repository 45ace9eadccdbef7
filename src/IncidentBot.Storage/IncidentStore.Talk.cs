namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>
    /// Saves what was heard, in one durable commit. To let timeline entries follow in the same commit, use <see cref="CommitScope.SaveAsync(TalkBatch)"/>.
    /// </summary>
    public Task<TalkSaved> SaveBatchAsync(TalkBatch batch, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.SaveAsync(batch), cancellationToken);
}
