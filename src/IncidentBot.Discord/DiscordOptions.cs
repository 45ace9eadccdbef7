namespace IncidentBot.Discord;

/// <summary>How to reach Discord, and as whom.</summary>
public sealed class DiscordOptions
{
    /// <summary>The bot's token, from the developer portal → Bot. It never appears in logs, exceptions or <see cref="object.ToString"/>.</summary>
    public required string Token { get; init; }

    /// <summary>The API's base address with its version.</summary>
    public Uri ApiUrl { get; init; } = new("https://discord.com/api/v10");

    public GatewayIntents Intents { get; init; } =
        GatewayIntents.Guilds | GatewayIntents.GuildMessages | GatewayIntents.GuildMessageReactions
        | GatewayIntents.DirectMessages | GatewayIntents.MessageContent;

    /// <summary>How many shards there are over all processes. Null takes what Discord recommends.</summary>
    public int? ShardCount { get; init; }

    /// <summary>The shards that this process runs. Null runs all of them.</summary>
    public IReadOnlyList<int>? Shards { get; init; }

    /// <summary>How long one request may take before it counts as lost.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the User-Agent says this bot is from; Discord asks for an address and a version.</summary>
    public string ProjectUrl { get; init; } = "https://github.com/incidentbot/incidentbot";

    /// <summary>Events that may wait for their reader before the connection itself waits. What waits is old when it is read, and lives long enough to cost the collector work.</summary>
    public int EventBuffer { get; init; } = 128;

    /// <summary>Told what a person running the bot should know. The default is silence.</summary>
    public DiscordLog Log { get; init; } = static (_, _, _) => { };
}

/// <summary>Takes a message for the log. Called from any thread; it must not throw.</summary>
public delegate void DiscordLog(DiscordLogLevel level, string message, Exception? exception);

public enum DiscordLogLevel
{
    Debug,
    Information,
    Warning,
    Error,
}

/// <summary>Which events Discord sends.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/gateway#gateway-intents"/>
[Flags]
public enum GatewayIntents
{
    None = 0,
    Guilds = 1 << 0,

    /// <summary>Privileged: to be switched on in the developer portal.</summary>
    GuildMembers = 1 << 1,

    GuildMessages = 1 << 9,
    GuildMessageReactions = 1 << 10,
    DirectMessages = 1 << 12,
    DirectMessageReactions = 1 << 13,

    /// <summary>Privileged: to be switched on in the developer portal. Without it the content of messages arrives empty.</summary>
    MessageContent = 1 << 15,

    GuildScheduledEvents = 1 << 16,
}
