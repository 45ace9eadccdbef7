using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Servers;
using IncidentBot.Sandbox.People;
using IncidentBot.Setup;

namespace IncidentBot.Replay;

/// <summary>
/// The `settings` of a scenario: whatever `/bot settings` can set, each under the name of its option. A list stands for what is typed with commas between; an
/// option with a second one beside it is a block: <c>allow: { page: [operations] }</c>.
/// </summary>
internal static class ScenarioSettings
{
    /// <summary>What is wrong with a scenario's settings goes to <paramref name="mistake"/> with the setting concerned; the others are set.</summary>
    public static ServerSettings Apply(ServerSettings settings, ImmutableArray<ScenarioSetting> given, ChatNames names, Action<ScenarioSetting, string> mistake)
    {
        foreach (var one in given)
        {
            if (Find(one.Key) is not { } setting)
            {
                var known = ServerSetting.All.Select(s => s.Name).Concat(ScenarioPolicies.Keys).ToList();
                mistake(one, $"'{one.Key}' cannot be set (there are {Nearest.Quoted(known, "and")}){Nearest.Question(one.Key, known)}");
                continue;
            }

            foreach (var part in Parts(setting, one, problem => mistake(one, problem)))
            {
                if (part.Unknown(names) is { } unknown) mistake(one, unknown);
                else if (setting.Set(settings, new Given(part, names)) is { Settings: { } changed }) settings = changed;
                else mistake(one, $"'{one.Key}': {setting.Set(settings, new Given(part, names)).Mistake}");
            }
        }

        return settings;
    }

    /// <summary>The channels that settings name: they exist when the scenario begins.</summary>
    public static IEnumerable<string> Channels(ImmutableArray<ScenarioSetting> given) =>
        given.Where(one => Find(one.Key) is { } setting && TakesChannel(setting.Options[0])).Select(one => NameOf(one.Value?.ToString() ?? "")).Where(name => name.Length > 0);

    private static ServerSetting? Find(string key) => ServerSetting.All.FirstOrDefault(setting => setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Part> Parts(ServerSetting setting, ScenarioSetting given, Action<string> mistake)
    {
        if (setting.Options.Length == 1)
        {
            if (given.Value is JsonObject block && setting.TakesBlock) return [new Part(setting.Options[0], string.Join(", ", block.Select(member => $"{member.Key}: {member.Value}")), null, null)];
            if (given.Value is not null and not JsonObject) return [new Part(setting.Options[0], Joined(given.Value), null, null)];
            mistake(given.Value is null ? $"'{given.Key}' is empty" : $"'{given.Key}' must be text or a list, this is a block of keys");
            return [];
        }

        if (given.Value is JsonObject map)
        {
            return map.SelectMany(member => (member.Value is JsonArray list ? list.Select(v => v?.ToString()) : [member.Value?.ToString()])
                .Select(value => new Part(setting.Options[0], Choice(setting.Options[0], member.Key), setting.Options[1], value ?? "")));
        }

        if (setting.StandsAlone && given.Value is JsonValue single) return [new Part(setting.Options[0], single.ToString(), null, null)];
        mistake($"'{given.Key}' must be a block of keys, like {given.Key}: {{ {setting.Options[0].Choices?[0].Name ?? "NAME"}: ... }}");
        return [];
    }

    private static string Joined(JsonNode value) => value is JsonArray list ? string.Join(", ", list.Select(v => v?.ToString())) : value.ToString();

    /// <summary>A choice by the words people see, or by its value.</summary>
    private static string Choice(Discord.CommandOptionDefinition option, string typed) =>
        option.Choices?.FirstOrDefault(choice => choice.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))?.Value.ToString() ?? typed;

    private static bool TakesChannel(Discord.CommandOptionDefinition option) => option.Type == Discord.CommandOptionType.Channel;

    private static string NameOf(string typed) => typed.Trim().TrimStart('#', '@');

    /// <param name="Second">Null: the option stands alone.</param>
    private sealed record Part(Discord.CommandOptionDefinition First, string Value, Discord.CommandOptionDefinition? Second, string? SecondValue)
    {
        public string? Of(string option) => option == First.Name ? Choice(First, Value) : option == Second?.Name ? SecondValue : null;

        public string? Unknown(ChatNames names)
        {
            foreach (var (option, value) in (ReadOnlySpan<(Discord.CommandOptionDefinition?, string?)>)[(First, Value), (Second, SecondValue)])
            {
                if (option?.Type == Discord.CommandOptionType.Role && !names.Roles.ContainsKey(NameOf(value ?? "")))
                    return $"nobody under people has the role '{NameOf(value ?? "")}'{Nearest.Question(NameOf(value ?? ""), names.Roles.Keys)}";
                if (option is not null && TakesChannel(option) && !names.Channels.ContainsKey(NameOf(value ?? ""))) return $"'{value}' cannot be the name of a channel: lower case, without spaces";
            }

            return null;
        }
    }

    private sealed class Given(Part part, ChatNames names) : IGivenSetting
    {
        public string? Text(string option) => part.Of(option);

        public ulong? Id(string option)
        {
            var name = NameOf(part.Of(option) ?? "");
            return names.Channels.TryGetValue(name, out var channel) && (TakesChannel(part.First) && option == part.First.Name) ? channel
                : option == part.Second?.Name && names.Roles.TryGetValue(name, out var role) ? role
                : null;
        }
    }
}
