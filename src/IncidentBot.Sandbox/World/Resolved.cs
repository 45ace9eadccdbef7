using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentBot.Sandbox.World;

/// <summary>The objects behind the ids an interaction names (Interactions: Receiving and Responding, Resolved Data).</summary>
internal sealed class Resolved(SandboxWorld world)
{
    private readonly JsonObject json = [];

    public JsonObject? Json => json.Count > 0 ? json : null;

    /// <summary>Adds by component type: 5 user, 6 role, 7 either, 8 channel. False when there is no such thing.</summary>
    public bool Add(int componentType, string? id)
    {
        if (!ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var snowflake)) return false;
        if (componentType is 5 or 7 && world.FindUser(snowflake) is { } user)
        {
            AddUser(user);
            return true;
        }

        if (componentType is 6 or 7 && world.Guild.Roles.TryGetValue(snowflake, out var role))
        {
            Of("roles")[Wire.Id(role.Id)] = Wire.Role(role);
            return true;
        }

        if (componentType == 8 && world.Guild.Channels.TryGetValue(snowflake, out var channel))
        {
            var about = new JsonObject { ["id"] = Wire.Id(channel.Id), ["type"] = channel.Type, ["name"] = channel.Name, ["permissions"] = Wire.Id(Permission.All) };
            if (channel.ParentId is { } parent) about["parent_id"] = Wire.Id(parent);
            Of("channels")[Wire.Id(channel.Id)] = about;
            return true;
        }

        return false;
    }

    /// <summary>A file given to an option; until the interaction is over its link works as any other.</summary>
    public void AddAttachment(Attachment attachment) => Of("attachments")[Wire.Id(attachment.Id)] = MessageWire.Attachment(attachment, world.Links);

    public void AddUser(User user)
    {
        Of("users")[Wire.Id(user.Id)] = Wire.User(user);
        if (!world.Guild.Members.TryGetValue(user.Id, out var member)) return;
        var about = Wire.Member(member, withUser: false);
        about["permissions"] = Wire.Id(Permissions.InGuild(world.Guild, user));
        Of("members")[Wire.Id(user.Id)] = about;
    }

    /// <summary>The target of a message menu: its content is there even without the message-content intent.</summary>
    public void AddMessage(Message message) => Of("messages")[Wire.Id(message.Id)] = MessageWire.Render(message, world.Bot, world.Links, hideContent: false);

    private JsonObject Of(string kind)
    {
        if (json[kind] is not JsonObject map) json[kind] = map = [];
        return map;
    }
}
