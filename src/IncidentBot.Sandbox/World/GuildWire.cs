using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>The server as REST and as GUILD_CREATE show it.</summary>
internal static class GuildWire
{
    public static JsonObject Guild(Guild guild)
    {
        var json = Untouched(guild);
        foreach (var (name, value) in guild.Settings) json[name] = value?.DeepClone();
        return json;
    }

    private static JsonObject Untouched(Guild guild) => new()
    {
        ["id"] = Wire.Id(guild.Id),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["description"] = null,
        ["home_header"] = null,
        ["splash"] = null,
        ["discovery_splash"] = null,
        ["features"] = new JsonArray(),
        ["banner"] = null,
        ["owner_id"] = Wire.Id(guild.OwnerId),
        ["application_id"] = null,
        ["region"] = "deprecated",
        ["afk_channel_id"] = null,
        ["afk_timeout"] = 300,
        ["system_channel_id"] = null,
        ["system_channel_flags"] = 0,
        ["widget_enabled"] = false,
        ["widget_channel_id"] = null,
        ["verification_level"] = 0,
        ["roles"] = Wire.Array(guild.Roles.Values, Wire.Role),
        ["default_message_notifications"] = 1,
        ["mfa_level"] = 0,
        ["explicit_content_filter"] = 0,
        ["max_presences"] = null,
        ["max_members"] = 500_000,
        ["max_stage_video_channel_users"] = 50,
        ["max_video_channel_users"] = 25,
        ["vanity_url_code"] = null,
        ["premium_tier"] = 0,
        ["premium_subscription_count"] = 0,
        ["preferred_locale"] = "en-US",
        ["rules_channel_id"] = null,
        ["safety_alerts_channel_id"] = null,
        ["public_updates_channel_id"] = null,
        ["premium_progress_bar_enabled"] = false,
        ["nsfw"] = false,
        ["nsfw_level"] = 0,
        ["emojis"] = Wire.Array(guild.Emojis.Values, Rest.EmojiRoutes.Render),
        ["stickers"] = new JsonArray(),
        ["incidents_data"] = null,
    };

    /// <summary>GUILD_CREATE (Gateway Events: Guild Create Extra Fields). Without the members intent a bot gets only itself.</summary>
    public static JsonObject Create(Guild guild, User viewer, bool withMembers)
    {
        var json = Guild(guild);
        json["joined_at"] = Wire.Time(guild.Members[viewer.Id].JoinedAt);
        json["large"] = false;
        json["unavailable"] = false;
        json["member_count"] = guild.Members.Count;
        json["voice_states"] = new JsonArray();
        json["members"] = Wire.Array(guild.Members.Values.Where(m => withMembers || m.User.Id == viewer.Id), m => Wire.Member(m));
        json["channels"] = Wire.Array(guild.Channels.Values.Where(c => !c.IsThread), c => WithoutGuildId(Wire.Channel(c)));
        json["threads"] = Wire.Array(
            guild.Channels.Values.Where(c => c.Thread is { Archived: false } && Permissions.In(guild, c, viewer).Has(Permission.ViewChannel)),
            c => Wire.Channel(c, viewer));
        json["presences"] = new JsonArray();
        json["stage_instances"] = new JsonArray();
        json["guild_scheduled_events"] = Wire.Array(guild.ScheduledEvents.Values.Where(e => e.Status < 3), e => Wire.ScheduledEvent(e, guild.Id));
        json["soundboard_sounds"] = new JsonArray();
        return json;
    }

    private static JsonObject WithoutGuildId(JsonObject channel)
    {
        channel.Remove("guild_id");
        return channel;
    }
}
