using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>A command that the bot offers: sent to register it, read to compare.</summary>
/// <seealso href="https://discord.com/developers/docs/interactions/application-commands#application-command-object"/>
public sealed record ApplicationCommand
{
    /// <summary>Given by Discord; leave it out when registering.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Snowflake Id { get; init; }

    /// <summary>Changes with every change. Given by Discord.</summary>
    public Snowflake? Version { get; init; }

    public CommandType Type { get; init; } = CommandType.ChatInput;

    /// <summary>1 to 32 characters; lower case, no spaces for chat input, mixed case and spaces for menus.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>1 to 100 characters for chat input, empty for menus.</summary>
    public string Description { get => field ?? ""; init; }

    public IReadOnlyList<CommandOptionDefinition>? Options { get; init; }

    /// <summary>Who sees it unless a server decides otherwise; null is everyone.</summary>
    public Permissions? DefaultMemberPermissions { get; init; }

    /// <summary>Where it can be used. Null leaves it to Discord's default.</summary>
    public IReadOnlyList<InteractionContext>? Contexts { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<CommandType>))]
public enum CommandType
{
    ChatInput = 1,
    User = 2,
    Message = 3,
}

[JsonConverter(typeof(WireEnumConverter<InteractionContext>))]
public enum InteractionContext
{
    Guild = 0,
    BotDirectMessage = 1,
    PrivateChannel = 2,
}

/// <summary>A parameter of a command, a subcommand, or a group of subcommands.</summary>
public sealed record CommandOptionDefinition
{
    public required CommandOptionType Type { get; init; }

    /// <summary>1 to 32 characters, lower case, no spaces.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Required options come before the others. Null is false.</summary>
    public bool? Required { get; init; }

    /// <summary>Up to 25; not together with autocomplete.</summary>
    public IReadOnlyList<CommandChoice>? Choices { get; init; }

    /// <summary>Of a subcommand its parameters, of a group its subcommands. Up to 25.</summary>
    public IReadOnlyList<CommandOptionDefinition>? Options { get; init; }

    public bool? Autocomplete { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    /// <summary>0 to 6,000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 6,000.</summary>
    public int? MaxLength { get; init; }

    public IReadOnlyList<ChannelType>? ChannelTypes { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<CommandOptionType>))]
public enum CommandOptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}

/// <param name="Name">Shown; 1 to 100 characters.</param>
/// <param name="Value">Comes back.</param>
public sealed record CommandChoice(string Name, ChoiceValue Value);
