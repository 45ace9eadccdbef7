namespace IncidentBot.Sandbox.World;

/// <summary>The one server of the sandbox.</summary>
public sealed class Guild
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public required ulong OwnerId { get; init; }

    /// <summary>What was changed of the server's settings, by the names they have on the wire.</summary>
    internal System.Text.Json.Nodes.JsonObject Settings { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By user id, in order of joining.</summary>
    public OrderedDictionary<ulong, Member> Members { get; } = [];

    public OrderedDictionary<ulong, Role> Roles { get; } = [];

    /// <summary>Channels, categories and threads by id.</summary>
    public OrderedDictionary<ulong, Channel> Channels { get; } = [];

    public OrderedDictionary<ulong, ScheduledEvent> ScheduledEvents { get; } = [];

    /// <summary>Custom emojis by id.</summary>
    public OrderedDictionary<ulong, Emoji> Emojis { get; } = [];

    /// <summary>Who may not come back, by user id.</summary>
    public OrderedDictionary<ulong, Ban> Bans { get; } = [];

    public Role Everyone => Roles[Id];

    /// <summary>Permissions an account has lost by a fault, whatever its roles say.</summary>
    internal Dictionary<ulong, ulong> Withheld { get; } = [];
}

/// <summary>A scheduled event of the server.</summary>
public sealed class ScheduledEvent
{
    public required ulong Id { get; init; }

    public required User Creator { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public ulong? ChannelId { get; set; }

    public required DateTimeOffset Start { get; set; }

    public DateTimeOffset? End { get; set; }

    /// <summary>1 stage, 2 voice, 3 external.</summary>
    public required int EntityType { get; set; }

    /// <summary>1 scheduled, 2 active, 3 completed, 4 canceled.</summary>
    public int Status { get; set; } = 1;

    public string? Location { get; set; }
}
