using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>A message in words, as a reader would copy it.</summary>
internal static class MessageText
{
    public static string Of(Message message, SandboxWorld world)
    {
        var lines = new List<string>();
        if (message.Content.Length > 0) lines.Add(world.Names(message.Content));
        foreach (var embed in message.Embeds.OfType<JsonObject>())
        {
            Add(lines, (string?)embed["author"]?["name"]);
            if ((string?)embed["title"] is { } title) lines.Add($"**{title}**");
            Add(lines, (string?)embed["description"]);
            foreach (var field in embed["fields"] as JsonArray ?? [])
            {
                lines.Add($"**{(string?)field!["name"]}**");
                Add(lines, (string?)field["value"]);
            }

            Add(lines, (string?)embed["footer"]?["text"]);
        }

        Components(lines, message.Components, world);
        lines.AddRange(message.Attachments.Select(a => $"📎 {a.FileName} ({a.Bytes.Length} bytes)"));
        return string.Join('\n', lines);

        void Add(List<string> to, string? text)
        {
            if (!string.IsNullOrEmpty(text)) to.Add(world.Names(text));
        }
    }

    private static void Components(List<string> lines, JsonNode? node, SandboxWorld world)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Components(lines, item, world);
            return;
        }

        if (node is not JsonObject component) return;
        switch ((int?)component["type"])
        {
            case 1:
                lines.Add(string.Join(' ', (component["components"] as JsonArray ?? []).OfType<JsonObject>().Select(Control)));
                return;
            case 10:
                lines.Add(world.Names((string?)component["content"] ?? ""));
                return;
            case 14:
                lines.Add("---");
                return;
            default:
                Components(lines, component["components"], world);
                if (component["accessory"] is JsonObject accessory && (int?)accessory["type"] == 2) lines.Add(Control(accessory));
                return;
        }
    }

    private static string Control(JsonObject control)
    {
        var label = (string?)control["label"] ?? (string?)control["emoji"]?["name"] ?? (string?)control["placeholder"] ?? "Select";
        return (bool?)control["disabled"] == true ? $"[~~{label}~~]" : $"[{label}]";
    }
}
