using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>The server and its list of channels (Resources: Guild).</summary>
internal static class GuildRoutes
{
    /// <summary>Settings that are kept and shown, and change nothing else here (Resources: Guild, Modify Guild).</summary>
    private static readonly string[] Changeable =
    [
        "description", "preferred_locale", "premium_progress_bar_enabled", "verification_level", "default_message_notifications", "explicit_content_filter",
        "afk_timeout", "system_channel_flags", "afk_channel_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id",
    ];

    public static void Add(RouteTable table)
    {
        table.Add("GET", "/guilds/{guild_id}", Get);
        table.Add("GET", "/guilds/{guild_id}/preview", Get);
        table.Add("PATCH", "/guilds/{guild_id}", Patch);
        table.Add("GET", "/guilds/{guild_id}/channels", call =>
        {
            call.RequireGuild();
            return Answer.Ok(Wire.Array(
                call.Guild.Channels.Values.Where(c => !c.IsThread && (call.Actor.IsBot || call.World.PermissionsOf(call.Actor, c).Has(Permission.ViewChannel))),
                c => Wire.Channel(c)));
        });
        table.Add("POST", "/guilds/{guild_id}/channels", ChannelWrites.Create, 10, 10);
        table.Add("PATCH", "/guilds/{guild_id}/channels", Move);
        table.Add("GET", "/guilds/{guild_id}/threads/active", ThreadRoutes.Active);
    }

    private static Answer Get(Call call)
    {
        call.RequireGuild();
        var json = GuildWire.Guild(call.Guild);
        if (call.QueryFlag("with_counts"))
        {
            json["approximate_member_count"] = call.Guild.Members.Count;
            json["approximate_presence_count"] = call.Guild.Members.Count;
        }

        return Answer.Ok(json);
    }

    private static Answer Patch(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.ManageGuild);
        var body = call.Body;
        var errors = new FieldErrors();
        var name = errors.String(body, "name", "", 2, 100);
        errors.String(body, "description", "", 0, 300);
        errors.String(body, "preferred_locale", "", 2, 10);
        errors.Boolean(body, "premium_progress_bar_enabled", "");
        foreach (var (number, most) in new[]
        {
            ("verification_level", 4), ("default_message_notifications", 1), ("explicit_content_filter", 2), ("afk_timeout", 3600), ("system_channel_flags", int.MaxValue),
        })
        {
            errors.Integer(body, number, "", 0, most);
        }

        foreach (var field in (string[])["afk_channel_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id"])
        {
            if (errors.Snowflake(body[field], field) is { } id && !call.Guild.Channels.ContainsKey(id)) errors.Add(field, "CHANNEL_INVALID", "Unknown Channel");
        }

        errors.ThrowIfAny();
        if (name is not null) call.Guild.Name = name.Trim();
        foreach (var field in Changeable)
        {
            if (body.ContainsKey(field)) call.Guild.Settings[field] = body[field]?.DeepClone();
        }

        call.World.AnnounceGuildUpdate();
        return Answer.Ok(GuildWire.Guild(call.Guild));
    }

    private static Answer Move(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.ManageChannels);
        if (call.RawBody is not JsonArray list) throw FieldErrors.Single("_errors", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        var errors = new FieldErrors();
        var moves = new List<(Channel Channel, JsonObject Json)>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject item || errors.Snowflake(item["id"], $"{i}.id") is not { } id) continue;
            if (!call.Guild.Channels.TryGetValue(id, out var channel)) throw ApiException.UnknownChannel();
            errors.Integer(item, "position", $"{i}", 0, int.MaxValue);
            if (item.ContainsKey("parent_id")) ChannelRules.Parent(call, item["parent_id"], $"{i}.parent_id", errors, channel);
            moves.Add((channel, item));
        }

        errors.ThrowIfAny();
        foreach (var (channel, json) in moves)
        {
            if (json["position"] is { } position) channel.Position = (int)position;
            if (json.ContainsKey("parent_id")) channel.ParentId = json["parent_id"] is { } parent ? ulong.Parse((string)parent!) : null;
            call.World.AnnounceChannel("CHANNEL_UPDATE", channel);
        }

        return Answer.NoContent;
    }
}
