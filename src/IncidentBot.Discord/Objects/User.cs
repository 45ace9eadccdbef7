using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>An account. Names are not unique and change: the id is the person.</summary>
public sealed record User
{
    public Snowflake Id { get; init; }

    public string Username { get => field ?? ""; init; }

    /// <summary>The name the person chose to be shown everywhere, if any.</summary>
    public string? GlobalName { get; init; }

    public string? Avatar { get; init; }

    public bool Bot { get; init; }

    public bool System { get; init; }
}

/// <summary>A person on one server.</summary>
public sealed record Member
{
    /// <summary>The account. Null only where Discord leaves it out: beside a message, whose author it is.</summary>
    public User? User { get; init; }

    public string? Nick { get; init; }

    /// <summary>Ids of the roles held, without @everyone.</summary>
    public IReadOnlyList<Snowflake> Roles { get => field ?? []; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>Not yet through the server's membership screening.</summary>
    public bool Pending { get; init; }

    /// <summary>Timed out until then; null or past when not.</summary>
    public DateTimeOffset? CommunicationDisabledUntil { get; init; }

    /// <summary>All permissions in the interaction's channel, overwrites included. Only in interactions.</summary>
    public Permissions? Permissions { get; init; }
}

/// <summary>A role of a server. The role whose id is the server's id is @everyone.</summary>
public sealed record Role
{
    public Snowflake Id { get; init; }

    public string Name { get => field ?? ""; init; }

    /// <summary>Place in the hierarchy; 0 is @everyone. Several roles may share a position: the lower id is then the higher role.</summary>
    public int Position { get; init; }

    public Permissions Permissions { get; init; }

    /// <summary>Belongs to an integration (each bot has such a role) and cannot be given by hand.</summary>
    public bool Managed { get; init; }

    public bool Mentionable { get; init; }
}

/// <summary>The bot's own application.</summary>
public sealed record Application
{
    public Snowflake Id { get; init; }

    public string Name { get => field ?? ""; init; }

    public ApplicationFlags Flags { get; init; }

    public User? Owner { get; init; }
}

/// <summary>What the developer portal grants the application, among it the privileged intents.</summary>
[Flags]
[JsonConverter(typeof(WireEnumConverter<ApplicationFlags>))]
public enum ApplicationFlags
{
    None = 0,
    GatewayPresence = 1 << 12,
    GatewayPresenceLimited = 1 << 13,
    GatewayGuildMembers = 1 << 14,
    GatewayGuildMembersLimited = 1 << 15,

    /// <summary>Message content, granted to a verified bot.</summary>
    GatewayMessageContent = 1 << 18,

    /// <summary>Message content, switched on by the owner of a bot in fewer than 100 servers.</summary>
    GatewayMessageContentLimited = 1 << 19,
}
