using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Stages that are open (Resources: Stage Instance), one for each stage channel.</summary>
internal static class StageRoutes
{
    public static void Add(RouteTable table)
    {
        table.Add("POST", "/stage-instances", Create);
        table.Add("GET", "/stage-instances/{channel_id}", call => Answer.Ok(Find(call).DeepClone()));
        table.Add("PATCH", "/stage-instances/{channel_id}", Patch);
        table.Add("DELETE", "/stage-instances/{channel_id}", Delete);
    }

    private static JsonObject Find(Call call)
    {
        var channel = call.Channel();
        return call.World.Stages.TryGetValue(channel.Id, out var stage) ? stage : throw new ApiException(404, 10067, "Unknown Stage Instance");
    }

    private static Answer Create(Call call)
    {
        var errors = new FieldErrors();
        if (call.Body["channel_id"] is null) errors.Required("channel_id");
        var id = errors.Snowflake(call.Body["channel_id"], "channel_id");
        var topic = errors.String(call.Body, "topic", "", 1, 120, required: true);
        errors.Integer(call.Body, "privacy_level", "", 1, 2);
        errors.ThrowIfAny();
        var channel = call.World.FindChannel(id!.Value) ?? throw ApiException.UnknownChannel();
        call.Require(channel, Permission.ManageChannels);
        if (channel.Type != ChannelType.Stage) throw ApiException.WrongChannelType();
        if (call.World.Stages.ContainsKey(channel.Id)) throw new ApiException(400, 150006, "The Stage is already open");
        var stage = new JsonObject
        {
            ["id"] = Wire.Id(call.World.Mint.Next(SnowflakeMint.ServerSlot)),
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["channel_id"] = Wire.Id(channel.Id),
            ["topic"] = topic,
            ["privacy_level"] = 2,
            ["discoverable_disabled"] = true,
            ["guild_scheduled_event_id"] = null,
        };
        call.World.Stages.Add(channel.Id, stage);
        Tell(call, "STAGE_INSTANCE_CREATE", stage);
        return Answer.Ok(stage.DeepClone());
    }

    private static Answer Patch(Call call)
    {
        var stage = Find(call);
        call.Channel(Permission.ManageChannels);
        var errors = new FieldErrors();
        var topic = errors.String(call.Body, "topic", "", 1, 120);
        errors.ThrowIfAny();
        if (topic is not null) stage["topic"] = topic;
        Tell(call, "STAGE_INSTANCE_UPDATE", stage);
        return Answer.Ok(stage.DeepClone());
    }

    private static Answer Delete(Call call)
    {
        var stage = Find(call);
        call.World.Stages.Remove(call.Channel(Permission.ManageChannels).Id);
        Tell(call, "STAGE_INSTANCE_DELETE", stage);
        return Answer.NoContent;
    }

    private static void Tell(Call call, string type, JsonObject stage) => call.World.AnnounceGuild(type, Intent.Guilds, () => (JsonObject)stage.DeepClone());
}
