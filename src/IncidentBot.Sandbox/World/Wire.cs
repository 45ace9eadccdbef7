using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>From the world's objects to the JSON of Discord's API v10, with every field its OpenAPI document calls required.</summary>
internal static class Wire
{
    /// <summary>
    /// Only what JSON asks for is escaped, as Discord does it: Go's standard library reads a time from the raw text, where "+00:00" written with an escape
    /// is no time zone to it.
    /// </summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What goes over the wire.</summary>
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Plain);

    /// <inheritdoc cref="Bytes"/>
    public static string Text(JsonNode node) => node.ToJsonString(Plain);

    public static string Id(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    public static JsonNode? Id(ulong? id) => id is { } value ? Id(value) : null;

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    public static JsonNode? Time(DateTimeOffset? at) => at is { } value ? Time(value) : null;

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> render) => new([.. items.Select(render)]);

    /// <summary>A copy made of parsed text, whose numbers convert to any numeric type; those set from C# values convert to their own only.</summary>
    public static T Settled<T>(T node)
        where T : JsonNode => (T)JsonNode.Parse(node.ToJsonString())!;

    public static JsonArray Ids(IEnumerable<ulong> ids) => Array(ids, id => Id(id));

    public static JsonObject User(User user)
    {
        var json = new JsonObject
        {
            ["id"] = Id(user.Id),
            ["username"] = user.Username,
            ["avatar"] = null,
            ["discriminator"] = user.IsBot ? "0000" : "0",
            ["public_flags"] = 0,
            ["flags"] = 0,
            ["global_name"] = user.GlobalName,
            ["primary_guild"] = null,
        };
        if (user.IsBot) json["bot"] = true;
        return json;
    }

    public static JsonObject OwnUser(User user)
    {
        var json = User(user);
        json["mfa_enabled"] = true;
        json["locale"] = "en-US";
        json["verified"] = true;
        json["email"] = null;
        return json;
    }

    public static JsonObject Member(Member member, bool withUser = true)
    {
        var json = new JsonObject
        {
            ["avatar"] = null,
            ["banner"] = null,
            ["communication_disabled_until"] = Time(member.TimedOutUntil),
            ["flags"] = 0,
            ["joined_at"] = Time(member.JoinedAt),
            ["nick"] = member.Nick,
            ["pending"] = false,
            ["premium_since"] = null,
            ["roles"] = Ids(member.RoleIds),
            ["mute"] = false,
            ["deaf"] = false,
        };
        if (withUser) json["user"] = User(member.User);
        return json;
    }

    public static JsonObject Role(Role role)
    {
        var json = new JsonObject
        {
            ["id"] = Id(role.Id),
            ["name"] = role.Name,
            ["permissions"] = Id(role.Permissions),
            ["position"] = role.Position,
            ["color"] = role.Color,
            ["colors"] = new JsonObject { ["primary_color"] = role.Color, ["secondary_color"] = null, ["tertiary_color"] = null },
            ["hoist"] = role.Hoist,
            ["managed"] = role.BotId is not null,
            ["mentionable"] = role.Mentionable,
            ["icon"] = null,
            ["unicode_emoji"] = null,
            ["flags"] = 0,
        };
        if (role.BotId is { } bot) json["tags"] = new JsonObject { ["bot_id"] = Id(bot) };
        return json;
    }

    public static JsonObject Overwrite(Overwrite overwrite) => new()
    {
        ["id"] = Id(overwrite.Id),
        ["type"] = overwrite.Type,
        ["allow"] = Id(overwrite.Allow),
        ["deny"] = Id(overwrite.Deny),
    };

    public static JsonObject Channel(Channel channel, User? viewer = null)
    {
        var json = new JsonObject { ["id"] = Id(channel.Id), ["type"] = channel.Type, ["flags"] = channel.Flags };
        if (channel.HoldsMessages) json["last_message_id"] = Id(channel.LastMessageId);
        if (channel.LastPinAt is { } pinned) json["last_pin_timestamp"] = Time(pinned);
        if (channel.IsDm)
        {
            json["recipients"] = Array(channel.Recipients.Where(r => r.Id != viewer?.Id), User);
            return json;
        }

        json["guild_id"] = Id(channel.GuildId);
        json["name"] = channel.Name;
        json["parent_id"] = Id(channel.ParentId);
        json["rate_limit_per_user"] = channel.RateLimitPerUser;
        if (channel.Thread is { } thread)
        {
            json["owner_id"] = Id(thread.OwnerId);
            json["message_count"] = Math.Min(thread.TotalMessagesSent, channel.Messages.Count);
            json["member_count"] = Math.Min(thread.Members.Count, 50);
            json["total_message_sent"] = thread.TotalMessagesSent;
            json["thread_metadata"] = ThreadMetadata(channel.Type, thread);
            if (thread.AppliedTags.Count > 0) json["applied_tags"] = Ids(thread.AppliedTags);
            if (viewer is not null && thread.Members.TryGetValue(viewer.Id, out var joined)) json["member"] = ThreadMember(channel.Id, viewer.Id, joined);
            return json;
        }

        json["position"] = channel.Position;
        json["permission_overwrites"] = Array(channel.Overwrites.Values, Overwrite);
        if (channel.Type == ChannelType.Category) return json;
        json["nsfw"] = channel.Nsfw;
        if (channel.Type is ChannelType.Voice or ChannelType.Stage)
        {
            json["bitrate"] = channel.Bitrate;
            json["user_limit"] = channel.UserLimit;
            json["rtc_region"] = channel.RtcRegion;
            if (channel.VideoQuality is { } quality) json["video_quality_mode"] = quality;
            return json;
        }

        json["topic"] = channel.Topic;
        if (channel.DefaultAutoArchiveDuration is { } duration) json["default_auto_archive_duration"] = duration;
        if (channel.ThreadSlowmode is { } slowmode) json["default_thread_rate_limit_per_user"] = slowmode;
        if (channel.Type is ChannelType.Forum or ChannelType.Media)
        {
            json["available_tags"] = Array(channel.AvailableTags, ForumTag);
            json["default_reaction_emoji"] = channel.DefaultReaction is var (id, name) ? new JsonObject { ["emoji_id"] = Id(id), ["emoji_name"] = name } : null;
            json["default_sort_order"] = channel.DefaultSortOrder;
            json["default_forum_layout"] = channel.DefaultLayout;
        }

        return json;
    }

    private static JsonObject ThreadMetadata(int type, ThreadState thread)
    {
        var json = new JsonObject
        {
            ["archived"] = thread.Archived,
            ["archive_timestamp"] = Time(thread.ArchiveChangedAt),
            ["auto_archive_duration"] = thread.AutoArchiveDuration,
            ["locked"] = thread.Locked,
            ["create_timestamp"] = Time(thread.CreatedAt),
        };
        if (type == ChannelType.PrivateThread) json["invitable"] = thread.Invitable;
        return json;
    }

    public static JsonObject ThreadMember(ulong threadId, ulong userId, DateTimeOffset joined) => new()
    {
        ["id"] = Id(threadId),
        ["user_id"] = Id(userId),
        ["join_timestamp"] = Time(joined),
        ["flags"] = 1,
    };

    public static JsonObject ForumTag(ForumTag tag) => new()
    {
        ["id"] = Id(tag.Id),
        ["name"] = tag.Name,
        ["moderated"] = tag.Moderated,
        ["emoji_id"] = null,
        ["emoji_name"] = tag.EmojiName,
    };

    public static JsonObject Emoji(Reaction reaction)
    {
        var json = new JsonObject { ["id"] = Id(reaction.EmojiId), ["name"] = reaction.EmojiName };
        if (reaction.Animated) json["animated"] = true;
        return json;
    }

    public static JsonObject ScheduledEvent(ScheduledEvent ev, ulong guildId)
    {
        return new()
        {
            ["id"] = Id(ev.Id),
            ["guild_id"] = Id(guildId),
            ["name"] = ev.Name,
            ["description"] = ev.Description,
            ["channel_id"] = Id(ev.ChannelId),
            ["creator_id"] = Id(ev.Creator.Id),
            ["creator"] = User(ev.Creator),
            ["image"] = null,
            ["scheduled_start_time"] = Time(ev.Start),
            ["scheduled_end_time"] = Time(ev.End),
            ["status"] = ev.Status,
            ["entity_type"] = ev.EntityType,
            ["entity_id"] = null,
            ["recurrence_rule"] = null,
            ["privacy_level"] = 2,
            ["guild_scheduled_event_exceptions"] = new JsonArray(),
            ["entity_metadata"] = ev.EntityType == 3 ? new JsonObject { ["location"] = ev.Location } : null,
            ["user_count"] = 0,
        };
    }

    public static JsonObject Command(Command command, ulong applicationId)
    {
        var json = new JsonObject
        {
            ["id"] = Id(command.Id),
            ["application_id"] = Id(applicationId),
            ["version"] = Id(command.Version),
            ["type"] = command.Type,
            ["name"] = command.Name,
        };
        if (command.GuildId is { } guild) json["guild_id"] = Id(guild);
        foreach (var (key, value) in command.Definition)
        {
            if (!json.ContainsKey(key)) json[key] = value?.DeepClone();
        }

        return json;
    }
}
