using System.Collections.Immutable;

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

    public DateTimeOffset? DeletedAt { get; init; }

    public MessageId? ReplyTo { get; init; }

    /// <summary>Earlier texts, oldest first; empty when never edited.</summary>
    public ImmutableArray<MessageRevision> Revisions { get; init; } = [];

    public ImmutableArray<AttachedFile> Files { get; init; } = [];
}

/// <param name="Until">When this text was replaced.</param>
public sealed record MessageRevision(string Text, DateTimeOffset Until);

/// <param name="Size">In bytes.</param>
/// <param name="Url">As given when posted; such links expire after about a day.</param>
public sealed record AttachedFile(ulong Id, string Name, long Size, string? ContentType, string Url);
