using System.Collections.Immutable;
using IncidentBot.Domain.Attachments;

namespace IncidentBot.Domain.Timeline;

/// <summary>A message in an incident's channel, as evidence: kept with every revision, also when it was deleted in chat.</summary>
public sealed record TalkMessage
{
    public required MessageId Id { get; init; }

    public required ChannelId Channel { get; init; }

    public required IncidentId Incident { get; init; }

    public required PersonId Author { get; init; }

    /// <summary>Posted by a bot or integration (this bot's own messages are not kept as talk).</summary>
    public bool ByBot { get; init; }

    /// <summary>The text as it stands now, in Discord's Markdown.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset SaidAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>
    /// The message was edited before it was first heard of, at this instant at the latest: what it said until then is not known. Null when every text it had
    /// is known.
    /// </summary>
    public DateTimeOffset? UnknownUntil { get; init; }

    /// <summary>When the deletion was heard of; when <see cref="DeletedAfter"/> is set, when it was found that the message is gone.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>
    /// The deletion happened while the bot was not listening: some time between this instant and <see cref="DeletedAt"/>. Null when it was heard as it happened.
    /// </summary>
    public DateTimeOffset? DeletedAfter { get; init; }

    /// <summary>When the message, or what last became of it, was read afterwards because the bot had not heard it as it happened; null when all of it was heard.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>Who took what it said out of the record for good, and when; its texts are then gone.</summary>
    public Redaction? Redacted { get; init; }

    public MessageId? ReplyTo { get; init; }

    /// <summary>Earlier texts, oldest first; empty when never edited.</summary>
    public ImmutableArray<MessageRevision> Revisions { get; init; } = [];

    public ImmutableArray<AttachedFile> Files { get; init; } = [];
}

/// <summary>Something was taken out of the record for good: who did it, and when. What it said is nowhere any more.</summary>
public sealed record Redaction(PersonId By, DateTimeOffset At);

/// <param name="Until">When this text was replaced.</param>
public sealed record MessageRevision(string Text, DateTimeOffset Until);

/// <summary>A file on a message, and what became of the copy that the bot owes of each.</summary>
/// <param name="Name">As it was given: to be made safe before it names a file, and harmless before it is shown.</param>
/// <param name="Size">In bytes, as announced.</param>
/// <param name="ContentType">As announced; what the content is says <see cref="KeptCopy.Type"/>.</param>
/// <param name="Url">As given when posted; such links expire after about a day.</param>
public sealed record AttachedFile(ulong Id, string Name, long Size, string? ContentType, string Url)
{
    /// <summary>The copy; null while it is still to be made, and when there will be none.</summary>
    public KeptCopy? Copy { get; init; }

    /// <summary>Why there is no copy and will be none, for people to read after "because": "the message was deleted first". Null otherwise.</summary>
    public string? NotKept { get; init; }

    /// <summary>When it was taken off its message in chat. It stays in the record.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
}

/// <summary>What is known of a file whose content is kept.</summary>
/// <param name="Hash">SHA-256 of the content, 64 lower-case hexadecimal digits. The same content is kept once.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Type">Read from the content.</param>
public sealed record KeptCopy(string Hash, long Size, FileType Type);
