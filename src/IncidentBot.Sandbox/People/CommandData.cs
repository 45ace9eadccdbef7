using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.People;

/// <summary>The <c>data</c> of an interaction that a person's client would send for a typed command.</summary>
/// <param name="Data">Null when there is at least one error.</param>
/// <param name="Files">Names of the files that attachment options ask for; the option's value is the position here ("0", "1").</param>
/// <param name="Errors">Plain sentences, all of them at once.</param>
public sealed record CommandData(JsonObject? Data, ImmutableArray<string> Files, ImmutableArray<string> Errors)
{
    private const int ChatInput = 1;
    private const int MessageMenu = 3;

    /// <summary>Checks a typed command against what the application registered, as the client does before it sends anything.</summary>
    /// <param name="text">A command as typed.</param>
    /// <param name="registered">The array Discord answers for the application's commands.</param>
    /// <param name="names">Who and what @ and # stand for.</param>
    public static CommandData Build(string text, JsonElement registered, ChatNames names)
    {
        var (line, problem) = CommandLine.Parse(text);
        if (line is null) return Wrong(problem!);
        var commands = CommandDefinition.ReadAll(registered, ChatInput);
        var command = commands.FirstOrDefault(c => Same(c.Name, line.Parts[0].Value));
        if (command is null) return Wrong($"there is no command /{line.Parts[0].Value}{Suggestion(line.Parts[0].Value, commands.Select(c => c.Name), "/")}");

        var path = new List<OptionDefinition>();
        IReadOnlyList<OptionDefinition> options = command.Options;
        var next = 1;
        while (options.Any(static o => o.IsSubcommand))
        {
            var typed = "/" + string.Join(' ', path.Select(p => p.Name).Prepend(command.Name));
            if (next >= line.Parts.Length || line.Parts[next].Name is not null) return Wrong($"{typed} is not complete: it is followed by {Nearest.Quoted(options.Select(o => o.Name), "or")}");
            var word = line.Parts[next].Value;
            var step = options.FirstOrDefault(o => Same(o.Name, word));
            if (step is null) return Wrong($"there is no command {typed} {word}{Suggestion(word, options.Select(o => o.Name), typed + " ")}");
            path.Add(step);
            options = step.Options;
            next++;
        }

        var filled = new OptionFiller("/" + string.Join(' ', path.Select(p => p.Name).Prepend(command.Name)), options, names).Fill(line.Parts.AsSpan()[next..]);
        if (!filled.Errors.IsEmpty) return new CommandData(null, [], filled.Errors);

        var inner = filled.Options;
        for (var i = path.Count - 1; i >= 0; i--) inner = [new JsonObject { ["type"] = (int)path[i].Type, ["name"] = path[i].Name, ["options"] = inner }];
        return new CommandData(Envelope(command, inner), filled.Files, []);
    }

    /// <summary>The <c>data</c> for a message menu used on a message.</summary>
    public static CommandData BuildMenu(string menu, ulong message, JsonElement registered)
    {
        var menus = CommandDefinition.ReadAll(registered, MessageMenu);
        var command = menus.FirstOrDefault(m => Same(Plain(m.Name), Plain(menu)));
        if (command is null)
        {
            return Wrong(menus.Count == 0
                ? $"no message has a menu '{menu}': the bot has registered none"
                : $"no message has a menu '{menu}'; there are {Nearest.Quoted(menus.Select(m => m.Name))}");
        }

        var data = Envelope(command, null);
        data["target_id"] = message.ToString();
        return new CommandData(data, [], []);
    }

    private static JsonObject Envelope(CommandDefinition command, JsonArray? options)
    {
        var data = new JsonObject { ["id"] = command.Id, ["name"] = command.Name, ["type"] = command.Type };
        if (command.Version is not null) data["version"] = command.Version;
        if (command.GuildId is not null) data["guild_id"] = command.GuildId;
        if (options is not null) data["options"] = options;
        return data;
    }

    private static CommandData Wrong(string error) => new(null, [], [error]);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    /// <summary>"Mark as…", "Mark as..." and "Mark as" are the same menu to a person.</summary>
    private static string Plain(string menu) => menu.Trim().TrimEnd('…', '.').TrimEnd();

    private static string Suggestion(string typed, IEnumerable<string> known, string before)
    {
        var all = known.ToList();
        var near = Nearest.To(typed, all);
        if (near.Count > 0) return $". Did you mean {Nearest.Quoted(near.Select(n => before + n), "or")}?";
        return all.Count == 0 ? ": the bot has registered none" : $"; there are {Nearest.Quoted(all.Order(StringComparer.Ordinal).Select(n => before + n))}";
    }
}
