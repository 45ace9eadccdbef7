using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Rest;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>What a channel may be called and contain (Resources: Channel, Guild).</summary>
internal static class ChannelRules
{
    public const int MaxPerGuild = 500;
    public const int MaxPerCategory = 50;

    /// <summary>Text channels have no capitals, blanks or most punctuation: Discord rewrites the name instead of refusing it.</summary>
    public static string Normalise(int type, string name)
    {
        if (type is not (ChannelType.Text or ChannelType.Announcement or ChannelType.Forum or ChannelType.Media)) return name.Trim();
        var result = new StringBuilder(name.Length);
        foreach (var rune in name.Trim().EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) Dash(result);
            else if (rune.Value == '-') Dash(result);
            else if (rune.IsAscii && !Rune.IsLetterOrDigit(rune) && rune.Value != '_') continue;
            else result.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return result.ToString().Trim('-') is { Length: > 0 } normal ? normal : "-";
    }

    /// <summary>Checks a category: it exists, is one, and has room.</summary>
    public static Channel? Parent(Call call, JsonNode? node, string path, FieldErrors errors, Channel? moving)
    {
        if (node is null || errors.Snowflake(node, path) is not { } id) return null;
        if (!call.Guild.Channels.TryGetValue(id, out var parent) || parent.Type != ChannelType.Category)
        {
            errors.Add(path, "CHANNEL_PARENT_INVALID", "Category does not exist");
            return null;
        }

        if (call.Guild.Channels.Values.Count(c => c.ParentId == id && c != moving && !c.IsThread) >= MaxPerCategory)
        {
            errors.Add(path, "CHANNEL_PARENT_MAX_CHANNELS", "Maximum number of channels in category reached (50)");
        }

        return parent;
    }

    public static List<Overwrite>? Overwrites(JsonObject body, FieldErrors errors)
    {
        if (errors.List(body, "permission_overwrites", "", 0, 1000) is not { } list) return null;
        var result = new List<Overwrite>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject item)
            {
                errors.Add($"permission_overwrites.{i}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }

            if (item["id"] is null) errors.Required($"permission_overwrites.{i}.id");
            if (errors.Snowflake(item["id"], $"permission_overwrites.{i}.id") is { } id) result.Add(Overwrite(id, item, $"permission_overwrites.{i}", errors));
        }

        return result;
    }

    public static Overwrite Overwrite(ulong id, JsonObject item, string path, FieldErrors errors)
    {
        var at = path.Length == 0 ? "" : path + ".";
        var type = item["type"] switch
        {
            JsonValue value when value.TryGetValue<string>(out var word) => word switch { "role" or "0" => 0, "member" or "1" => 1, _ => -1 },
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            null => -2,
            _ => -1,
        };
        if (type == -2) errors.Required(at + "type");
        else if (type is not (0 or 1)) errors.Choice(at + "type", [0, 1]);
        return new Overwrite(id, type, Bits(item["allow"], at + "allow", errors), Bits(item["deny"], at + "deny", errors));
    }

    private static ulong Bits(JsonNode? node, string path, FieldErrors errors)
    {
        if (node is null) return 0;
        if (ulong.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) return bits;
        errors.Add(path, "NUMBER_TYPE_COERCE", $"Value {node.ToJsonString()} is not int.");
        return 0;
    }

    private static void Dash(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '-') name.Append('-');
    }
}
