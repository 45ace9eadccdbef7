using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Creating and changing channels of the server.</summary>
internal static class ChannelWrites
{
    private static readonly int[] Creatable = [ChannelType.Text, ChannelType.Voice, ChannelType.Category, ChannelType.Announcement, ChannelType.Stage, ChannelType.Forum, ChannelType.Media];

    private sealed record Fields(
        string? Name, string? Topic, bool? Nsfw, int? Slowmode, int? Position, bool HasParent, Channel? Parent, List<Overwrite>? Overwrites, List<ForumTag>? Tags, int? ArchiveAfter, int? Flags, Action<Channel> Kind);

    public static Answer Create(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.ManageChannels);
        var errors = new FieldErrors();
        var body = call.Body;
        var type = (int)(errors.Integer(body, "type", "", 0, 100) ?? 0);
        if (!Creatable.Contains(type)) errors.Choice("type", Creatable);
        var fields = Read(call, errors, type, existing: null);
        errors.ThrowIfAny();
        if (call.Guild.Channels.Values.Count(c => !c.IsThread) >= ChannelRules.MaxPerGuild) throw new ApiException(400, 30013, "Maximum number of guild channels reached (500)");
        RequireMayGrant(call, fields.Overwrites, []);
        var channel = call.World.CreateChannel(type, ChannelRules.Normalise(type, fields.Name!), c =>
        {
            c.Topic = fields.Topic;
            Apply(c, fields);
            // Without overwrites of its own a new channel takes its category's.
            if (fields.Overwrites is null && fields.Parent is { } parent)
            {
                foreach (var overwrite in parent.Overwrites.Values) c.Overwrites[overwrite.Id] = overwrite;
            }
        });
        return Answer.Created(Wire.Channel(channel, call.Actor));
    }

    public static Answer Patch(Call call, Channel channel)
    {
        call.Require(channel, Permission.ManageChannels);
        var errors = new FieldErrors();
        var fields = Read(call, errors, channel.Type, channel);
        errors.ThrowIfAny();
        if (fields.Overwrites is not null)
        {
            call.Require(channel, Permission.ManageRoles);
            RequireMayGrant(call, fields.Overwrites, channel.Overwrites.Values);
        }

        var name = fields.Name is null ? channel.Name : ChannelRules.Normalise(channel.Type, fields.Name);
        var renamed = name != channel.Name || (call.Body.ContainsKey("topic") && (fields.Topic ?? "") != (channel.Topic ?? ""));
        if (renamed && call.World.Limiter.TakeRename(channel.Id) is { } refusal) throw new RateLimitedException(refusal);
        channel.Name = name;
        if (call.Body.ContainsKey("topic")) channel.Topic = fields.Topic;
        Apply(channel, fields);
        if (fields.Tags is not null) ForumRules.ForgetRemoved(call, channel);
        call.World.AnnounceChannel("CHANNEL_UPDATE", channel);
        return Answer.Ok(Wire.Channel(channel, call.Actor));
    }

    /// <summary>One can only allow or deny what one has; a channel's Manage Roles is for administrators (Resources: Guild, Create Guild Channel).</summary>
    public static void RequireMayGrant(Call call, IEnumerable<Overwrite>? wanted, IEnumerable<Overwrite> before)
    {
        if (wanted is null) return;
        var old = before.ToDictionary(o => o.Id);
        var own = Permissions.InGuild(call.Guild, call.Actor);
        foreach (var overwrite in wanted)
        {
            var previous = old.GetValueOrDefault(overwrite.Id) ?? new Overwrite(overwrite.Id, overwrite.Type, 0, 0);
            var changed = (overwrite.Allow ^ previous.Allow) | (overwrite.Deny ^ previous.Deny);
            if ((changed & ~own) != 0) throw ApiException.MissingPermissions();
            if ((changed & Permission.ManageRoles) != 0 && own != Permission.All) throw ApiException.MissingPermissions();
        }
    }

    private static Fields Read(Call call, FieldErrors errors, int type, Channel? existing)
    {
        var body = call.Body;
        var name = errors.String(body, "name", "", 1, 100, required: existing is null);
        var topic = errors.String(body, "topic", "", 0, type is ChannelType.Forum or ChannelType.Media ? 4096 : 1024);
        var nsfw = errors.Boolean(body, "nsfw", "");
        var slow = errors.Integer(body, "rate_limit_per_user", "", 0, 21600);
        var position = errors.Integer(body, "position", "", 0, int.MaxValue);
        var archive = errors.Integer(body, "default_auto_archive_duration", "", 60, 10080);
        if (type == ChannelType.Category && body["parent_id"] is not null) errors.Add("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Categories cannot have subchannels");
        var parent = ChannelRules.Parent(call, body["parent_id"], "parent_id", errors, existing);
        var overwrites = ChannelRules.Overwrites(body, errors);
        var isForum = type is ChannelType.Forum or ChannelType.Media;
        var list = errors.List(body, "available_tags", "", 0, ForumRules.MostAvailable);
        var tags = list is not null && isForum ? ForumRules.Available(call, list, existing, errors) : null;
        var flags = isForum && existing is not null ? ForumRules.Flags(body, existing, errors) : null;
        if (isForum) ForumRules.RequireTagsForAll(flags ?? existing?.Flags ?? 0, tags ?? existing?.AvailableTags ?? []);

        return new Fields(name, topic, nsfw, (int?)slow, (int?)position, body.ContainsKey("parent_id"), parent, overwrites, tags, (int?)archive, flags, OfKind(body, errors, type));
    }

    /// <summary>What only voice channels, only forums, or only channels with threads have.</summary>
    private static Action<Channel> OfKind(JsonObject body, FieldErrors errors, int type)
    {
        var changes = new List<Action<Channel>>();
        void Number(string name, int min, int max, Action<Channel, int?> set)
        {
            if (!body.ContainsKey(name)) return;
            var value = (int?)errors.Integer(body, name, "", min, max);
            changes.Add(c => set(c, value));
        }

        if (type is ChannelType.Voice or ChannelType.Stage)
        {
            Number("bitrate", 8000, 384_000, (c, v) => c.Bitrate = v ?? 64_000);
            Number("user_limit", 0, type == ChannelType.Stage ? 10_000 : 99, (c, v) => c.UserLimit = v ?? 0);
            Number("video_quality_mode", 1, 2, (c, v) => c.VideoQuality = v);
            var region = errors.String(body, "rtc_region", "", 1, 100);
            if (body.ContainsKey("rtc_region")) changes.Add(c => c.RtcRegion = region);
        }
        else if (type != ChannelType.Category)
        {
            Number("default_thread_rate_limit_per_user", 0, 21600, (c, v) => c.ThreadSlowmode = v);
        }

        if (type is ChannelType.Forum or ChannelType.Media)
        {
            Number("default_sort_order", 0, 1, (c, v) => c.DefaultSortOrder = v);
            Number("default_forum_layout", 0, 2, (c, v) => c.DefaultLayout = v ?? 0);
            if (body.ContainsKey("default_reaction_emoji"))
            {
                var emoji = body["default_reaction_emoji"] as JsonObject;
                var id = errors.Snowflake(emoji?["emoji_id"], "default_reaction_emoji.emoji_id");
                var name = emoji is null ? null : errors.String(emoji, "emoji_name", "default_reaction_emoji", 1, 100);
                changes.Add(c => c.DefaultReaction = id is null && name is null ? null : (id, name));
            }
        }

        return channel => changes.ForEach(change => change(channel));
    }

    private static void Apply(Channel channel, Fields fields)
    {
        if (fields.Nsfw is { } nsfw) channel.Nsfw = nsfw;
        if (fields.Slowmode is { } slow) channel.RateLimitPerUser = slow;
        if (fields.Position is { } position) channel.Position = position;
        if (fields.ArchiveAfter is { } archive) channel.DefaultAutoArchiveDuration = archive;
        fields.Kind(channel);
        if (fields.HasParent) channel.ParentId = fields.Parent?.Id;
        if (fields.Tags is not null)
        {
            channel.AvailableTags.Clear();
            channel.AvailableTags.AddRange(fields.Tags);
        }

        if (fields.Flags is { } flags) channel.Flags = flags;

        if (fields.Overwrites is null) return;
        channel.Overwrites.Clear();
        foreach (var overwrite in fields.Overwrites) channel.Overwrites[overwrite.Id] = overwrite;
    }
}
