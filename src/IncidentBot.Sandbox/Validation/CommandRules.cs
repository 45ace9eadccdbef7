using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Sandbox.Validation;

/// <summary>Definitions of application commands (Interactions: Application Commands): names, descriptions, options, choices.</summary>
internal static partial class CommandRules
{
    public const int Subcommand = 1;
    public const int SubcommandGroup = 2;
    public const int String = 3;
    public const int Integer = 4;
    public const int Number = 10;
    public const int Attachment = 11;

    private const int MaxOptions = 25;
    private const int MaxTotal = 8000;

    /// <summary>The definition as Discord gives it back, with its type; what is wrong goes to <paramref name="errors"/>.</summary>
    public static (int Type, string Name, JsonObject Definition) Read(JsonObject body, string path, FieldErrors errors, int? existingType = null)
    {
        var type = existingType ?? (int)(errors.Integer(body, "type", path, 1, 3) ?? 1);
        var total = 0;
        var name = Name(body, path, errors, chatInput: type == 1);
        var json = new JsonObject { ["name"] = name, ["name_localizations"] = null, ["description_localizations"] = null };
        var description = errors.String(body, "description", path, type == 1 ? 1 : 0, type == 1 ? 100 : 0, required: type == 1);
        json["description"] = description ?? "";
        total += (name?.Length ?? 0) + (description?.Length ?? 0);
        json["default_member_permissions"] = body["default_member_permissions"]?.ToString();
        json["dm_permission"] = errors.Boolean(body, "dm_permission", path) ?? true;
        json["contexts"] = body["contexts"]?.DeepClone();
        json["integration_types"] = body["integration_types"]?.DeepClone() ?? new JsonArray(0);
        json["nsfw"] = errors.Boolean(body, "nsfw", path) ?? false;
        if (body["name_localizations"] is JsonObject names) json["name_localizations"] = names.DeepClone();
        if (body["description_localizations"] is JsonObject descriptions) json["description_localizations"] = descriptions.DeepClone();
        if (type == 1)
        {
            if (Options(body, path, errors, depth: 0, ref total) is { Count: > 0 } options) json["options"] = options;
        }
        else if (body["options"] is JsonArray { Count: > 0 })
        {
            errors.Add(Join(path, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options");
        }

        if (total > MaxTotal) errors.Add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
        return (type, name ?? "", World.Wire.Settled(json));
    }

    private static string? Name(JsonObject body, string path, FieldErrors errors, bool chatInput)
    {
        var name = errors.String(body, "name", path, 1, 32, required: true);
        if (name is null || !chatInput) return name;
        if (!ChatName().IsMatch(name) || name.EnumerateRunes().Any(r => Rune.ToLowerInvariant(r) != r))
        {
            errors.Add(Join(path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }

        return name;
    }

    private static JsonArray? Options(JsonObject body, string path, FieldErrors errors, int depth, ref int total)
    {
        if (errors.List(body, "options", path, 0, MaxOptions) is not { } list) return null;
        var result = new JsonArray();
        var names = new HashSet<string>();
        var optionalSeen = false;
        var kinds = new HashSet<bool>();
        for (var i = 0; i < list.Count; i++)
        {
            var at = $"{Join(path, "options")}.{i}";
            if (list[i] is not JsonObject option)
            {
                errors.Add(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }

            var type = (int)(errors.Integer(option, "type", at, 1, 11, required: true) ?? String);
            var name = Name(option, at, errors, chatInput: true);
            var description = errors.String(option, "description", at, 1, 100, required: true);
            total += (name?.Length ?? 0) + (description?.Length ?? 0);
            if (name is not null && !names.Add(name)) errors.Add($"{at}.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
            var nests = type is Subcommand or SubcommandGroup;
            kinds.Add(nests);
            var allowedHere = type switch { SubcommandGroup => depth == 0, Subcommand => depth is 0 or 1, _ => true };
            if (!allowedHere || (depth == 1 && type != Subcommand && (string?)body["type"]?.ToString() == "2"))
            {
                errors.Add($"{at}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command groups hold sub-commands only, and sub-commands hold values only");
            }

            var json = new JsonObject { ["type"] = type, ["name"] = name, ["name_localizations"] = null, ["description"] = description, ["description_localizations"] = null };
            if (option["name_localizations"] is JsonObject localized) json["name_localizations"] = localized.DeepClone();
            if (option["description_localizations"] is JsonObject described) json["description_localizations"] = described.DeepClone();
            if (nests)
            {
                if (Options(option, at, errors, depth + 1, ref total) is { } inner) json["options"] = inner;
            }
            else
            {
                var required = errors.Boolean(option, "required", at) ?? false;
                if (required && optionalSeen) errors.Add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
                optionalSeen |= !required;
                if (required) json["required"] = true;
                Value(option, json, type, at, errors, ref total);
            }

            result.Add((JsonNode)json);
        }

        if (kinds.Count > 1) errors.Add(Join(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_MIXED", "Sub-command and sub-command group option types are mutually exclusive to all other types");
        return result;
    }

    private static void Value(JsonObject option, JsonObject json, int type, string at, FieldErrors errors, ref int total)
    {
        var takesChoices = type is String or Integer or Number;
        var autocomplete = errors.Boolean(option, "autocomplete", at) ?? false;
        if (autocomplete)
        {
            if (!takesChoices || option["choices"] is JsonArray { Count: > 0 }) errors.Add($"{at}.autocomplete", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID", "Autocomplete is only for string, integer and number options without choices");
            json["autocomplete"] = true;
        }

        if (errors.List(option, "choices", at, 0, 25) is { Count: > 0 } choices)
        {
            var result = new JsonArray();
            var names = new HashSet<string>();
            for (var i = 0; i < choices.Count; i++)
            {
                if (choices[i] is not JsonObject choice) continue;
                var path = $"{at}.choices.{i}";
                var name = errors.String(choice, "name", path, 1, 100, required: true);
                if (name is not null && !names.Add(name)) errors.Add($"{path}.name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Choice name already exists");
                if (choice["value"] is null) errors.Required($"{path}.value");
                else if (type == String) total += errors.String(choice, "value", path, 1, 100, required: true)?.Length ?? 0;
                else if (!FieldErrors.TryNumber(choice["value"], out _)) errors.Add($"{path}.value", "NUMBER_TYPE_COERCE", "Value is not a number.");
                total += name?.Length ?? 0;
                result.Add((JsonNode)new JsonObject { ["name"] = name, ["name_localizations"] = choice["name_localizations"]?.DeepClone(), ["value"] = choice["value"]?.DeepClone() });
            }

            if (!takesChoices) errors.Add($"{at}.choices", "APPLICATION_COMMAND_OPTION_CHOICES_INVALID", "Choices are only for string, integer and number options");
            json["choices"] = result;
        }

        if (type == String)
        {
            if (errors.Integer(option, "min_length", at, 0, 6000) is { } min) json["min_length"] = min;
            if (errors.Integer(option, "max_length", at, 1, 6000) is { } max) json["max_length"] = max;
        }

        foreach (var bound in (string[])["min_value", "max_value"])
        {
            if (type is Integer or Number && option[bound] is { } value) json[bound] = value.DeepClone();
        }

        if (type == 7 && option["channel_types"] is JsonArray types) json["channel_types"] = types.DeepClone();
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChatName();
}
