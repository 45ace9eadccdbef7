using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>Options a person filled in, held against the command's definition as Discord's client and server do.</summary>
internal static class OptionRules
{
    public static JsonArray Check(JsonArray given, JsonArray defined, string path, FieldErrors errors, bool partial, Resolved resolved, IReadOnlyList<Attachment> files)
    {
        var result = new JsonArray();
        var seen = new HashSet<string>();
        for (var i = 0; i < given.Count; i++)
        {
            var at = $"{path}.{i}";
            if (given[i] is not JsonObject option || errors.String(option, "name", at, 1, 32, required: true) is not { } name) continue;
            var definition = defined.OfType<JsonObject>().FirstOrDefault(d => (string?)d["name"] == name);
            if (definition is null)
            {
                errors.Add(at, "APPLICATION_COMMAND_INVALID_OPTION", $"This command has no option '{name}' here");
                continue;
            }

            seen.Add(name);
            var type = (int)definition["type"]!;
            var json = new JsonObject { ["name"] = name, ["type"] = type };
            if (type is CommandRules.Subcommand or CommandRules.SubcommandGroup)
            {
                json["options"] = Check(option["options"] as JsonArray ?? [], definition["options"] as JsonArray ?? [], $"{at}.options", errors, partial, resolved, files);
            }
            else
            {
                var focused = partial && (bool?)option["focused"] == true;
                if (focused) json["focused"] = true;
                json["value"] = Value(option["value"], definition, type, $"{at}.value", errors, focused, resolved, files);
            }

            result.Add((JsonNode)json);
        }

        if (partial) return result;
        foreach (var missing in defined.OfType<JsonObject>().Where(d => (bool?)d["required"] == true && !seen.Contains((string)d["name"]!)))
        {
            errors.Add($"{path}.{(string)missing["name"]!}", "BASE_TYPE_REQUIRED", "This field is required");
        }

        // A command that only has subcommands cannot be used without naming one.
        var nests = defined.OfType<JsonObject>().Any(d => (int)d["type"]! is CommandRules.Subcommand or CommandRules.SubcommandGroup);
        if (nests && seen.Count != 1) errors.Add(path, "APPLICATION_COMMAND_SUBCOMMAND_REQUIRED", "A subcommand must be chosen");
        return result;
    }

    private static JsonNode? Value(JsonNode? value, JsonObject definition, int type, string path, FieldErrors errors, bool focused, Resolved resolved, IReadOnlyList<Attachment> files)
    {
        if (focused) return value?.DeepClone() ?? "";
        switch (type)
        {
            case CommandRules.String:
                var text = value is JsonValue v && v.TryGetValue<string>(out var s) ? s : null;
                if (text is null) errors.Add(path, "STRING_TYPE_CONVERT", "Could not interpret the value as string.");
                else if (FieldErrors.Count(text) < ((int?)definition["min_length"] ?? 0) || FieldErrors.Count(text) > ((int?)definition["max_length"] ?? 6000))
                {
                    errors.Length(path, (int?)definition["min_length"] ?? 0, (int?)definition["max_length"] ?? 6000);
                }

                break;
            case CommandRules.Integer or CommandRules.Number:
                if (value is null || value.GetValueKind() != System.Text.Json.JsonValueKind.Number || !FieldErrors.TryNumber(value, out var number)
                    || (type == CommandRules.Integer && number != Math.Floor(number))) errors.Add(path, "NUMBER_TYPE_COERCE", "Value is not a number of the right kind.");
                else if (FieldErrors.TryNumber(definition["min_value"], out var min) && number < min) errors.Add(path, "NUMBER_TYPE_MIN", $"Value should be greater than or equal to {min}.");
                else if (FieldErrors.TryNumber(definition["max_value"], out var max) && number > max) errors.Add(path, "NUMBER_TYPE_MAX", $"Value should be less than or equal to {max}.");
                break;
            case 5:
                if (value?.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False)) errors.Add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
                break;
            case 6 or 7 or 8 or 9:
                var componentType = type switch { 6 => 5, 7 => 8, 8 => 6, _ => 7 };
                if (!resolved.Add(componentType, value?.ToString())) errors.Add(path, "APPLICATION_COMMAND_INVALID_VALUE", "There is nothing with this id");
                break;
            case CommandRules.Attachment:
                // The client names the file by its place in the upload; the bot is given the id the file got (Resolved Data Structure).
                if (int.TryParse(value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < files.Count)
                {
                    resolved.AddAttachment(files[place]);
                    return Wire.Id(files[place].Id);
                }

                errors.Add(path, "APPLICATION_COMMAND_INVALID_VALUE", "There is no file for this option");
                break;
        }

        if (definition["choices"] is JsonArray choices && !choices.Any(c => JsonNode.DeepEquals(c!["value"], value))) errors.Add(path, "APPLICATION_COMMAND_INVALID_CHOICE", "Not one of the choices");
        return value?.DeepClone();
    }
}
