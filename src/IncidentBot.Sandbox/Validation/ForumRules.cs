using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Rest;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Validation;

/// <summary>
/// Tags of forums and of their posts (Resources: Channel, Forum Tag Object; Start Thread in Forum or Media Channel; Topics: Opcodes and Status Codes,
/// 40061, 40066, 40067).
/// </summary>
internal static class ForumRules
{
    public const int MostAvailable = 20;
    public const int MostApplied = 5;

    private const int LongestName = 20;

    /// <summary>What a forum offers as it shall be. A tag with an id is one that it has, or there is none of that id.</summary>
    public static List<ForumTag> Available(Call call, JsonArray list, Channel? existing, FieldErrors errors)
    {
        var tags = new List<ForumTag>();
        foreach (var (i, node) in list.Index())
        {
            if (node is not JsonObject item)
            {
                errors.Add($"available_tags.{i}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }

            var name = errors.String(item, "name", $"available_tags.{i}", 1, LongestName, required: true) ?? "";
            var given = errors.Snowflake(item["id"], $"available_tags.{i}.id");
            if (given is { } known && existing?.AvailableTags.Exists(t => t.Id == known) != true) errors.Add($"available_tags.{i}.id", "FORUM_TAG_INVALID", "Unknown tag");
            tags.Add(new ForumTag(given ?? call.World.Mint.Next(SnowflakeMint.ServerSlot), name, (bool?)item["moderated"] ?? false, (string?)item["emoji_name"]));
        }

        if (tags.Select(t => t.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < tags.Count) throw new ApiException(400, 40061, "Tag names must be unique");
        return tags;
    }

    /// <summary>Of a forum's flags these two can be set, once there is one: that a post needs a tag, and that a media channel hides its download options.</summary>
    public static int? Flags(JsonObject body, Channel existing, FieldErrors errors) =>
        errors.Integer(body, "flags", "", 0, int.MaxValue) is { } flags ? (existing.Flags & ~ChannelFlag.Settable) | ((int)flags & ChannelFlag.Settable) : null;

    public static void RequireTagsForAll(int flags, IReadOnlyCollection<ForumTag> tags)
    {
        if ((flags & ChannelFlag.RequireTag) != 0 && tags.All(t => t.Moderated)) throw new ApiException(400, 40066, "There are no tags available that can be set by non-moderators");
    }

    public static List<ulong> Applied(JsonArray list, Channel forum, FieldErrors errors)
    {
        var tags = list.Select((n, i) => errors.Snowflake(n, $"applied_tags.{i}")).OfType<ulong>().Distinct().ToList();
        foreach (var (i, tag) in tags.Index())
        {
            if (!forum.AvailableTags.Exists(t => t.Id == tag)) errors.Add($"applied_tags.{i}", "FORUM_TAG_INVALID", "Unknown tag");
        }

        return tags;
    }

    /// <summary>A moderated tag is put on and taken off by those who manage threads; where a post needs a tag, it is never without.</summary>
    public static void RequireMayApply(Call call, Channel forum, IReadOnlyCollection<ulong> tags, IReadOnlyCollection<ulong> before)
    {
        var manages = call.World.PermissionsOf(call.Actor, forum).Has(Permission.ManageThreads);
        var changed = tags.Except(before).Concat(before.Except(tags));
        if (!manages && changed.Any(id => forum.AvailableTags.Exists(t => t.Id == id && t.Moderated))) throw ApiException.MissingPermissions();
        if ((forum.Flags & ChannelFlag.RequireTag) != 0 && tags.Count == 0) throw new ApiException(400, 40067, "A tag is required to create a forum post in this channel");
    }

    /// <summary>A tag that the forum no longer has is on none of its posts.</summary>
    public static void ForgetRemoved(Call call, Channel forum)
    {
        foreach (var post in call.Guild.Channels.Values.Where(c => c.IsThread && c.ParentId == forum.Id))
        {
            post.Thread!.AppliedTags.RemoveAll(id => !forum.AvailableTags.Exists(t => t.Id == id));
        }
    }
}
