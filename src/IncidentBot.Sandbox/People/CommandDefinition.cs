using System.Globalization;
using System.Text.Json;

namespace IncidentBot.Sandbox.People;

/// <summary>What Discord answers about a registered command, as far as a person's client needs it.</summary>
internal sealed record CommandDefinition(string Id, string Name, int Type, string? Version, string? GuildId, IReadOnlyList<OptionDefinition> Options)
{
    /// <param name="type">1: slash commands, 3: message menus.</param>
    public static IReadOnlyList<CommandDefinition> ReadAll(JsonElement registered, int type)
    {
        // The type is left out by some who register: a slash command is meant.
        return
        [
            .. registered.EnumerateArray().Where(c => (Number(c, "type") ?? 1) == type).Select(c => new CommandDefinition(
                Text(c, "id") ?? "0", Text(c, "name") ?? "", type, Text(c, "version"), Text(c, "guild_id"), OptionDefinition.ReadAll(c))),
        ];
    }

    internal static string? Text(JsonElement from, string key) => from.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static decimal? Number(JsonElement from, string key) => from.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}

/// <summary>https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type</summary>
internal enum OptionType
{
    Subcommand = 1,
    SubcommandGroup = 2,
    Text = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}

internal sealed record OptionDefinition(string Name, OptionType Type, bool Required)
{
    public bool IsSubcommand => Type is OptionType.Subcommand or OptionType.SubcommandGroup;

    public IReadOnlyList<OptionDefinition> Options { get; private init; } = [];

    /// <summary>Name shown and value sent; empty when anything goes.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Choices { get; private init; } = [];

    public decimal? Least { get; private init; }

    public decimal? Most { get; private init; }

    public decimal? ShortestText { get; private init; }

    public decimal? LongestText { get; private init; }

    public static IReadOnlyList<OptionDefinition> ReadAll(JsonElement parent)
    {
        if (!parent.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array) return [];
        return
        [
            .. options.EnumerateArray().Select(o => new OptionDefinition(
                CommandDefinition.Text(o, "name") ?? "",
                (OptionType)(int)(CommandDefinition.Number(o, "type") ?? 3),
                o.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.True)
            {
                Options = ReadAll(o),
                Choices = o.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array
                    ? [.. choices.EnumerateArray().Select(c => (CommandDefinition.Text(c, "name") ?? "", c.GetProperty("value").Clone()))]
                    : [],
                Least = CommandDefinition.Number(o, "min_value"),
                Most = CommandDefinition.Number(o, "max_value"),
                ShortestText = CommandDefinition.Number(o, "min_length"),
                LongestText = CommandDefinition.Number(o, "max_length"),
            }),
        ];
    }

    /// <summary>"a whole number", "a person (@handle)".</summary>
    public string Wanted => Type switch
    {
        OptionType.Integer => "a whole number",
        OptionType.Number => "a number",
        OptionType.Boolean => "true or false",
        OptionType.User => "a person (@handle)",
        OptionType.Role => "a role (@role)",
        OptionType.Mentionable => "a person or role (@name)",
        OptionType.Channel => "a channel (#channel)",
        OptionType.Attachment => "the name of a file",
        _ => "a text",
    };

    internal static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
