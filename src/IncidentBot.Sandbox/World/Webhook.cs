namespace IncidentBot.Sandbox.World;

/// <summary>A webhook of a channel: whoever knows its token posts there under any name (Resources: Webhook). Only those of type 1, incoming.</summary>
public sealed class Webhook
{
    public const int MaxPerChannel = 15;

    public required ulong Id { get; init; }

    public required string Token { get; init; }

    public required ulong ChannelId { get; set; }

    public required string Name { get; set; }

    public required User Creator { get; init; }

    /// <summary>The application whose bot made it, which may add buttons to what it posts.</summary>
    public ulong? ApplicationId { get; init; }

    /// <summary>The author its messages show.</summary>
    public User Author(string? name) => new() { Id = Id, Username = name ?? Name, IsBot = true, Token = "" };
}

/// <summary>An invitation to the server by way of one channel (Resources: Invite).</summary>
public sealed class Invite
{
    public required string Code { get; init; }

    public required ulong ChannelId { get; init; }

    public required User Inviter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Seconds; 0 never ends.</summary>
    public required int MaxAge { get; init; }

    /// <summary>0 for any number.</summary>
    public required int MaxUses { get; init; }

    public required bool Temporary { get; init; }

    public int Uses { get; set; }

    public DateTimeOffset? ExpiresAt => MaxAge == 0 ? null : CreatedAt.AddSeconds(MaxAge);
}

/// <summary>A custom emoji of the server or of the application (Resources: Emoji). The picture itself is not kept.</summary>
public sealed class Emoji
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public required bool Animated { get; init; }

    public required User Creator { get; init; }

    /// <summary>The roles that may use it; none for everybody.</summary>
    public List<ulong> RoleIds { get; } = [];
}

/// <summary>Somebody who may not come back (Resources: Guild, Ban).</summary>
public sealed record Ban(User User, string? Reason);
