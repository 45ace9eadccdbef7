using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>Walks through nested components in the order in which they are shown.</summary>
internal static class ComponentTree
{
    public static IEnumerable<JsonObject> All(JsonNode? node)
    {
        if (node is JsonArray array) return array.SelectMany(All);
        if (node is not JsonObject json) return [];
        return [json, .. All(json["components"]), .. All(json["component"]), .. All(json["accessory"])];
    }

    /// <summary>Those with a custom id: buttons and selects.</summary>
    public static IEnumerable<JsonObject> Interactive(JsonNode? node) => All(node).Where(c => c["custom_id"] is not null);
}
