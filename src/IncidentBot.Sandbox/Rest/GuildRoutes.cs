using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>The server and its list of channels (Resources: Guild).</summary>
internal static class GuildRoutes
{
    public static void Add(RouteTable table)
    {
        table.Add("GET", "/guilds/{guild_id}", Get);
        table.Add("GET", "/guilds/{guild_id}/preview", Get);
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
        foreach (var empty in (string[])["emojis", "stickers", "invites", "webhooks", "integrations", "bans", "auto-moderation/rules", "regions"])
        {
            table.Add("GET", $"/guilds/{{guild_id}}/{empty}", call =>
            {
                call.RequireGuild();
                return Answer.Ok(new JsonArray());
            });
        }

        table.Add("GET", "/guilds/{guild_id}/soundboard-sounds", call =>
        {
            call.RequireGuild();
            return Answer.Ok(new JsonObject { ["items"] = new JsonArray() });
        });
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
