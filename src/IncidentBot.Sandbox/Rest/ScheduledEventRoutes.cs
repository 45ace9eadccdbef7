using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Scheduled events (Resources: Guild Scheduled Event). 100 that are scheduled or active.</summary>
internal static class ScheduledEventRoutes
{
    private const int External = 3;

    public static void Add(RouteTable table)
    {
        table.Add("GET", "/guilds/{guild_id}/scheduled-events", call =>
        {
            call.RequireGuild();
            return Answer.Ok(Wire.Array(call.Guild.ScheduledEvents.Values.Where(e => e.Status < 3), e => Wire.ScheduledEvent(e, call.Guild.Id)));
        });
        table.Add("POST", "/guilds/{guild_id}/scheduled-events", Create, 5, 60);
        table.Add("GET", "/guilds/{guild_id}/scheduled-events/{event_id}", call => Answer.Ok(Wire.ScheduledEvent(Find(call), call.Guild.Id)));
        table.Add("PATCH", "/guilds/{guild_id}/scheduled-events/{event_id}", Patch);
        table.Add("DELETE", "/guilds/{guild_id}/scheduled-events/{event_id}", Delete);
    }

    private static ScheduledEvent Find(Call call)
    {
        call.RequireGuild();
        return call.Guild.ScheduledEvents.TryGetValue(call.Id("event_id"), out var found) ? found : throw ApiException.UnknownScheduledEvent();
    }

