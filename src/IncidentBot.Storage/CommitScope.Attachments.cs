using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Record;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    private AttachmentBook? attachments;

    internal AttachmentChange AttachmentsChanged => (talking && talk.OwesCopies ? AttachmentChange.Owed : AttachmentChange.None) | (attachments?.Changed ?? AttachmentChange.None);

    private AttachmentBook Attachments => attachments ??= new AttachmentBook(Db);

    /// <summary>Names a content that is about to be kept. From then on the file is known, and is taken away when it turns out that nothing refers to it.</summary>
    /// <returns>False: the same content is known already.</returns>
    public Task<bool> BookFileAsync(KeptCopy copy) => Attachments.BookAsync(copy);

    /// <summary>The copy is there.</summary>
    /// <returns>False: none is owed any more (the file was redacted meanwhile), and nothing was saved.</returns>
    public Task<bool> SaveCopyAsync(OwedCopy owed, KeptCopy copy) => Attachments.SaveAsync(owed, copy);

    /// <summary>It did not work; it is owed again at <paramref name="at"/>.</summary>
    public Task PutOffCopyAsync(OwedCopy owed, DateTimeOffset at) => Attachments.PutOffAsync(owed, at);

    /// <summary>There will be no copy.</summary>
    /// <param name="reason">As in <see cref="AttachedFile.NotKept"/>.</param>
    /// <param name="byLimit">Whether it is this bot's own limits that forbid it: they may be raised. See <see cref="IncidentStore.ReconsiderCopiesAsync"/>.</param>
    /// <param name="sayAt">When it is to be said, with what else has failed until then; null: not at all.</param>
    public Task GiveUpCopyAsync(OwedCopy owed, string reason, bool byLimit, DateTimeOffset? sayAt) => Attachments.GiveUpAsync(owed, reason, byLimit, sayAt);

    /// <summary>The files of an incident that were given up and are still to be said, by message and place; from now on they are said.</summary>
    public Task<IReadOnlyList<OwedCopy>> TakeUnsaidAsync(IncidentId incident) => Attachments.TakeUnsaidAsync(incident);

    /// <summary>
    /// Redacts a message's files: names, links and hashes are gone from the record with this commit, the contents from the disk shortly after, unless another
    /// message holds the same content. That a file was there stays. What is being copied at this moment is thrown away, and reading the message again brings nothing back.
    /// </summary>
    /// <returns>How many files it had.</returns>
    public Task<int> RemoveAttachmentsOfAsync(MessageId message) => Attachments.RedactAsync(message);

    /// <summary>A file nobody refers to was taken off the disk.</summary>
    public Task ForgetFileAsync(string hash) => Attachments.ForgetAsync(hash);

    internal Task PullBackCopiesAsync(DateTimeOffset now, TimeSpan longest) => Attachments.PullBackAsync(now, longest);

    internal Task<int> ReconsiderCopiesAsync(long largest, long room) => Attachments.ReconsiderAsync(largest, room);
}
