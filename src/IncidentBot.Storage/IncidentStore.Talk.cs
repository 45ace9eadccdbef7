using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Storage.Record;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class IncidentStore
{
    /// <summary>
    /// Saves what was heard, in one durable commit. To let timeline entries follow in the same commit, use <see cref="CommitScope.SaveAsync(TalkBatch)"/>.
    /// </summary>
    public Task<TalkSaved> SaveBatchAsync(TalkBatch batch, CancellationToken cancellationToken = default)
        => CommitAsync(scope => scope.SaveAsync(batch), cancellationToken);

    /// <summary>The newest stored message in one channel or thread of an incident; null when there is none.</summary>
    public Task<MessageId?> LastMessageAsync(IncidentId incident, ChannelId channel, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TalkReader(db, cancellationToken).LastAsync(incident, channel), cancellationToken);

    /// <summary>When somebody last said something in an incident's channel or its threads after an instant; null: not since. What was deleted was said all the same.</summary>
    public Task<DateTimeOffset?> LastSaidAsync(IncidentId incident, PersonId person, DateTimeOffset after, CancellationToken cancellationToken = default)
        => ReadAsync(
            db => db.Talk.Where(row => row.Incident == incident && row.Author == person && row.SaidAt > after).OrderByDescending(row => row.SaidAt).Select(row => (DateTimeOffset?)row.SaidAt).FirstOrDefaultAsync(cancellationToken),
            cancellationToken);

    /// <summary>The channel and the threads of an incident in which something was heard.</summary>
    public Task<ImmutableArray<ChannelId>> TalkChannelsAsync(IncidentId incident, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TalkReader(db, cancellationToken).ChannelsAsync(incident), cancellationToken);

    /// <summary>What is stored of one channel or thread after a message, by id.</summary>
    public Task<ImmutableArray<HeardMessage>> HeardAfterAsync(IncidentId incident, ChannelId channel, MessageId after, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TalkReader(db, cancellationToken).AfterAsync(incident, channel, after), cancellationToken);

    /// <summary>
    /// The oldest of the newest <paramref name="most"/> stored messages of a channel or thread up to <paramref name="upTo"/> that were said at
    /// <paramref name="notBefore"/> or later; null when there is none.
    /// </summary>
    public Task<MessageId?> LookBackAsync(
        IncidentId incident, ChannelId channel, MessageId upTo, DateTimeOffset notBefore, int most, CancellationToken cancellationToken = default)
        => ReadAsync(db => new TalkReader(db, cancellationToken).BackAsync(incident, channel, upTo, notBefore, most), cancellationToken);

    /// <summary>What still has to be compared with Discord, the newest incident first.</summary>
    public Task<ImmutableArray<Reconciliation>> ReconciliationsAsync(CancellationToken cancellationToken = default)
        => ReadAsync(db => new ReconciliationBook(db).ListAsync(cancellationToken), cancellationToken);
}

/// <summary>A stored message, as far as a comparison with Discord needs it.</summary>
public sealed record HeardMessage(MessageId Id, DateTimeOffset SaidAt, DateTimeOffset? EditedAt, bool IsDeleted);
