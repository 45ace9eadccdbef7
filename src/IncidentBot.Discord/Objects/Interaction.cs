using System.Globalization;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>Something a person did with the bot: used a command, pressed a button, chose, submitted a form, or is typing an option.</summary>
/// <remarks>The first answer is due within 3 seconds; the token then lives 15 minutes.</remarks>
public sealed record Interaction
{
    public Snowflake Id { get; init; }

    public Snowflake ApplicationId { get; init; }

    public InteractionType Type { get; init; }

    /// <summary>Lets its holder answer in the bot's name. Never shown by <see cref="object.ToString"/>.</summary>
    public InteractionToken Token { get; init; }

    /// <summary>Null in direct messages.</summary>
    public Snowflake? GuildId { get; init; }

    public Snowflake? ChannelId { get; init; }

    /// <summary>The channel it happened in, partial: id, type, name, parent, permissions.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Who did it.</summary>
    public User User { get; init; } = new();

    /// <summary>Who did it, on the server; null in direct messages.</summary>
    public Member? Member { get; init; }

    /// <summary>The person's language, for example <c>en-GB</c>.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>What the bot may do in that channel.</summary>
    public Permissions? AppPermissions { get; init; }

    /// <summary>The message whose component was used, or from which the modal was opened.</summary>
    public Message? Message { get; init; }

    /// <summary>What exactly was done. Null for a kind of interaction that is not known here.</summary>
    public InteractionData? Data { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<InteractionType>))]
public enum InteractionType
{
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// <summary>The secret that answers one interaction. It does not print itself.</summary>
/// <param name="Value">The token; keep it out of logs.</param>
public readonly record struct InteractionToken(string Value)
{
    public override string ToString() => "(token)";
}

public abstract record InteractionData
{
    /// <summary>The people, roles, channels and messages that options, selects or the command's target name.</summary>
    public Resolved Resolved { get; init; } = new();
}

/// <summary>A command that was used, or (in an autocomplete interaction) is being typed.</summary>
public sealed record CommandData : InteractionData
{
    public Snowflake Id { get; init; }

    /// <summary>The name of the command, without subcommands.</summary>
    public string Name { get; init; } = "";

    public CommandType Type { get; init; }

    /// <summary>The command with its group and subcommand, outermost first: <c>["incident", "declare"]</c>.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Options as Discord nests them: subcommands hold the options given to them.</summary>
    public IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>The values given, by option name, whatever the nesting.</summary>
    public IReadOnlyDictionary<string, CommandOption> Arguments { get; init; } = new Dictionary<string, CommandOption>(StringComparer.Ordinal);

    /// <summary>The option being typed; only in an autocomplete interaction.</summary>
    public CommandOption? Focused { get; init; }

    /// <summary>The message or person a menu command was used on.</summary>
    public Snowflake? TargetId { get; init; }
}

/// <summary>A value given to an option, or a subcommand with its own options.</summary>
public sealed record CommandOption
{
    public string Name { get; init; } = "";

    public CommandOptionType Type { get; init; }

    /// <summary>What was given, as text: numbers with a point, truth as <c>true</c> or <c>false</c>, ids in digits. Null for subcommands.</summary>
    public string? Value { get; init; }

    public IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>The person is typing this one (autocomplete); its value may be incomplete or of another type.</summary>
    public bool Focused { get; init; }

    /// <summary>The value as a whole number, or null when it is none.</summary>
    public long? Integer => long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The value as a number, or null when it is none.</summary>
    public double? Number => double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The value as true or false, or null when it is neither.</summary>
    public bool? Boolean => Value switch { "true" => true, "false" => false, _ => null };

    /// <summary>The value as the id of a person, role, channel or attachment, or null when it is none.</summary>
    public Snowflake? Id => Snowflake.TryParse(Value, out var id) ? id : null;
}

/// <summary>A button that was pressed, or a choice made in a message.</summary>
public sealed record ComponentData : InteractionData
{
    public string CustomId { get; init; } = "";

    /// <summary>As in the component reference: 2 button, 3 string select, 5 user select, and so on.</summary>
    public int ComponentType { get; init; }

    /// <summary>What was chosen: texts, or ids in digits. Empty for buttons.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>A form that was sent off.</summary>
public sealed record ModalData : InteractionData
{
    public string CustomId { get; init; } = "";

    /// <summary>Every field by its custom id, whether it stood in a label or in an action row.</summary>
    public IReadOnlyDictionary<string, ModalField> Fields { get; init; } = new Dictionary<string, ModalField>(StringComparer.Ordinal);
}

/// <param name="CustomId">The field's custom id.</param>
/// <param name="Type">Its component type: 4 text input, 3 string select, and so on.</param>
/// <param name="Values">The text typed (one value, perhaps empty), or what was chosen.</param>
public sealed record ModalField(string CustomId, int Type, IReadOnlyList<string> Values)
{
    /// <summary>The text typed, or the first choice; empty when there is none.</summary>
    public string Value => Values.Count > 0 ? Values[0] : "";
}

/// <summary>Objects that an interaction refers to by id.</summary>
public sealed record Resolved
{
    public IReadOnlyDictionary<Snowflake, User> Users { get => field ?? new Dictionary<Snowflake, User>(); init; }

    /// <summary>Members of the server among <see cref="Users"/>, with their accounts filled in.</summary>
    public IReadOnlyDictionary<Snowflake, Member> Members { get => field ?? new Dictionary<Snowflake, Member>(); init; }

    public IReadOnlyDictionary<Snowflake, Role> Roles { get => field ?? new Dictionary<Snowflake, Role>(); init; }

    public IReadOnlyDictionary<Snowflake, Channel> Channels { get => field ?? new Dictionary<Snowflake, Channel>(); init; }

    public IReadOnlyDictionary<Snowflake, Message> Messages { get => field ?? new Dictionary<Snowflake, Message>(); init; }

    public IReadOnlyDictionary<Snowflake, Attachment> Attachments { get => field ?? new Dictionary<Snowflake, Attachment>(); init; }
}
