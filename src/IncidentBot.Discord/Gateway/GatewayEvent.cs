namespace IncidentBot.Discord;

/// <summary>Something that Discord, or the connection to it, reports.</summary>
/// <seealso href="https://discord.com/developers/docs/events/gateway-events#receive-events"/>
public abstract record GatewayEvent;

/// <summary>A new session. Its servers follow, each as a <see cref="GuildCreate"/>.</summary>
/// <param name="User">The bot's own account.</param>
/// <param name="GuildIds">The servers of this shard.</param>
public sealed record Ready(User User, Snowflake ApplicationId, IReadOnlyList<Snowflake> GuildIds, int Shard, int ShardCount) : GatewayEvent;

/// <summary>The session went on, and everything missed has been replayed before this.</summary>
public sealed record Resumed(int Shard) : GatewayEvent;

/// <summary>
/// A session could not be resumed: what happened between <paramref name="Since"/> and the <see cref="Ready"/> that follows was not heard. Its position is
/// still the old one.
/// </summary>
/// <param name="Since">When the lost session was last heard.</param>
public sealed record SessionLost(int Shard, DateTimeOffset Since) : GatewayEvent
{
    /// <summary>How many shards there were in the lost session; when it is another number than now, nobody knows which servers the shard had.</summary>
    public int ShardCount { get; init; } = 1;
}

/// <summary>Discord answered a heartbeat: up to now nothing is missing, though nothing may have happened. Passed on so that the position says so.</summary>
public sealed record Alive(int Shard) : GatewayEvent;

/// <summary>A server at the start of a session, after an outage, or newly joined.</summary>
public sealed record GuildCreate(Guild Guild) : GatewayEvent;

public sealed record GuildUpdate(Guild Guild) : GatewayEvent;

/// <param name="Unavailable">An outage, after which the server comes back. False: the bot was removed.</param>
public sealed record GuildDelete(Snowflake GuildId, bool Unavailable) : GatewayEvent;

public sealed record ChannelCreate(Channel Channel) : GatewayEvent;

public sealed record ChannelUpdate(Channel Channel) : GatewayEvent;

public sealed record ChannelDelete(Channel Channel) : GatewayEvent;

/// <param name="NewlyCreated">False when the bot was merely given access to it.</param>
public sealed record ThreadCreate(Channel Thread, bool NewlyCreated) : GatewayEvent;

public sealed record ThreadUpdate(Channel Thread) : GatewayEvent;

public sealed record ThreadDelete(Snowflake ThreadId, Snowflake GuildId, Snowflake? ParentId) : GatewayEvent;

public sealed record RoleCreate(Snowflake GuildId, Role Role) : GatewayEvent;

public sealed record RoleUpdate(Snowflake GuildId, Role Role) : GatewayEvent;

public sealed record RoleDelete(Snowflake GuildId, Snowflake RoleId) : GatewayEvent;

public sealed record MemberAdd(Snowflake GuildId, Member Member) : GatewayEvent;

public sealed record MemberUpdate(Snowflake GuildId, Member Member) : GatewayEvent;

public sealed record MemberRemove(Snowflake GuildId, User User) : GatewayEvent;

public sealed record MessageCreate(Message Message) : GatewayEvent;

/// <summary>A message changed. Only what Discord sent is set: null means "not said", never "taken away".</summary>
public sealed record MessageUpdate : GatewayEvent
{
    public Snowflake Id { get; init; }

    public Snowflake ChannelId { get; init; }

    public Snowflake? GuildId { get; init; }

    public User? Author { get; init; }

    public string? Content { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Null when nothing a person wrote was changed: Discord also reports embeds that it added, and pins.</summary>
    public DateTimeOffset? EditedTimestamp { get; init; }

    public MessageFlags? Flags { get; init; }

    public bool? Pinned { get; init; }

    public IReadOnlyList<User>? Mentions { get; init; }

    public IReadOnlyList<Snowflake>? MentionRoles { get; init; }

    public IReadOnlyList<Attachment>? Attachments { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }
}

public sealed record MessageDelete(Snowflake Id, Snowflake ChannelId, Snowflake? GuildId) : GatewayEvent;

public sealed record MessageDeleteBulk(IReadOnlyList<Snowflake> Ids, Snowflake ChannelId, Snowflake? GuildId) : GatewayEvent;

/// <param name="Member">Who reacted, on the server; null in direct messages.</param>
public sealed record ReactionAdd(Snowflake UserId, Snowflake ChannelId, Snowflake MessageId, Snowflake? GuildId, Emoji Emoji, Member? Member) : GatewayEvent;

public sealed record ReactionRemove(Snowflake UserId, Snowflake ChannelId, Snowflake MessageId, Snowflake? GuildId, Emoji Emoji) : GatewayEvent;

public sealed record ReactionRemoveAll(Snowflake ChannelId, Snowflake MessageId, Snowflake? GuildId) : GatewayEvent;

public sealed record ReactionRemoveEmoji(Snowflake ChannelId, Snowflake MessageId, Snowflake? GuildId, Emoji Emoji) : GatewayEvent;

public sealed record InteractionCreate(Interaction Interaction) : GatewayEvent;

/// <summary>An event that is not needed here. It is passed on so that the position moves past it.</summary>
/// <param name="Name">Discord's name for it, for example <c>TYPING_START</c>.</param>
public sealed record UnknownEvent(string Name) : GatewayEvent;