    internal static DateTimeOffset? Time(JsonObject body, string name, FieldErrors errors)
    {
        if (body[name] is not { } node) return null;
        if (node is JsonValue value && value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return at.ToUniversalTime();
        errors.Add(name, "DATE_TIME_TYPE_PARSE", $"Could not parse {node.ToJsonString()}. Should be ISO8601.");
        return null;
    }

    private static Answer Create(Call call)
    {
        call.RequireGuild();
        if (!Permissions.InGuild(call.Guild, call.Actor).Has(Permission.CreateEvents) && !Permissions.InGuild(call.Guild, call.Actor).Has(Permission.ManageEvents)) throw ApiException.MissingPermissions();
        var body = call.Body;
        var errors = new FieldErrors();
        var name = errors.String(body, "name", "", 1, 100, required: true);
        var description = errors.String(body, "description", "", 1, 1000);
        var type = (int)(errors.Integer(body, "entity_type", "", 1, 3, required: true) ?? External);
        errors.Integer(body, "privacy_level", "", 2, 2, required: true);
        var start = Time(body, "scheduled_start_time", errors);
        var end = Time(body, "scheduled_end_time", errors);
        if (body["scheduled_start_time"] is null) errors.Required("scheduled_start_time");
        if (start <= call.World.Time.GetUtcNow()) errors.Add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
        if (end <= start) errors.Add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before it starts.");
        string? location = null;
        ulong? channelId = null;
        if (type == External)
        {
            if (end is null) errors.Required("scheduled_end_time");
            if (body["entity_metadata"] is not JsonObject metadata) errors.Required("entity_metadata");
            else location = errors.String(metadata, "location", "entity_metadata", 1, 100, required: true);
        }
        else
        {
            channelId = errors.Snowflake(body["channel_id"], "channel_id");
            if (channelId is null) errors.Required("channel_id");
        }

        errors.ThrowIfAny();
        if (channelId is { } held) RequireVoice(call, held);
        if (call.Guild.ScheduledEvents.Values.Count(e => e.Status < 3) >= 100) throw new ApiException(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)");
        var created = new ScheduledEvent
        {
            Id = call.World.Mint.Next(SnowflakeMint.ServerSlot),
            Creator = call.Actor,
            Name = name!,
            Description = description,
            Start = start!.Value,
            End = end,
            EntityType = type,
            Location = location,
            ChannelId = channelId,
        };
        call.Guild.ScheduledEvents.Add(created.Id, created);
        Tell(call, "GUILD_SCHEDULED_EVENT_CREATE", created);
        return Answer.Ok(Wire.ScheduledEvent(created, call.Guild.Id));
    }

    private static Answer Patch(Call call)
    {
        var found = Find(call);
        RequireManage(call, found);
        var body = call.Body;
        var errors = new FieldErrors();
        var name = errors.String(body, "name", "", 1, 100);
        var description = errors.String(body, "description", "", 0, 1000);
        var start = Time(body, "scheduled_start_time", errors);
        var end = Time(body, "scheduled_end_time", errors);
        var status = (int?)errors.Integer(body, "status", "", 1, 4);
        var location = body["entity_metadata"] is JsonObject metadata ? errors.String(metadata, "location", "entity_metadata", 1, 100) : null;
        // scheduled → active or canceled, active → completed; nothing else.
        if (status is { } wanted && wanted != found.Status && (found.Status, wanted) is not ((1, 2) or (1, 4) or (2, 3))) errors.Add("status", "GUILD_SCHEDULED_EVENT_STATUS_INVALID", "This change of status is not possible");
        if (start is { } begins && begins != found.Start && begins <= call.World.Time.GetUtcNow()) errors.Add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
        if ((end ?? found.End) <= (start ?? found.Start)) errors.Add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot schedule event to end before it starts.");
        var type = (int)(errors.Integer(body, "entity_type", "", 1, 3) ?? found.EntityType);
        var channel = body["channel_id"] is { } given ? errors.Snowflake(given, "channel_id") : body.ContainsKey("channel_id") ? null : found.ChannelId;
        if (type == External && (location ?? found.Location) is null) errors.Required("entity_metadata");
        if (type == External && channel is not null) errors.Add("channel_id", "GUILD_SCHEDULED_EVENT_EXTERNAL_CHANNEL", "An external event has no channel.");
        if (type != External && channel is null) errors.Required("channel_id");
        errors.ThrowIfAny();
        if (type != External) RequireVoice(call, channel!.Value);
        (found.EntityType, found.ChannelId) = (type, channel);
        if (type != External) found.Location = null;
        if (name is not null) found.Name = name;
        if (body.ContainsKey("description")) found.Description = description;
        if (start is { } s) found.Start = s;
        if (end is { } e) found.End = e;
        if (location is not null) found.Location = location;
        if (status is { } now) found.Status = now;
        Tell(call, "GUILD_SCHEDULED_EVENT_UPDATE", found);
        return Answer.Ok(Wire.ScheduledEvent(found, call.Guild.Id));
    }

    private static Answer Delete(Call call)
    {
        var found = Find(call);
        RequireManage(call, found);
        call.Guild.ScheduledEvents.Remove(found.Id);
        Tell(call, "GUILD_SCHEDULED_EVENT_DELETE", found);
        return Answer.NoContent;
    }

    private static void RequireManage(Call call, ScheduledEvent found)
    {
        var has = Permissions.InGuild(call.Guild, call.Actor);
        if (!has.Has(Permission.ManageEvents) && !(has.Has(Permission.CreateEvents) && found.Creator == call.Actor)) throw ApiException.MissingPermissions();
    }

    /// <summary>An event in a channel takes seeing the channel and connecting to it (Guild Scheduled Event: permission requirements).</summary>
    private static void RequireVoice(Call call, ulong id)
    {
        if (!call.Guild.Channels.TryGetValue(id, out var channel)) throw ApiException.UnknownChannel();
        if (channel.Type is not (2 or 13)) throw new ApiException(400, 50024, "Cannot execute action on this channel type");
        var has = Permissions.In(call.Guild, channel, call.Actor);
        if (!has.Has(Permission.ViewChannel) || !has.Has(Permission.Connect)) throw ApiException.MissingPermissions();
    }

    private static void Tell(Call call, string type, ScheduledEvent about) =>
        call.World.AnnounceGuild(type, Intent.GuildScheduledEvents, () => Wire.ScheduledEvent(about, call.Guild.Id));
}
