using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>From what a person types to the options of a command, as Discord's client makes them from the command's definition.</summary>
internal static class CommandLine
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

    /// <summary>Splits <c>/name sub option:value other:"two words"</c>.</summary>
    public static (Command Command, JsonArray Options) Parse(SandboxWorld world, string line)
    {
        var names = new List<string>();
        var options = new Dictionary<string, string>();
        foreach (var word in Words(line.Trim().TrimStart('/')))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 && options.Count == 0) names.Add(word);
            else if (colon > 0) options[word[..colon]] = word[(colon + 1)..];
            else throw new FormatException($"'{word}' is no option: write name:value, with quotes where there are spaces.");
        }

        return Build(world, string.Join(' ', names), options, focused: null);
    }

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

    private static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        var quoted = false;
        var any = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quoted && i + 1 < line.Length && line[i + 1] is '"' or '\\') word.Append(line[++i]);
            else if (c == '"')
            {
                quoted = !quoted;
                any = true;
            }
            else if (char.IsWhiteSpace(c) && !quoted)
            {
                if (any || word.Length > 0) yield return word.ToString();
                word.Clear();
                any = false;
            }
            else word.Append(c);
        }

        if (quoted) throw new FormatException("A quotation mark is never closed.");
        if (any || word.Length > 0) yield return word.ToString();
    }
}
