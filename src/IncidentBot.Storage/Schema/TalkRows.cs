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
