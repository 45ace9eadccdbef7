using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>What a person filled into a form, held against the form, in the shape the bot receives (Components: Interaction Responses).</summary>
internal static class ModalAnswers
{
    public static JsonArray Read(JsonObject modal, JsonArray given, FieldErrors errors, Resolved resolved)
    {
        var byId = ComponentTree.All(given).Where(c => c["custom_id"] is not null).GroupBy(c => (string)c["custom_id"]!).ToDictionary(g => g.Key, g => g.First());
        var result = new JsonArray();
        var id = 1;
        foreach (var top in ((JsonArray)modal["components"]!).OfType<JsonObject>())
        {
            var type = (int)top["type"]!;
            if (type == ComponentRules.TextDisplay)
            {
                result.Add((JsonNode)new JsonObject { ["type"] = type, ["id"] = id++ });
            }
            else if (type == ComponentRules.Row)
            {
                var row = new JsonObject { ["type"] = type, ["id"] = id++ };
                var input = (JsonObject)top["components"]![0]!;
                row["components"] = new JsonArray(Answer(input, byId, ref id, errors, resolved));
                result.Add((JsonNode)row);
            }
            else
            {
                var label = new JsonObject { ["type"] = type, ["id"] = id++ };
                label["component"] = Answer((JsonObject)top["component"]!, byId, ref id, errors, resolved);
                result.Add((JsonNode)label);
            }
        }

        return result;
    }

    private static JsonObject Answer(JsonObject component, Dictionary<string, JsonObject> given, ref int id, FieldErrors errors, Resolved resolved)
    {
        var customId = (string)component["custom_id"]!;
        var type = (int)component["type"]!;
        var answer = given.GetValueOrDefault(customId);
        var json = new JsonObject { ["type"] = type, ["id"] = id++, ["custom_id"] = customId };
        var path = $"data.components.{customId}";
        var required = (bool?)component["required"] ?? true;
        if (type == ComponentRules.TextInput)
        {
            var text = (string?)answer?["value"] ?? "";
            var least = text.Length == 0 && !required ? 0 : Math.Max((int?)component["min_length"] ?? 0, required ? 1 : 0);
            var most = (int?)component["max_length"] ?? 4000;
            if (FieldErrors.Count(text) < least || FieldErrors.Count(text) > most) errors.Length(path, least, most);
            json["value"] = text;
        }
        else if (type == ComponentRules.Checkbox)
        {
            json["value"] = (bool?)answer?["value"] ?? false;
        }
        else if (type == ComponentRules.RadioGroup)
        {
            var value = (string?)answer?["value"] ?? (string?)(answer?["values"] as JsonArray)?.FirstOrDefault();
            if (value is null ? required : !Offers(component, value)) errors.Add(path, "COMPONENT_VALIDATION_FAILED", "Component validation failed");
            json["value"] = value;
        }
        else
        {
            var values = answer?["values"] as JsonArray ?? [];
            if ((values.Count > 0 || required) && (values.Count < ((int?)component["min_values"] ?? 0) || values.Count > ((int?)component["max_values"] ?? 25)))
            {
                errors.Length(path, (int?)component["min_values"] ?? 0, (int?)component["max_values"] ?? 25);
            }

            foreach (var value in values)
            {
                var valid = type is ComponentRules.StringSelect or ComponentRules.CheckboxGroup ? Offers(component, (string?)value)
                    : type == ComponentRules.FileUpload || resolved.Add(type, (string?)value);
                if (!valid) errors.Add(path, "COMPONENT_VALIDATION_FAILED", "Component validation failed");
            }

            json["values"] = values.DeepClone();
        }

        return json;
    }

    private static bool Offers(JsonObject component, string? value) => (component["options"] as JsonArray ?? []).Any(o => (string?)o!["value"] == value);
}
