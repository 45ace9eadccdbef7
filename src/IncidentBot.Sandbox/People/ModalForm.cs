using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>Fills a form as a person does: fields by custom id or by the label they read.</summary>
internal static class ModalForm
{
    public static JsonArray Fill(JsonObject modal, IReadOnlyDictionary<string, string> values)
    {
        var left = new HashSet<string>(values.Keys);
        var result = new JsonArray();
        foreach (var top in ((JsonArray)modal["components"]!).OfType<JsonObject>())
        {
            if (top["component"] is JsonObject labelled)
            {
                result.Add((JsonNode)new JsonObject { ["type"] = 18, ["component"] = Field(labelled, (string?)top["label"], values, left) });
            }
            else if (top["components"] is JsonArray { Count: 1 } row && row[0] is JsonObject input)
            {
                result.Add((JsonNode)new JsonObject { ["type"] = 1, ["components"] = new JsonArray(Field(input, (string?)input["label"], values, left)) });
            }
        }

        return left.Count == 0 ? result : throw new InvalidOperationException($"The form '{(string?)modal["title"]}' has no field called {string.Join(", ", left)}.");
    }

    public static string ValueOf(JsonObject component, string wanted) =>
        (component["options"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(o => (string?)o["label"] == wanted || (string?)o["value"] == wanted) is { } option
            ? (string)option["value"]!
            : wanted;

    private static JsonObject Field(JsonObject component, string? label, IReadOnlyDictionary<string, string> values, HashSet<string> left)
    {
        var customId = (string)component["custom_id"]!;
        var type = (int)component["type"]!;
        var key = values.ContainsKey(customId) ? customId : label is not null && values.ContainsKey(label) ? label : null;
        if (key is not null) left.Remove(key);
        var given = key is null ? null : values[key];
        var json = new JsonObject { ["type"] = type, ["custom_id"] = customId };
        if (type == 4) json["value"] = given ?? (string?)component["value"] ?? "";
        else if (type == 21) json["value"] = given is null ? Defaults(component).FirstOrDefault() : ValueOf(component, given);
        else if (type == 23) json["value"] = given is null ? (bool?)component["default"] ?? false : given == "true";
        else json["values"] = Wire.Array(given?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(v => ValueOf(component, v)) ?? Defaults(component), v => v);
        return json;
    }

    private static IEnumerable<string> Defaults(JsonObject component) =>
        (component["options"] as JsonArray ?? []).OfType<JsonObject>().Where(o => (bool?)o["default"] == true).Select(o => (string)o["value"]!)
            .Concat((component["default_values"] as JsonArray ?? []).OfType<JsonObject>().Select(d => (string)d["id"]!));
}
