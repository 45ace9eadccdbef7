using IncidentBot.Discord;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Commands;

/// <summary>The parameters that commands have, each in one line.</summary>
public static class Option
{
    /// <summary>"severity", with the four levels to choose from.</summary>
    public static CommandOptionDefinition Severity(bool required = false) => new()
    {
        Type = CommandOptionType.String,
        Name = "severity",
        Description = "How bad it is: SEV1 critical, SEV2 major, SEV3 minor, SEV4 low",
        Required = required,
        Choices = [.. Enum.GetValues<Severity>().Select(s => new CommandChoice($"{s.Code()} {s.Word()}", s.Code().ToLowerInvariant()))],
    };

    /// <summary>"incident": which one, when not the one of the channel.</summary>
    public static CommandOptionDefinition Incident(string name = "incident", string description = "Number of the incident; the one of this channel when left out") => new()
    {
        Type = CommandOptionType.Integer,
        Name = name,
        Description = description,
        Required = false,
        Autocomplete = true,
        MinValue = 1,
    };

    public static CommandOptionDefinition Text(string name, string description, bool required = false, int? max = null, bool autocomplete = false) => new()
    {
        Type = CommandOptionType.String,
        Name = name,
        Description = description,
        Required = required,
        MaxLength = max,
        Autocomplete = autocomplete ? true : null,
    };

    public static CommandOptionDefinition Number(string name, string description, double? min = null, double? max = null, bool required = false) => new()
    {
        Type = CommandOptionType.Number,
        Name = name,
        Description = description,
        Required = required,
        MinValue = min,
        MaxValue = max,
    };

    public static CommandOptionDefinition Whole(string name, string description, double? min = null, double? max = null, bool required = false, bool autocomplete = false) => new()
    {
        Type = CommandOptionType.Integer,
        Name = name,
        Description = description,
        Required = required,
        MinValue = min,
        MaxValue = max,
        Autocomplete = autocomplete ? true : null,
    };

    public static CommandOptionDefinition Flag(string name, string description) => new()
    {
        Type = CommandOptionType.Boolean,
        Name = name,
        Description = description,
        Required = false,
    };

    public static CommandOptionDefinition Person(string name, string description, bool required = false) => new()
    {
        Type = CommandOptionType.User,
        Name = name,
        Description = description,
        Required = required,
    };

    /// <summary>A person or a role.</summary>
    public static CommandOptionDefinition PersonOrRole(string name, string description, bool required = false) => new()
    {
        Type = CommandOptionType.Mentionable,
        Name = name,
        Description = description,
        Required = required,
    };

    public static CommandOptionDefinition Choice(string name, string description, bool required, params (string Label, string Value)[] choices) => new()
    {
        Type = CommandOptionType.String,
        Name = name,
        Description = description,
        Required = required,
        Choices = [.. choices.Select(c => new CommandChoice(c.Label, c.Value))],
    };
}
