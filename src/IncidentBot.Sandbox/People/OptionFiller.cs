using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.People;

/// <summary>Turns what was typed after a command into the options Discord expects.</summary>
internal sealed class OptionFiller(string command, IReadOnlyList<OptionDefinition> options, ChatNames names)
{
    private readonly List<string> errors = [];
    private readonly List<string> files = [];
    private readonly Dictionary<string, JsonObject> filled = new(StringComparer.OrdinalIgnoreCase);

    public (JsonArray Options, ImmutableArray<string> Files, ImmutableArray<string> Errors) Fill(ReadOnlySpan<CommandPart> parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Name is null && !IsFlag(parts[i]))
            {
                // Words that follow each other are one slip, not many.
                var first = i;
                while (i + 1 < parts.Length && parts[i + 1].Name is null && !IsFlag(parts[i + 1])) i++;
                if (!TakeInOrder(parts[first..(i + 1)], first > 0 ? parts[first - 1] : null)) Stray(parts[first..(i + 1)], first > 0 ? parts[first - 1] : null);
                continue;
            }

            Take(parts[i].Name ?? parts[i].Value, parts[i].Name is null ? "true" : parts[i].Value);
        }

        foreach (var missing in options.Where(o => o.Required && !filled.ContainsKey(o.Name)))
        {
            // A value without its name has been complained about already: once is enough.
            if (errors.Count == 0) errors.Add($"{command} needs {missing.Name}: {missing.Wanted}");
        }

        // Discord's client sends options in the order they were registered, the required ones first.
        var ordered = new JsonArray([.. options.Where(o => filled.ContainsKey(o.Name)).Select(o => filled[o.Name])]);
        return (ordered, [.. files], [.. errors]);
    }

    /// <summary>A bare word that is the name of a yes-or-no option: <c>/incident declare drill</c>.</summary>
    private bool IsFlag(CommandPart part) => part is { Name: null, Quoted: false } && options.Any(o => o.Type == OptionType.Boolean && Same(o.Name, part.Value));

    /// <summary>As in Discord's own client, the name of a required option may be left out: <c>/incident status identified</c>, <c>/incident rename "Shop is slow"</c>.</summary>
    private bool TakeInOrder(ReadOnlySpan<CommandPart> words, CommandPart? before)
    {
        if (before is { Name: not null, Quoted: false }) return false;
        var open = options.Where(o => o.Required && !filled.ContainsKey(o.Name)).ToList();
        if (open.Count == 0 && words is [{ Mention: not null }])
            open = [.. options.Where(o => o.Type is (OptionType.User or OptionType.Role or OptionType.Mentionable) && !filled.ContainsKey(o.Name)).Take(1)];
        if (open is [{ Type: OptionType.Text, Choices.Count: 0 } only])
        {
            Place(only, Read(only, string.Join(' ', words.ToArray().Select(w => w.Value))).Value);
            return filled.ContainsKey(only.Name);
        }

        if (words.Length > open.Count) return false;
        var placed = new List<(OptionDefinition Option, JsonNode Value)>();
        foreach (var word in words)
        {
            var fits = open.Where(o => placed.TrueForAll(p => p.Option != o)).Select(o => (Option: o, Read(o, word.Value).Value)).FirstOrDefault(f => f.Value is not null);
            if (fits.Value is null) return false;
            placed.Add((fits.Option, fits.Value));
        }

        foreach (var (option, value) in placed) Place(option, value);
        return true;
    }

    private (JsonNode? Value, string? Problem) Read(OptionDefinition option, string value) => option.Choices.Count > 0 ? Choose(option, value) : Convert(option, value.Trim());

    private bool Place(OptionDefinition option, JsonNode? value) =>
        value is not null && filled.TryAdd(option.Name, new JsonObject { ["type"] = (int)option.Type, ["name"] = option.Name, ["value"] = value });

    private void Stray(ReadOnlySpan<CommandPart> words, CommandPart? before)
    {
        var text = string.Join(' ', words.ToArray().Select(w => w.Value));
        if (before is { Name: { } name, Quoted: false })
        {
            errors.Add($"'{text}' stands alone after {name}:{before.Value} (a value with spaces needs quotes, like {name}:\"{before.Value} {text}\")");
            return;
        }

        var target = options.FirstOrDefault(o => o.Required && !filled.ContainsKey(o.Name)) ?? options.FirstOrDefault(o => !filled.ContainsKey(o.Name));
        var value = text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;
        errors.Add(target is null
            ? $"{command} takes no '{text}'"
            : $"'{text}' needs the name of the option it is for, like {target.Name}:{value}");
    }

    private void Take(string name, string value)
    {
        var option = options.FirstOrDefault(o => Same(o.Name, name));
        if (option is null)
        {
            // Another name for what is clearly meant: the one required option that is still open and takes this value.
            var open = options.Where(o => o.Required && !filled.ContainsKey(o.Name) && Read(o, value).Value is not null).ToList();
            if (open.Find(o => o.Choices.Count > 0) is { } chosen) open = [chosen];
            if (open is [var meant] && Place(meant, Read(meant, value).Value)) return;
            errors.Add(options.Count == 0
                ? $"{command} has no options, so no '{name}'"
                : $"{command} has no option '{name}'; it has {Nearest.Quoted(options.Select(o => o.Name))}");
            return;
        }

        var (sent, problem) = Read(option, value);
        if (sent is null && option.Type is OptionType.User or OptionType.Role or OptionType.Mentionable && PlaceElsewhere(value)) return;
        if (sent is null) errors.Add(problem!);
        else if (!Place(option, sent)) errors.Add($"{option.Name} is given twice");
    }

    /// <summary>Somebody was asked for, and what was typed is the name of something that another option takes.</summary>
    private bool PlaceElsewhere(string value)
    {
        var name = value.TrimStart('@').Trim();
        foreach (var (other, known) in names.Others)
        {
            if (known.FirstOrDefault(k => Same(k, name) || Same($"{other}:{k}", name)) is { } meant
                && options.FirstOrDefault(o => o.Type == OptionType.Text && Same(o.Name, other)) is { } option && Place(option, JsonValue.Create(meant))) return true;
        }

        return false;
    }

    private (JsonNode? Value, string? Problem) Choose(OptionDefinition option, string typed)
    {
        foreach (var (name, value) in option.Choices)
        {
            if (Same(name, typed.Trim()) || Same(value.ToString(), typed.Trim())) return (JsonNode.Parse(value.GetRawText()), null);
        }

        var known = option.Choices.Select(c => Same(c.Name, c.Value.ToString()) ? c.Name : $"{c.Value} ({c.Name})");
        return (null, $"'{typed}' is not one of the choices for {option.Name}; there are {Nearest.Quoted(known)}");
    }

    private (JsonNode? Value, string? Problem) Convert(OptionDefinition option, string value)
    {
        if (value.Length == 0) return (null, $"{option.Name} is empty");
        return option.Type switch
        {
            OptionType.Integer => WholeNumber(option, value),
            OptionType.Number => Number(option, value),
            OptionType.Boolean => value.ToLowerInvariant() switch
            {
                "true" or "yes" or "on" or "1" => (JsonValue.Create(true), null),
                "false" or "no" or "off" or "0" => (JsonValue.Create(false), null),
                _ => NotWanted(option, value),
            },
            OptionType.User => Named(option, value, '@', names.People),
            OptionType.Role => Named(option, value, '@', names.Roles),
            OptionType.Mentionable => Named(option, value, '@', names.People, names.Roles),
            OptionType.Channel => Named(option, value, '#', names.Channels),
            OptionType.Attachment => Attach(value),
            _ => Text(option, names.WithMentions(value)),
        };
    }

    private (JsonNode? Value, string? Problem) WholeNumber(OptionDefinition option, string value) =>
        long.TryParse(value.TrimEnd('%'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? InRange(option, number, JsonValue.Create(number)) : NotWanted(option, value);

    private (JsonNode? Value, string? Problem) Number(OptionDefinition option, string value) =>
        decimal.TryParse(value.TrimEnd('%'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? InRange(option, number, JsonValue.Create(number)) : NotWanted(option, value);

    private static (JsonNode? Value, string? Problem) InRange(OptionDefinition option, decimal number, JsonNode sent)
    {
        if (number < option.Least) return (null, $"{option.Name} must be at least {OptionDefinition.Plain(option.Least.Value)}");
        return number > option.Most ? (null, $"{option.Name} must be at most {OptionDefinition.Plain(option.Most.Value)}") : (sent, null);
    }

    private static (JsonNode? Value, string? Problem) Text(OptionDefinition option, string value)
    {
        if (value.Length < option.ShortestText) return (null, $"{option.Name} must have at least {OptionDefinition.Plain(option.ShortestText.Value)} characters");
        if (value.Length > option.LongestText) return (null, $"{option.Name} may have {OptionDefinition.Plain(option.LongestText.Value)} characters at most; this has {value.Length}");
        return (JsonValue.Create(value), null);
    }

    private static (JsonNode? Value, string? Problem) Named(OptionDefinition option, string value, char sign, params ReadOnlySpan<IReadOnlyDictionary<string, ulong>> known)
    {
        var name = value.TrimStart(sign);
        var all = new List<string>();
        foreach (var kind in known)
        {
            if (kind.TryGetValue(name, out var id)) return (JsonValue.Create(id.ToString(CultureInfo.InvariantCulture)), null);
            all.AddRange(kind.Keys);
        }

        var near = Nearest.To(name, all);
        return (null, $"'{value}' is not {option.Wanted} that exists{(near.Count == 0 ? "" : $". Did you mean {Nearest.Quoted(near.Select(n => sign + n), "or")}?")}");
    }

    private (JsonNode? Value, string? Problem) Attach(string file)
    {
        files.Add(file);
        return (JsonValue.Create((files.Count - 1).ToString(CultureInfo.InvariantCulture)), null);
    }

    private static (JsonNode? Value, string? Problem) NotWanted(OptionDefinition option, string value) => (null, $"{option.Name} must be {option.Wanted}; '{value}' is not");

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
