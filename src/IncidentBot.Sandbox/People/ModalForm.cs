using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.People;

/// <summary>Fills a form as a person does: fields by custom id or by the label they read.</summary>
internal static class ModalForm
{
    /// <param name="names">Who and what @ and # stand for where a field asks for people, roles or channels; ids are understood without.</param>
    /// <exception cref="InvalidOperationException">A field that is not there, or an answer that cannot be chosen; says what can.</exception>
    public static JsonArray Fill(JsonObject modal, IReadOnlyDictionary<string, string> values, ChatNames names)
    {
        var known = new List<string>();
        var left = new HashSet<string>(values.Keys);
        var result = new JsonArray();
        foreach (var top in ((JsonArray)modal["components"]!).OfType<JsonObject>())
        {
            if (top["component"] is JsonObject labelled)
            {
                result.Add((JsonNode)new JsonObject { ["type"] = 18, ["component"] = Field(labelled, (string?)top["label"], values, names, left, known) });
            }
            else if (top["components"] is JsonArray { Count: 1 } row && row[0] is JsonObject input)
            {
                result.Add((JsonNode)new JsonObject { ["type"] = 1, ["components"] = new JsonArray(Field(input, (string?)input["label"], values, names, left, known)) });
            }
        }

        return left.Count == 0 ? result : throw new InvalidOperationException($"The form '{(string?)modal["title"]}' has no field called {Nearest.Quoted(left)}; it has {Nearest.Quoted(known)}.");
    }

    public static string ValueOf(JsonObject component, string wanted) =>
        (component["options"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(o => (string?)o["label"] == wanted || (string?)o["value"] == wanted) is { } option
            ? (string)option["value"]!
            : wanted;

    /// <summary>A choice by its label or value; people, roles and channels by name or id.</summary>
    private static string Chosen(JsonObject component, string field, string wanted, ChatNames names)
    {
        var type = (int)component["type"]!;
        if (type is 3 or 21)
        {
            var options = (component["options"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            var value = ValueOf(component, wanted);
            return options.Exists(o => (string?)o["value"] == value)
                ? value
                : throw new InvalidOperationException($"'{wanted}' is not one of the choices for {field}; there are {Nearest.Quoted(options.Select(o => Same((string?)o["label"], (string?)o["value"]) ? (string)o["value"]! : $"{(string?)o["value"]} ({(string?)o["label"]})"))}.");
        }

        if (type is not (5 or 6 or 7 or 8) || ulong.TryParse(wanted, out _)) return wanted;
        var name = wanted.TrimStart('@', '#');
        if (type is 5 or 7 && names.People.TryGetValue(name, out var id)) return Wire.Id(id);
        if (type is 6 or 7 && names.Roles.TryGetValue(name, out id)) return Wire.Id(id);
        if (type is 8 && names.Channels.TryGetValue(name, out id)) return Wire.Id(id);
        throw new InvalidOperationException($"{field} asks for {type switch { 5 => "a person", 6 => "a role", 7 => "a person or role", _ => "a channel" }}, and '{wanted}' is none that exists.");
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Field(JsonObject component, string? label, IReadOnlyDictionary<string, string> values, ChatNames names, HashSet<string> left, List<string> known)
    {
        var customId = (string)component["custom_id"]!;
        known.Add(customId);
        var type = (int)component["type"]!;
        var key = values.ContainsKey(customId) ? customId : label is not null && values.ContainsKey(label) ? label : null;
        if (key is not null) left.Remove(key);
        var given = key is null ? null : values[key];
        var json = new JsonObject { ["type"] = type, ["custom_id"] = customId };
        if (type == 4) json["value"] = given ?? (string?)component["value"] ?? "";
        else if (type == 21) json["value"] = given is null ? Defaults(component).FirstOrDefault() : Chosen(component, customId, given, names);
        else if (type == 23) json["value"] = given is null ? (bool?)component["default"] ?? false : given == "true";
        else json["values"] = Wire.Array(given?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(v => Chosen(component, customId, v, names)) ?? Defaults(component), v => v);
        return json;
    }

    private static IEnumerable<string> Defaults(JsonObject component) =>
        (component["options"] as JsonArray ?? []).OfType<JsonObject>().Where(o => (bool?)o["default"] == true).Select(o => (string)o["value"]!)
            .Concat((component["default_values"] as JsonArray ?? []).OfType<JsonObject>().Select(d => (string)d["id"]!));
}
