using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>Message flags (Discord documentation, Resources: Message).</summary>
public static class MessageFlag
{
    public const int Crossposted = 1 << 0;
    public const int SuppressEmbeds = 1 << 2;
    public const int HasThread = 1 << 5;
    public const int Ephemeral = 1 << 6;
    public const int Loading = 1 << 7;
    public const int SuppressNotifications = 1 << 12;
    public const int ComponentsV2 = 1 << 15;
}

/// <summary>A message as it stands now. Read and changed under the world's gate.</summary>
public sealed class Message
{
    public required ulong Id { get; init; }

    public required Channel Channel { get; init; }

    public required User Author { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>0 default, 6 pin notice, 18 thread created, 19 reply, 20 answer to a command, 21 thread starter.</summary>
    public int Type { get; init; }

    public string Content { get; set; } = "";

    public JsonArray Embeds { get; set; } = [];

    public JsonArray Components { get; set; } = [];

    public List<Attachment> Attachments { get; set; } = [];

    public int Flags { get; set; }

    public bool Tts { get; init; }

    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    public bool Deleted { get; internal set; }

    /// <summary>The one person who sees an ephemeral message, else null.</summary>
    public User? EphemeralFor { get; init; }

    /// <summary>Those who were mentioned, after allowed_mentions.</summary>
    public List<User> Mentions { get; set; } = [];

    public List<ulong> MentionRoles { get; set; } = [];

    public bool MentionEveryone { get; set; }

    /// <summary>Everyone who got a ping when it was posted: those named, those of the roles named, and all who see the channel for @everyone. Edits add nobody.</summary>
    public IReadOnlyList<User> Pinged { get; set; } = [];

    public OrderedDictionary<string, Reaction> Reactions { get; } = [];

    /// <summary>The message replied to.</summary>
    public MessageReference? Reference { get; init; }

    public JsonNode? Nonce { get; init; }

    public ulong? ApplicationId { get; init; }

    /// <summary>The webhook that posted it; answers to interactions have their application's instead.</summary>
    public ulong? WebhookId { get; init; }

    /// <summary>What <c>interaction_metadata</c> shows, for answers to interactions.</summary>
    public JsonObject? InteractionMetadata { get; init; }

    public Poll? Poll { get; init; }

    /// <summary>What was forwarded, as it stood then (<c>message_snapshots</c>).</summary>
    public JsonObject? Snapshot { get; init; }

    /// <summary>The thread that was started from it.</summary>
    public Channel? StartedThread { get; set; }

    public bool Pinned => PinnedAt is not null;

    public bool IsLoading => (Flags & MessageFlag.Loading) != 0;

    internal int EditsWhenOld { get; set; }

    internal DateTimeOffset OldEditWindow { get; set; }
}

public sealed record MessageReference(ulong MessageId, ulong ChannelId, ulong? GuildId);

/// <summary>Who reacted with one emoji.</summary>
public sealed record Reaction(ulong? EmojiId, string? EmojiName, bool Animated)
{
    public List<User> Users { get; } = [];
}

/// <summary>A file on a message, with its bytes.</summary>
public sealed class Attachment
{
    public required ulong Id { get; init; }

    public required ulong ChannelId { get; init; }

    public required string FileName { get; set; }

    public string? Title { get; init; }

    public string? Description { get; set; }

    public required string ContentType { get; init; }

    public required byte[] Bytes { get; init; }

    public bool Ephemeral { get; init; }
}
