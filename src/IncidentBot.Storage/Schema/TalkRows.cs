using IncidentBot.Domain;
using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Storage.Schema;

/// <summary>A message. Written by <see cref="Storage.Talk.TalkWriter"/>, without EF.</summary>
internal sealed class TalkRow
{
    public MessageId Id { get; set; }

    public IncidentId Incident { get; set; }

    public ChannelId Channel { get; set; }

    public PersonId Author { get; set; }

    public bool ByBot { get; set; }

    public required string Text { get; set; }

    public DateTimeOffset SaidAt { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public MessageId? ReplyTo { get; set; }

    public DateTimeOffset? UnknownUntil { get; set; }

    public DateTimeOffset? DeletedAfter { get; set; }

    public DateTimeOffset? RecoveredAt { get; set; }

    public PersonId? RedactedBy { get; set; }

    public DateTimeOffset? RedactedAt { get; set; }
}

/// <summary>A deletion that was heard before its message was: it waits here for it, for a few days.</summary>
internal sealed class EarlyDeletionRow
{
    public MessageId Message { get; set; }

    public DateTimeOffset DeletedAt { get; set; }
}

/// <summary>A message whose words must not come back into the record, whatever Discord still says of it.</summary>
internal sealed class RedactionRow
{
    public MessageId Message { get; set; }

    public PersonId By { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>An incident whose channels are to be compared with Discord, because the bot was away.</summary>
internal sealed class ReconciliationRow
{
    public IncidentId Incident { get; set; }

    public DateTimeOffset Since { get; set; }

    public DateTimeOffset Until { get; set; }

    public ulong LastHeard { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset Due { get; set; }

    public string? LastError { get; set; }

    /// <summary>Grows each time it is owed again: what was done for an earlier one does not settle the later.</summary>
    public int Generation { get; set; }
}

/// <summary>A text that a message once had. A message's revisions follow one another by the instant at which each was replaced.</summary>
internal sealed class RevisionRow
{
    public MessageId Message { get; set; }

    public DateTimeOffset Until { get; set; }

    public required string Text { get; set; }
}

internal sealed class AttachmentRow
{
    public MessageId Message { get; set; }

    /// <summary>From 0 up, in the message's order.</summary>
    public int Position { get; set; }

    public ulong Attachment { get; set; }

    public required string Name { get; set; }

    /// <summary>In bytes.</summary>
    public long Size { get; set; }

    public string? ContentType { get; set; }

    public required string Url { get; set; }

    /// <summary>When it was taken off its message.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>SHA-256 of the copy: a key of <see cref="KeptFileRow"/>.</summary>
    public string? Hash { get; set; }

    public long? KeptSize { get; set; }

    public FileType? KeptType { get; set; }

    /// <summary>Why there will be no copy.</summary>
    public string? NotKept { get; set; }

    /// <summary>There is no copy because of limits of our own, which may be raised.</summary>
    public bool ByLimit { get; set; }

    /// <summary>When to come back to it, to copy it or to say that it cannot be done; null: nothing is owed. See <see cref="Storage.Record.AttachmentBook"/>.</summary>
    public DateTimeOffset? Due { get; set; }

    public int Attempts { get; set; }

    public AttachedFile ToFile() => new(Attachment, Name, Size, ContentType, Url)
    {
        Copy = Hash is { } hash ? new KeptCopy(hash, KeptSize ?? 0, KeptType ?? FileType.Unknown) : null,
        NotKept = NotKept,
        RemovedAt = RemovedAt,
    };
}

/// <summary>A content in the folder of attachments, from before it is written there until after it is deleted.</summary>
internal sealed class KeptFileRow
{
    public required string Hash { get; set; }

    /// <summary>In bytes.</summary>
    public long Size { get; set; }
}
