using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>One channel: read, change, delete, overwrites, typing (Resources: Channel).</summary>
internal static class ChannelRoutes
{
    public static void Add(RouteTable table)
    {
        table.Add("GET", "/channels/{channel_id}", call => Answer.Ok(Wire.Channel(call.Channel(), call.Actor)));
        table.Add("PATCH", "/channels/{channel_id}", Patch, 5, 15);
        table.Add("DELETE", "/channels/{channel_id}", Delete);
        table.Add("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", SetOverwrite);
        table.Add("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", RemoveOverwrite);
        table.Add("POST", "/channels/{channel_id}/typing", Typing, 5, 5);
    }

    private static Answer Patch(Call call)
    {
        var channel = call.Channel();
        if (channel.IsDm) throw ApiException.WrongChannelType();
        return channel.IsThread ? ThreadRoutes.Patch(call, channel) : ChannelWrites.Patch(call, channel);
    }

    private static Answer Delete(Call call)
    {
        var channel = call.Channel();
        if (channel.IsDm) return Answer.Ok(Wire.Channel(channel, call.Actor));
        call.Require(channel, channel.IsThread ? Permission.ManageThreads : Permission.ManageChannels);
        var json = Wire.Channel(channel, call.Actor);
        call.World.DeleteChannel(channel);
        return Answer.Ok(json);
    }

    private static Answer SetOverwrite(Call call)
    {
        var channel = call.Channel();
        if (channel.IsDm || channel.IsThread) throw ApiException.WrongChannelType();
        call.Require(channel, Permission.ManageRoles);
        var errors = new FieldErrors();
        var overwrite = ChannelRules.Overwrite(call.Id("overwrite_id"), call.Body, "", errors);
        errors.ThrowIfAny();
        if (overwrite.Type == 0 && !call.Guild.Roles.ContainsKey(overwrite.Id)) throw ApiException.UnknownRole();
        if (overwrite.Type == 1 && call.World.FindUser(overwrite.Id) is null) throw ApiException.UnknownUser();
        ChannelWrites.RequireMayGrant(call, [overwrite], channel.Overwrites.Values);
        channel.Overwrites[overwrite.Id] = overwrite;
        call.World.AnnounceChannel("CHANNEL_UPDATE", channel);
        return Answer.NoContent;
    }

    private static Answer RemoveOverwrite(Call call)
    {
        var channel = call.Channel();
        if (channel.IsDm || channel.IsThread) throw ApiException.WrongChannelType();
        call.Require(channel, Permission.ManageRoles);
        if (!channel.Overwrites.Remove(call.Id("overwrite_id"))) throw ApiException.UnknownOverwrite();
        call.World.AnnounceChannel("CHANNEL_UPDATE", channel);
        return Answer.NoContent;
    }

    private static Answer Typing(Call call)
    {
        var channel = call.Channel(Permission.SendMessages);
        call.World.Announce("TYPING_START", channel, Intent.GuildMessageTyping, Intent.DirectMessageTyping, _ =>
        {
            var json = new JsonObject
            {
                ["channel_id"] = Wire.Id(channel.Id),
                ["user_id"] = Wire.Id(call.Actor.Id),
                ["timestamp"] = call.World.Time.GetUtcNow().ToUnixTimeSeconds(),
            };
            if (channel.GuildId is { } guild)
            {
                json["guild_id"] = Wire.Id(guild);
                json["member"] = Wire.Member(call.Guild.Members[call.Actor.Id]);
            }

            return json;
        });
        return Answer.NoContent;
    }
}
