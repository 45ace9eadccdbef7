using System.Text.Json;

namespace IncidentBot.Discord;

// What the gateway sends and is sent, as far as it differs from the public objects.

internal sealed record HelloJson(int HeartbeatInterval);

internal sealed record GatewayCommand<T>(int Op, T D);

internal sealed record IdentifyJson(string Token, int Intents, int[] Shard, IdentifyProperties Properties)
{
    /// <summary>Members sent with a server, of which more are not needed: 50 is the least.</summary>
    public int LargeThreshold => 50;
}

internal sealed record IdentifyProperties(string Os, string Browser, string Device);

internal sealed record ResumeJson(string Token, string SessionId, long Seq);

internal sealed record ReadyJson
{
    public User? User { get; init; }

    public EventJson? Application { get; init; }

    public IReadOnlyList<EventJson>? Guilds { get; init; }

    public string? SessionId { get; init; }

    public string? ResumeGatewayUrl { get; init; }
}

/// <summary>The fields of all small events together.</summary>
internal sealed record EventJson
{
    public Snowflake Id { get; init; }

    public Snowflake? GuildId { get; init; }

    public Snowflake ChannelId { get; init; }

    public Snowflake MessageId { get; init; }

    public Snowflake UserId { get; init; }

    public Snowflake? ParentId { get; init; }

    public Snowflake RoleId { get; init; }

    public IReadOnlyList<Snowflake>? Ids { get; init; }

    public bool Unavailable { get; init; }

    public bool NewlyCreated { get; init; }

    public Emoji? Emoji { get; init; }

    public User? User { get; init; }

    public Role? Role { get; init; }

    public Member? Member { get; init; }
}

internal sealed record InteractionJson
{
    public Snowflake Id { get; init; }

    public Snowflake ApplicationId { get; init; }

    public InteractionType Type { get; init; }

    public string? Token { get; init; }

    public Snowflake? GuildId { get; init; }

    public Snowflake? ChannelId { get; init; }

    public Channel? Channel { get; init; }

    public User? User { get; init; }

    public Member? Member { get; init; }

    public string? Locale { get; init; }

    public Permissions? AppPermissions { get; init; }

    public Message? Message { get; init; }

    public InteractionDataJson? Data { get; init; }
}

internal sealed record InteractionDataJson
{
    public Snowflake Id { get; init; }

    public string? Name { get; init; }

    public CommandType Type { get; init; }

    public IReadOnlyList<CommandOptionJson>? Options { get; init; }

    public Resolved? Resolved { get; init; }

    public Snowflake? TargetId { get; init; }

    public string? CustomId { get; init; }

    public int ComponentType { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public IReadOnlyList<ModalPartJson>? Components { get; init; }
}

internal sealed record CommandOptionJson
{
    public string? Name { get; init; }

    public CommandOptionType Type { get; init; }

    public JsonElement? Value { get; init; }

    public bool Focused { get; init; }

    public IReadOnlyList<CommandOptionJson>? Options { get; init; }
}

/// <summary>A field of a submitted form, or what it stands in: a Label holds one, an ActionRow several.</summary>
internal sealed record ModalPartJson
{
    public int Type { get; init; }

    public string? CustomId { get; init; }

    public JsonElement? Value { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public ModalPartJson? Component { get; init; }

    public IReadOnlyList<ModalPartJson>? Components { get; init; }
}
