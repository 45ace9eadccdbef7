namespace IncidentBot.Sandbox.World;

/// <summary>An account: a person or the bot.</summary>
public sealed class User
{
    public required ulong Id { get; init; }

    /// <summary>The unique user name; for people the handle scripts use.</summary>
    public required string Username { get; set; }

    public string? GlobalName { get; init; }

    public bool IsBot { get; init; }

    /// <summary>The secret for <c>Authorization</c> (with "Bot " before it for the bot).</summary>
    public required string Token { get; init; }

    /// <summary>Whether direct messages from others are refused.</summary>
    public bool DmsClosed { get; set; }

    public string DisplayName => GlobalName ?? Username;
}

/// <summary>An account's membership of the server.</summary>
public sealed class Member
{
    public required User User { get; init; }

    public string? Nick { get; set; }

    /// <summary>Roles besides @everyone.</summary>
    public List<ulong> RoleIds { get; } = [];

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Until when this member may only read (a timeout).</summary>
    public DateTimeOffset? TimedOutUntil { get; set; }

    public string DisplayName => Nick ?? User.DisplayName;
}

public sealed class Role
{
    public required ulong Id { get; init; }

    public required string Name { get; set; }

    public ulong Permissions { get; set; }

    /// <summary>Higher stands above lower; @everyone is 0.</summary>
    public int Position { get; set; }

    public int Color { get; set; }

    public bool Hoist { get; set; }

    public bool Mentionable { get; set; }

    /// <summary>Set on the role that came with the bot; nobody can give, take or delete it.</summary>
    public ulong? BotId { get; init; }
}
