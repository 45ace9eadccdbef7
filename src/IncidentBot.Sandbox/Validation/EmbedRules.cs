using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.Validation;

/// <summary>Embeds: limits (Resources: Message, Embed Limits) and the shape Discord gives back. Unknown fields are dropped.</summary>
internal static class EmbedRules
{
    private const int MaxEmbeds = 10;
    private const int MaxTotal = 6000;

    public static JsonArray Read(JsonObject body, FieldErrors errors, Func<string, string?> resolveAttachment)
    {
        var result = new JsonArray();
        if (errors.List(body, "embeds", "", 0, MaxEmbeds) is not { } list) return result;
        var total = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject embed) result.Add((JsonNode)One(embed, $"embeds.{i}", errors, resolveAttachment, ref total));
            else errors.Add($"embeds.{i}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }

        if (total > MaxTotal) errors.Add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        return result;
    }

    private static JsonObject One(JsonObject embed, string path, FieldErrors errors, Func<string, string?> resolve, ref int total)
    {
        var json = new JsonObject { ["type"] = "rich" };
        total += Text(json, embed, "title", path, 256, errors) + Text(json, embed, "description", path, 4096, errors);
        Url(json, embed, "url", path, errors);
        if (errors.Integer(embed, "color", path, 0, 0xFFFFFF) is { } color) json["color"] = color;
        if (embed["timestamp"] is JsonValue time)
        {
            if (time.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, out var at)) json["timestamp"] = World.Wire.Time(at);
            else errors.Add($"{path}.timestamp", "DATE_TIME_TYPE_PARSE", $"Could not parse {time.ToJsonString()}. Should be ISO8601.");
        }

        if (embed["footer"] is JsonObject footer)
        {
            var target = new JsonObject();
            total += Text(target, footer, "text", $"{path}.footer", 2048, errors, required: true);
            Url(target, footer, "icon_url", $"{path}.footer", errors, resolve);
            json["footer"] = target;
        }

        if (embed["author"] is JsonObject author)
        {
            var target = new JsonObject();
            total += Text(target, author, "name", $"{path}.author", 256, errors, required: true);
            Url(target, author, "url", $"{path}.author", errors);
            Url(target, author, "icon_url", $"{path}.author", errors, resolve);
            json["author"] = target;
        }

        foreach (var image in (string[])["image", "thumbnail"])
        {
            if (embed[image] is not JsonObject picture) continue;
            var target = new JsonObject();
            Url(target, picture, "url", $"{path}.{image}", errors, resolve);
            if (target.Count > 0) json[image] = target;
        }

        if (errors.List(embed, "fields", path, 0, 25) is { } fields)
        {
            var target = new JsonArray();
            for (var i = 0; i < fields.Count; i++)
            {
                if (fields[i] is not JsonObject field) continue;
                var one = new JsonObject();
                total += Text(one, field, "name", $"{path}.fields.{i}", 256, errors, required: true);
                total += Text(one, field, "value", $"{path}.fields.{i}", 1024, errors, required: true);
                one["inline"] = errors.Boolean(field, "inline", $"{path}.fields.{i}") ?? false;
                target.Add((JsonNode)one);
            }

            json["fields"] = target;
        }

        return json;
    }

    private static int Text(JsonObject target, JsonObject source, string name, string path, int max, FieldErrors errors, bool required = false)
    {
        var text = errors.String(source, name, path, required ? 1 : 0, max, required)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            if (required && source[name] is not null && text is { Length: 0 }) errors.Required($"{path}.{name}");
            return 0;
        }

        target[name] = text;
        return FieldErrors.Count(text);
    }

    private static void Url(JsonObject target, JsonObject source, string name, string path, FieldErrors errors, Func<string, string?>? resolve = null)
    {
        if (errors.String(source, name, path, 0, 2048) is not { Length: > 0 } text) return;
        if (resolve is not null && text.StartsWith("attachment://", StringComparison.Ordinal))
        {
            if (resolve(text["attachment://".Length..]) is { } link) target[name] = link;
            return;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") target[name] = text;
        else errors.Add($"{path}.{name}", "URL_TYPE_INVALID_SCHEME", $"Scheme \"{uri?.Scheme}\" is not supported. Scheme must be one of ('http', 'https').");
    }
}
