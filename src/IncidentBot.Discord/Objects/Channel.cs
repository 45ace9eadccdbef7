using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>A channel, category, thread, forum or direct conversation.</summary>
public sealed record Channel
{
    public Snowflake Id { get; init; }

    public ChannelType Type { get; init; }

    /// <summary>Null for direct messages, and inside a <see cref="Guild"/>, whose channel it then is.</summary>
    public Snowflake? GuildId { get; init; }

    public string? Name { get; init; }

    public string? Topic { get; init; }

    /// <summary>The category of a channel, or the channel of a thread.</summary>
    public Snowflake? ParentId { get; init; }

    public int Position { get; init; }

    public IReadOnlyList<Overwrite> PermissionOverwrites { get => field ?? []; init; }

    /// <summary>The newest message or, in a forum, the newest post. It may have been deleted since.</summary>
    public Snowflake? LastMessageId { get; init; }

    public DateTimeOffset? LastPinTimestamp { get; init; }

    /// <summary>Who started the thread.</summary>
    public Snowflake? OwnerId { get; init; }

    public ThreadMetadata? ThreadMetadata { get; init; }

    public ChannelFlags Flags { get; init; }

    /// <summary>Tags a forum offers, 20 at most.</summary>
    public IReadOnlyList<ForumTag> AvailableTags { get => field ?? []; init; }

    /// <summary>Tags a forum post carries, 5 at most.</summary>
    public IReadOnlyList<Snowflake> AppliedTags { get => field ?? []; init; }

    /// <summary>The other people of a direct conversation.</summary>
    public IReadOnlyList<User> Recipients { get => field ?? []; init; }

    /// <summary>What the person of an interaction may do here. Only in interactions.</summary>
    public Permissions? Permissions { get; init; }
}

/// <summary>Kinds of channel. Discord adds to them: a number without a name is possible.</summary>
[JsonConverter(typeof(WireEnumConverter<ChannelType>))]
public enum ChannelType
{
    GuildText = 0,
    DirectMessage = 1,
    GuildVoice = 2,
    GroupDirectMessage = 3,
    GuildCategory = 4,
    GuildAnnouncement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    GuildStageVoice = 13,
    GuildDirectory = 14,
    GuildForum = 15,
    GuildMedia = 16,
}

/// <summary>What is special about a channel. Discord adds to them.</summary>
/// <seealso href="https://discord.com/developers/docs/resources/channel#channel-object-channel-flags"/>
[Flags]
[JsonConverter(typeof(WireEnumConverter<ChannelFlags>))]
public enum ChannelFlags
{
    None = 0,

    /// <summary>A post that stands at the top of its forum.</summary>
    Pinned = 1 << 1,

    /// <summary>Each post of the forum needs a tag (error 40067).</summary>
    RequireTag = 1 << 4,
}

/// <summary>Grants and denials for one role or person in one channel. Denials win over the roles' permissions, grants over denials of the same level.</summary>
public sealed record Overwrite
{
    /// <summary>The role's or person's id. The server's own id stands for @everyone.</summary>
    public Snowflake Id { get; init; }

    public OverwriteType Type { get; init; }

    public Permissions Allow { get; init; }

    public Permissions Deny { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<OverwriteType>))]
public enum OverwriteType
{
    Role = 0,
    Member = 1,
}

public sealed record ThreadMetadata
{
    /// <summary>An archived thread must be unarchived before it can be edited (error 50083).</summary>
    public bool Archived { get; init; }

    public bool Locked { get; init; }

    /// <summary>Minutes of silence after which it is archived: 60, 1440, 4320 or 10080.</summary>
    public int AutoArchiveDuration { get; init; }

    public DateTimeOffset? ArchiveTimestamp { get; init; }
}

public sealed record ForumTag
{
    /// <summary>Null for a tag that is yet to be made.</summary>
    public Snowflake? Id { get; init; }

    /// <summary>Up to 20 characters.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Only those who manage threads may apply it.</summary>
    public bool Moderated { get; init; }

    public Snowflake? EmojiId { get; init; }

    public string? EmojiName { get; init; }
}
