using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox;

/// <summary>What the local Discord looks like at the start. Every value has a default that suits a demonstration.</summary>
public sealed record SandboxOptions
{
    /// <summary>The clock of everything that is timed: ids, rate limits, the 3 s of an interaction, session buffers.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to listen. Port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>What hello announces. Discord sends 41.25 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(41.25);

    /// <summary>Whether a connection that missed two heartbeats is closed. By default only on the system clock: a driven clock passes hours before a client can answer.</summary>
    public bool? CloseSilentConnections { get; init; }

    /// <summary>How long a session can be resumed after its connection is gone.</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many events a session keeps for a resume; one that asks for older ones is invalid.</summary>
    public int ResumeBufferEvents { get; init; } = 100_000;

    public string GuildName { get; init; } = "Sandbox";

    public IReadOnlyList<PersonOptions> People { get; init; } =
    [
        new() { Handle = "ada", Name = "Ada Obi", Roles = ["operations"], ManagesServer = true },
        new() { Handle = "tunde", Name = "Tunde Bello", Roles = ["developers"] },
        new() { Handle = "chioma", Name = "Chioma Eze", Roles = ["operations"] },
    ];

    /// <summary>Roles that exist besides those people have.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["operations", "developers"];

    /// <summary>Text channels that exist from the start.</summary>
    public IReadOnlyList<string> Channels { get; init; } = ["general", "operations"];

    public string BotName { get; init; } = "IncidentBot";

    /// <summary>Whether the application may identify with the privileged MESSAGE_CONTENT intent (else close code 4014).</summary>
    public bool MessageContentIntent { get; init; } = true;

    /// <summary>Whether the application may identify with the privileged GUILD_MEMBERS and GUILD_PRESENCES intents.</summary>
    public bool MembersIntent { get; init; } = true;

    /// <summary>What the bot's own role allows.</summary>
    public ulong BotPermissions { get; init; } = Permission.DefaultForBot;

    /// <summary>Whether the limits of Discord hold for the bot: buckets, 50 requests a second, 2 renames in 10 min.</summary>
    public bool StrictRateLimits { get; init; } = true;
}

/// <summary>A person of the sandbox's server.</summary>
public sealed record PersonOptions
{
    /// <summary>The short name scripts use, also the Discord user name.</summary>
    public required string Handle { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether this person has the server's managing permissions (Manage Server, channels, roles, messages).</summary>
    public bool ManagesServer { get; init; }

    /// <summary>Whether direct messages from the bot are refused (error 50007).</summary>
    public bool DmsClosed { get; init; }
}
