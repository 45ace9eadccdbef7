using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>A command used by a script, with its options given by name. What a person types as one line is read by <see cref="CommandData"/>.</summary>
internal static class CommandOptions
{
    public const int CommandType = 2;
    public const int AutocompleteType = 4;

    public static Command Find(SandboxWorld world, int type, string name)
    {
        lock (world.Gate)
        {
            return world.Commands.Values.LastOrDefault(c => c.Type == type && c.Name == name)
                ?? throw new InvalidOperationException($"The bot has registered no command called '{name}'.");
        }
    }

    /// <summary>The options a script gives by name, as they are: nothing is checked that the server should.</summary>
    public static (Command Command, JsonArray Options) Build(SandboxWorld world, string path, IReadOnlyDictionary<string, string> options, string? focused)
    {
        var names = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new FormatException("A command starts with its name.");
        var command = Find(world, 1, names[0]);
        var defined = command.Definition["options"] as JsonArray ?? [];
        foreach (var name in names.Skip(1))
        {
            var sub = defined.OfType<JsonObject>().FirstOrDefault(o => (string?)o["name"] == name && (int)o["type"]! is 1 or 2)
                ?? throw new FormatException($"/{path}: there is no '{name}'.");
            defined = sub["options"] as JsonArray ?? [];
        }

        var values = new JsonArray();
        foreach (var (name, text) in options)
        {
            var definition = defined.OfType<JsonObject>().FirstOrDefault(o => (string?)o["name"] == name) ?? throw new FormatException($"/{path} has no option '{name}'.");
            var json = new JsonObject { ["name"] = name, ["type"] = (int)definition["type"]!, ["value"] = name == focused ? text : Value(world, definition, text) };
            if (name == focused) json["focused"] = true;
            values.Add((JsonNode)json);
        }

        // Wrap in subcommand and group, innermost first.
        for (var i = names.Length - 1; i >= 1; i--)
        {
            var isGroup = i == 1 && names.Length == 3;
            values = new JsonArray(new JsonObject { ["name"] = names[i], ["type"] = isGroup ? 2 : 1, ["options"] = values });
        }

        return (command, values);
    }

    private static JsonNode Value(SandboxWorld world, JsonObject definition, string text)
    {
        var type = (int)definition["type"]!;
        if (definition["choices"] is JsonArray choices && choices.OfType<JsonObject>().FirstOrDefault(c => (string?)c["name"] == text || c["value"]!.ToString() == text) is { } choice) return choice["value"]!.DeepClone();
        return type switch
        {
            4 when long.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            10 when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
            5 when bool.TryParse(text, out var flag) => flag,
            6 => UserId(world, text),
            7 => world.FindChannel(text) is { } channel ? Wire.Id(channel.Id) : text,
            8 => RoleId(world, text) ?? text,
            9 => RoleId(world, text) ?? UserId(world, text),
            _ => text,
        };
    }

    private static string UserId(SandboxWorld world, string text)
    {
        var handle = text.TrimStart('@');
        return world.People.TryGetValue(handle, out var user) ? Wire.Id(user.Id) : text.Trim('<', '>', '@', '!');
    }

    private static string? RoleId(SandboxWorld world, string text)
    {
        lock (world.Gate) return world.Guild.Roles.Values.FirstOrDefault(r => r.Name.TrimStart('@') == text.TrimStart('@')) is { } role ? Wire.Id(role.Id) : null;
    }
}
