using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>A message as it stands.</summary>
public sealed record Message
{
    public Snowflake Id { get; init; }

    public Snowflake ChannelId { get; init; }

    /// <summary>Only in gateway events; over REST it is null.</summary>
    public Snowflake? GuildId { get; init; }

    public User Author { get => field ?? Nobody; init; }

    /// <summary>The author on the server. Only in gateway events.</summary>
    public Member? Member { get; init; }

    /// <summary>Empty without the message-content intent, except in the bot's own messages, direct messages and those that mention the bot.</summary>
    public string Content { get => field ?? ""; init; }

    public DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? EditedTimestamp { get; init; }

    public MessageType Type { get; init; }

    public MessageFlags Flags { get; init; }

    public bool Pinned { get; init; }

    public bool MentionEveryone { get; init; }

    public IReadOnlyList<User> Mentions { get => field ?? []; init; }

    public IReadOnlyList<Snowflake> MentionRoles { get => field ?? []; init; }

    public IReadOnlyList<Attachment> Attachments { get => field ?? []; init; }

    public IReadOnlyList<Embed> Embeds { get => field ?? []; init; }

    public IReadOnlyList<Reaction> Reactions { get => field ?? []; init; }

    public IReadOnlyList<StickerItem> StickerItems { get => field ?? []; init; }

    /// <summary>What it answers, forwards, or (pins, thread starters) is about.</summary>
    public MessageReference? MessageReference { get; init; }

    /// <summary>The message answered; null also when that one is deleted.</summary>
    public Message? ReferencedMessage { get; init; }

    /// <summary>The forwarded messages as they were when they were forwarded: a forward has no content of its own.</summary>
    public IReadOnlyList<MessageSnapshot> MessageSnapshots { get => field ?? []; init; }

    /// <summary>Set when a webhook wrote it; the author is then no account.</summary>
    public Snowflake? WebhookId { get; init; }

    public Snowflake? ApplicationId { get; init; }

    public string? Nonce { get; init; }

    /// <summary>The thread that was started from it.</summary>
    public Channel? Thread { get; init; }

    private static readonly User Nobody = new();
}

/// <summary>The message types that matter to a reader of the talk. Any other number is possible.</summary>
[JsonConverter(typeof(WireEnumConverter<MessageType>))]
public enum MessageType
{
    Default = 0,
    ChannelNameChange = 4,
    ChannelPinnedMessage = 6,
    UserJoin = 7,
    ThreadCreated = 18,
    Reply = 19,
    ChatInputCommand = 20,
    ThreadStarterMessage = 21,
    ContextMenuCommand = 23,
    AutoModerationAction = 24,
}

[Flags]
[JsonConverter(typeof(WireEnumConverter<MessageFlags>))]
public enum MessageFlags
{
    None = 0,
    Crossposted = 1 << 0,
    SuppressEmbeds = 1 << 2,
    HasThread = 1 << 5,

    /// <summary>Only the person of the interaction sees it.</summary>
    Ephemeral = 1 << 6,

    /// <summary>A deferred answer that is still to come.</summary>
    Loading = 1 << 7,

    /// <summary>Pushes no notification.</summary>
    SuppressNotifications = 1 << 12,

    HasSnapshot = 1 << 14,

    /// <summary>Components V2: no content and no embeds beside them; cannot be taken back by an edit.</summary>
    IsComponentsV2 = 1 << 15,
}

public sealed record MessageReference
{
    public MessageReferenceType Type { get; init; }

    public Snowflake? MessageId { get; init; }

    public Snowflake? ChannelId { get; init; }

    public Snowflake? GuildId { get; init; }

    /// <summary>When sending: false sends a plain message if the one answered is gone, instead of failing.</summary>
    public bool? FailIfNotExists { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<MessageReferenceType>))]
public enum MessageReferenceType
{
    Default = 0,
    Forward = 1,
}

public sealed record MessageSnapshot
{
    public SnapshotMessage Message { get => field ?? Empty; init; }

    private static readonly SnapshotMessage Empty = new();
}

/// <summary>What a forward keeps of a message: neither its author nor its id.</summary>
public sealed record SnapshotMessage
{
    public string Content { get => field ?? ""; init; }

    public DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? EditedTimestamp { get; init; }

    public IReadOnlyList<Attachment> Attachments { get => field ?? []; init; }

    public IReadOnlyList<Embed> Embeds { get => field ?? []; init; }
}

/// <summary>A file of a message.</summary>
public sealed record Attachment
{
    public Snowflake Id { get; init; }

    public string Filename { get => field ?? ""; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Signed, and dead after about a day: a link is not a record.</summary>
    public string Url { get => field ?? ""; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Length of a voice message or video, in seconds.</summary>
    public double? DurationSecs { get; init; }
}

public sealed record StickerItem
{
    public Snowflake Id { get; init; }

    public string Name { get => field ?? ""; init; }
}

/// <summary>How often a message was reacted to with one emoji.</summary>
public sealed record Reaction
{
    public Emoji Emoji { get => field ?? Nameless; init; }

    public int Count { get; init; }

    /// <summary>The bot itself is among them.</summary>
    public bool Me { get; init; }

    private static readonly Emoji Nameless = new();
}

/// <summary>A Unicode emoji (only a name: the character itself) or one of a server's own (an id as well).</summary>
public sealed record Emoji
{
    public Snowflake? Id { get; init; }

    /// <summary>Null when a custom emoji was deleted.</summary>
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Animated { get; init; }
}
