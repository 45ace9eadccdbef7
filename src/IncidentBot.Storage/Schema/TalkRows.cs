using IncidentBot.Domain;

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
}
