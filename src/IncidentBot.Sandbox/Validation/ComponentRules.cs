using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.Validation;

/// <summary>
/// Components of messages (Components: Component Reference): what may stand where, lengths, counts, unique custom ids; gives them
/// back as Discord does, with numeric ids and defaults filled in.
/// </summary>
internal sealed class ComponentRules(FieldErrors errors, Func<string, JsonObject?> findMedia)
{
    public const int Row = 1;
    public const int Button = 2;
    public const int StringSelect = 3;
    public const int TextInput = 4;
    public const int ChannelSelect = 8;
    public const int Section = 9;
    public const int TextDisplay = 10;
    public const int Thumbnail = 11;
    public const int Gallery = 12;
    public const int File = 13;
    public const int Separator = 14;
    public const int Container = 17;
    public const int Label = 18;
    public const int FileUpload = 19;
    public const int RadioGroup = 21;
    public const int CheckboxGroup = 22;
    public const int Checkbox = 23;

    private const int MaxRows = 5;
    private const int MaxV2 = 40;
    private const int MaxV2Text = 4000;

    private static readonly int[] TopV1 = [Row];
    private static readonly int[] TopV2 = [Row, Section, TextDisplay, Gallery, File, Separator, Container];
    private static readonly int[] InContainer = [Row, Section, TextDisplay, Gallery, File, Separator];
    private static readonly int[] InRow = [Button, 3, 5, 6, 7, 8];

    private readonly HashSet<string> customIds = [];
    private readonly HashSet<long> ids = [];
    private long nextId = 1;
    private int count;
    private int text;

    /// <summary>Components of a message; <paramref name="v2"/> is its IS_COMPONENTS_V2 flag.</summary>
    public JsonArray ReadMessage(JsonObject body, bool v2)
    {
        if (errors.List(body, "components", "", 0, v2 ? MaxV2 : MaxRows) is not { } list) return [];
        CollectIds(list);
        var result = Children(list, "components", v2 ? TopV2 : TopV1);
        if (v2 && count > MaxV2) errors.Add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of total components allowed is 40");
        if (v2 && text > MaxV2Text) errors.Add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Components displayable text size exceeds maximum size of 4000");
        return result;
    }

