using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.Validation;

/// <summary>Forms (Interactions: Receiving and Responding, Modal): title 45, one to five components, each a Label, a text, or the older row with one text input.</summary>
internal static class ModalRules
{
    private static readonly int[] Top = [ComponentRules.Row, ComponentRules.TextDisplay, ComponentRules.Label];
    private static readonly int[] InLabel =
    [
        ComponentRules.StringSelect, ComponentRules.TextInput, 5, 6, 7, 8, ComponentRules.FileUpload, ComponentRules.RadioGroup, ComponentRules.CheckboxGroup, ComponentRules.Checkbox,
    ];

    public static JsonObject Read(JsonObject data)
    {
        var errors = new FieldErrors();
        var rules = new ComponentRules(errors, _ => null);
        var result = new JsonObject
        {
            ["custom_id"] = errors.String(data, "custom_id", "data", 1, 100, required: true),
            ["title"] = errors.String(data, "title", "data", 1, 45, required: true),
        };
        var components = new JsonArray();
        var list = errors.List(data, "components", "data", 1, 5);
        if (list is null) errors.Required("data.components");
        for (var i = 0; i < list?.Count; i++)
        {
            var path = $"data.components.{i}";
            if (list[i] is not JsonObject json || errors.Integer(json, "type", path, 0, 100, required: true) is not { } type) continue;
            if (!Top.Contains((int)type)) errors.Choice($"{path}.type", Top);
            else if (type == ComponentRules.TextDisplay) components.Add((JsonNode)new JsonObject { ["type"] = 10, ["content"] = errors.String(json, "content", path, 1, 4000, required: true) });
            else if (type == ComponentRules.Row) components.Add((JsonNode)Row(json, path, errors, rules));
            else components.Add((JsonNode)Labelled(json, path, errors, rules));
        }

        errors.ThrowIfAny();
        result["components"] = components;
        return result;
    }

    private static JsonObject Row(JsonObject json, string path, FieldErrors errors, ComponentRules rules)
    {
        var children = new JsonArray();
        if (errors.List(json, "components", path, 1, 1) is not { } list) errors.Required($"{path}.components");
        else if (list is [JsonObject input])
        {
            if (!FieldErrors.TryNumber(input["type"], out var type) || type != ComponentRules.TextInput) errors.Choice($"{path}.components.0.type", [ComponentRules.TextInput]);
            else children.Add((JsonNode)TextInput(input, $"{path}.components.0", errors, rules, labelled: false));
        }

        return new JsonObject { ["type"] = ComponentRules.Row, ["components"] = children };
    }

    private static JsonObject Labelled(JsonObject json, string path, FieldErrors errors, ComponentRules rules)
    {
        var result = new JsonObject { ["type"] = ComponentRules.Label, ["label"] = errors.String(json, "label", path, 1, 45, required: true) };
        if (errors.String(json, "description", path, 0, 100) is { Length: > 0 } description) result["description"] = description;
        var at = $"{path}.component";
        if (json["component"] is not JsonObject component)
        {
            errors.Required(at);
            return result;
        }

        if (errors.Integer(component, "type", at, 0, 100, required: true) is not { } type) return result;
        if (!InLabel.Contains((int)type)) errors.Choice($"{at}.type", InLabel);
        else result["component"] = type == ComponentRules.TextInput ? TextInput(component, at, errors, rules, labelled: true) : Choice(component, (int)type, at, errors, rules);
        return result;
    }

    private static JsonObject TextInput(JsonObject json, string path, FieldErrors errors, ComponentRules rules, bool labelled)
    {
        var result = new JsonObject { ["type"] = ComponentRules.TextInput };
        rules.CustomId(json, result, path);
        result["style"] = errors.Integer(json, "style", path, 1, 2, required: true);
        if (labelled && json["label"] is not null) errors.Add($"{path}.label", "TEXT_INPUT_LABEL_NOT_ALLOWED", "A text input inside a label cannot have a label of its own");
        else if (!labelled) result["label"] = errors.String(json, "label", path, 1, 45, required: true);
        var min = errors.Integer(json, "min_length", path, 0, 4000);
        var max = errors.Integer(json, "max_length", path, 1, 4000);
        if (min > max) errors.Add($"{path}.min_length", "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", "min_length must be less than or equal to max_length");
        if (min is not null) result["min_length"] = min;
        if (max is not null) result["max_length"] = max;
        result["required"] = errors.Boolean(json, "required", path) ?? true;
        if (errors.String(json, "value", path, 0, (int)(max ?? 4000)) is { } value) result["value"] = value;
        if (errors.String(json, "placeholder", path, 0, 100) is { Length: > 0 } placeholder) result["placeholder"] = placeholder;
        return result;
    }

    private static JsonObject Choice(JsonObject json, int type, string path, FieldErrors errors, ComponentRules rules)
    {
        var result = new JsonObject { ["type"] = type };
        rules.CustomId(json, result, path);
        result["required"] = errors.Boolean(json, "required", path) ?? type != ComponentRules.Checkbox;
        if (type == ComponentRules.Checkbox)
        {
            result["default"] = errors.Boolean(json, "default", path) ?? false;
            return result;
        }

        if (type == ComponentRules.RadioGroup)
        {
            result["options"] = rules.SelectOptions(json, path, 1, least: 2, most: 10);
            return result;
        }

        var (most, defaultMax) = type switch { ComponentRules.FileUpload or ComponentRules.CheckboxGroup => (10, type == ComponentRules.FileUpload ? 1 : 10), _ => (25, 1) };
        result["min_values"] = errors.Integer(json, "min_values", path, 0, most) ?? ((bool)result["required"]! ? 1 : 0);
        var max = errors.Integer(json, "max_values", path, 1, most);
        if (type == ComponentRules.CheckboxGroup) result["options"] = rules.SelectOptions(json, path, max ?? 1, least: 1, most: 10);
        if (type == ComponentRules.StringSelect) result["options"] = rules.SelectOptions(json, path, max ?? 1);
        result["max_values"] = max ?? (type == ComponentRules.CheckboxGroup ? (result["options"] as JsonArray)?.Count ?? 1 : defaultMax);
        if (errors.String(json, "placeholder", path, 0, 150) is { Length: > 0 } placeholder) result["placeholder"] = placeholder;
        if (json["default_values"] is JsonArray defaults) result["default_values"] = defaults.DeepClone();
        return result;
    }
}