    private void CollectIds(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) CollectIds(item);
        }
        else if (node is JsonObject json)
        {
            if (FieldErrors.TryNumber(json["id"], out var id) && id > 0) ids.Add((long)id);
            CollectIds(json["components"]);
            CollectIds(json["component"]);
            CollectIds(json["accessory"]);
        }
    }

    private JsonArray Children(JsonArray list, string path, int[] allowed)
    {
        var result = new JsonArray();
        for (var i = 0; i < list.Count; i++)
        {
            if (One(list[i], $"{path}.{i}", allowed) is { } one) result.Add((JsonNode)one);
        }

        return result;
    }

    private JsonObject? One(JsonNode? node, string path, int[] allowed)
    {
        count++;
        if (node is not JsonObject json)
        {
            errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return null;
        }

        if (errors.Integer(json, "type", path, 0, int.MaxValue, required: true) is not { } number) return null;
        var type = (int)number;
        if (!allowed.Contains(type))
        {
            errors.Choice($"{path}.type", allowed);
            return null;
        }

        var result = new JsonObject { ["type"] = type, ["id"] = IdOf(json) };
        switch (type)
        {
            case Row:
                ReadRow(json, result, path);
                break;
            case Button:
                ReadButton(json, result, path);
                break;
            case 3 or 5 or 6 or 7 or 8:
                ReadSelect(json, result, path, type);
                break;
            case Section:
                if (errors.List(json, "components", path, 1, 3) is { } texts) result["components"] = Children(texts, $"{path}.components", [TextDisplay]);
                else errors.Required($"{path}.components");
                if (json["accessory"] is null) errors.Required($"{path}.accessory");
                else result["accessory"] = One(json["accessory"], $"{path}.accessory", [Button, Thumbnail]);
                break;
            case TextDisplay:
                var content = errors.String(json, "content", path, 1, 4000, required: true) ?? "";
                text += FieldErrors.Count(content);
                result["content"] = content;
                break;
            case Thumbnail:
                ReadMedia(json, result, path, "media");
                break;
            case Gallery:
                ReadGallery(json, result, path);
                break;
            case File:
                ReadFile(json, result, path);
                break;
            case Separator:
                result["divider"] = errors.Boolean(json, "divider", path) ?? true;
                result["spacing"] = errors.Integer(json, "spacing", path, 1, 2) ?? 1;
                break;
            case Container:
                result["accent_color"] = errors.Integer(json, "accent_color", path, 0, 0xFFFFFF);
                result["spoiler"] = errors.Boolean(json, "spoiler", path) ?? false;
                if (errors.List(json, "components", path, 1, MaxV2) is { } inside) result["components"] = Children(inside, $"{path}.components", InContainer);
                else errors.Required($"{path}.components");
                break;
        }

        return result;
    }

    private long IdOf(JsonObject json)
    {
        if (FieldErrors.TryNumber(json["id"], out var id) && id > 0) return (long)id;
        while (ids.Contains(nextId)) nextId++;
        return nextId++;
    }

    private void ReadRow(JsonObject json, JsonObject result, string path)
    {
        if (errors.List(json, "components", path, 1, 5) is not { } list)
        {
            errors.Required($"{path}.components");
            return;
        }

        // A row holds up to five buttons, or one select.
        var selects = list.OfType<JsonObject>().Count(c => FieldErrors.TryNumber(c["type"], out var t) && t is not Button);
        if (selects > 0 && list.Count > 1) errors.Add($"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
        result["components"] = Children(list, $"{path}.components", InRow);
    }

    private void ReadButton(JsonObject json, JsonObject result, string path)
    {
        var style = errors.Integer(json, "style", path, 1, 6, required: true);
        result["style"] = style;
        var label = errors.String(json, "label", path, 0, 80);
        if (!string.IsNullOrEmpty(label)) result["label"] = label;
        if (json["emoji"] is JsonObject emoji) result["emoji"] = Emoji(emoji, $"{path}.emoji");
        if (errors.Boolean(json, "disabled", path) == true) result["disabled"] = true;
        if (style == 6)
        {
            if (errors.Snowflake(json["sku_id"], $"{path}.sku_id") is { } sku) result["sku_id"] = World.Wire.Id(sku);
            else errors.Required($"{path}.sku_id");
            return;
        }

        if (string.IsNullOrEmpty(label) && json["emoji"] is not JsonObject) errors.Add($"{path}.label", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or emoji must be provided");
        if (style == 5)
        {
            var url = errors.String(json, "url", path, 1, 512, required: true);
            if (json["custom_id"] is not null) errors.Add($"{path}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "discord"))
            {
                errors.Add($"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme is not supported. Scheme must be one of ('http', 'https', 'discord').");
            }

            result["url"] = url;
            return;
        }

        if (json["url"] is not null) errors.Add($"{path}.url", "BUTTON_COMPONENT_URL_NOT_ALLOWED", "A url may only be specified for link buttons");
        CustomId(json, result, path);
    }

    private void ReadSelect(JsonObject json, JsonObject result, string path, int type)
    {
        CustomId(json, result, path);
        var min = errors.Integer(json, "min_values", path, 0, 25) ?? 1;
        var max = errors.Integer(json, "max_values", path, 1, 25) ?? 1;
        if (min > max) errors.Add($"{path}.min_values", "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", "min_values must be less than or equal to max_values");
        result["min_values"] = min;
        result["max_values"] = max;
        if (errors.String(json, "placeholder", path, 0, 150) is { Length: > 0 } placeholder) result["placeholder"] = placeholder;
        if (errors.Boolean(json, "disabled", path) == true) result["disabled"] = true;
        if (type != StringSelect)
        {
            if (json["default_values"] is JsonArray defaults) result["default_values"] = defaults.DeepClone();
            if (type == ChannelSelect && json["channel_types"] is JsonArray types) result["channel_types"] = types.DeepClone();
            return;
        }

        if (SelectOptions(json, path, max) is { } options) result["options"] = options;
    }

    /// <summary>The options of a string select, radio group or checkbox group: 1 to 25, with different values.</summary>
    public JsonArray? SelectOptions(JsonObject json, string path, long max, int least = 1, int most = 25)
    {
        if (errors.List(json, "options", path, least, most) is not { } list)
        {
            errors.Required($"{path}.options");
            return null;
        }

        var result = new JsonArray();
        var values = new HashSet<string>();
        var defaults = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var at = $"{path}.options.{i}";
            if (list[i] is not JsonObject item)
            {
                errors.Add(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }

            var option = new JsonObject { ["label"] = errors.String(item, "label", at, 1, 100, required: true), ["value"] = errors.String(item, "value", at, 1, 100, required: true) };
            if (option["value"] is { } value && !values.Add((string)value!)) errors.Add($"{at}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            if (errors.String(item, "description", at, 0, 100) is { Length: > 0 } description) option["description"] = description;
            if (item["emoji"] is JsonObject emoji) option["emoji"] = Emoji(emoji, $"{at}.emoji");
            if (errors.Boolean(item, "default", at) == true)
            {
                option["default"] = true;
                defaults++;
            }

            result.Add((JsonNode)option);
        }

        if (defaults > max) errors.Add($"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS", "The number of default options must be less than or equal to max_values");
        if (list.Count < max && max > 1 && least == 1) errors.Add($"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", "max_values must be less than or equal to the number of options");
        return result;
    }

    /// <summary>A custom id: 1 to 100 characters, used once in a message or form.</summary>
    public void CustomId(JsonObject json, JsonObject result, string path)
    {
        if (errors.String(json, "custom_id", path, 1, 100, required: true) is not { } id) return;
        result["custom_id"] = id;
        if (!customIds.Add(id)) errors.Add($"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }

    private JsonObject Emoji(JsonObject emoji, string path)
    {
        var result = new JsonObject();
        if (errors.Snowflake(emoji["id"], $"{path}.id") is { } id)
        {
            // The sandbox's server and application have no emoji of their own.
            errors.Add($"{path}.id", "BUTTON_COMPONENT_INVALID_EMOJI", $"Invalid emoji {id}");
        }

        var name = errors.String(emoji, "name", path, 1, 32, required: emoji["id"] is null);
        if (name is not null && name.All(char.IsAscii) && emoji["id"] is null) errors.Add($"{path}.name", "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
        result["name"] = name;
        return result;
    }

    private void ReadMedia(JsonObject json, JsonObject result, string path, string name)
    {
        if (json[name] is not JsonObject media)
        {
            errors.Required($"{path}.{name}");
            return;
        }

        result[name] = Unfurl(media, $"{path}.{name}");
        result["description"] = errors.String(json, "description", path, 0, 1024);
        result["spoiler"] = errors.Boolean(json, "spoiler", path) ?? false;
    }

    private void ReadGallery(JsonObject json, JsonObject result, string path)
    {
        if (errors.List(json, "items", path, 1, 10) is not { } items)
        {
            errors.Required($"{path}.items");
            return;
        }

        var list = new JsonArray();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item) continue;
            var target = new JsonObject();
            ReadMedia(item, target, $"{path}.items.{i}", "media");
            list.Add((JsonNode)target);
        }

        result["items"] = list;
    }

    private void ReadFile(JsonObject json, JsonObject result, string path)
    {
        if (json["file"] is not JsonObject file)
        {
            errors.Required($"{path}.file");
            return;
        }

        if (!((string?)file["url"] ?? "").StartsWith("attachment://", StringComparison.Ordinal))
        {
            errors.Add($"{path}.file.url", "FILE_COMPONENT_ATTACHMENT_REQUIRED", "A file component can only reference an uploaded attachment");
            return;
        }

        var media = Unfurl(file, $"{path}.file");
        result["file"] = media;
        result["name"] = media?["name"]?.DeepClone();
        result["size"] = media?["size"]?.DeepClone();
        media?.Remove("name");
        media?.Remove("size");
        result["spoiler"] = errors.Boolean(json, "spoiler", path) ?? false;
    }

    private JsonObject? Unfurl(JsonObject media, string path)
    {
        if (errors.String(media, "url", path, 1, 2048, required: true) is not { } url) return null;
        const string Scheme = "attachment://";
        if (url.StartsWith(Scheme, StringComparison.Ordinal))
        {
            if (findMedia(url[Scheme.Length..]) is { } found) return found;
            errors.Add($"{path}.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", $"The referenced attachment \"{url[Scheme.Length..]}\" was not found");
            return null;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return new JsonObject { ["id"] = "1", ["url"] = url, ["proxy_url"] = url, ["width"] = 0, ["height"] = 0, ["content_type"] = null };
        }

        errors.Add($"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme is not supported. Scheme must be one of ('http', 'https', 'attachment').");
        return null;
    }
}
