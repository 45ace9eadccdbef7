using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Invites (Resources: Invite). A person who left comes back with one, as in Discord's own client.</summary>
internal static class InviteRoutes
{
    private const int Week = 604_800;

    public static void Add(RouteTable table)
    {
        table.Add("POST", "/channels/{channel_id}/invites", Create);
        table.Add("GET", "/channels/{channel_id}/invites", call =>
        {
            var channel = call.Channel(Permission.ManageChannels);
            return Answer.Ok(Wire.Array(Valid(call).Where(i => i.ChannelId == channel.Id), i => Render(call, i, withUse: true)));
        });
        table.Add("GET", "/guilds/{guild_id}/invites", call =>
        {
            call.RequireGuild();
            var has = Permissions.InGuild(call.Guild, call.Actor);
            if (!has.Has(Permission.ManageGuild) && !has.Has(Permission.ViewAuditLog)) throw ApiException.MissingPermissions();
            return Answer.Ok(Wire.Array(Valid(call), i => Render(call, i, withUse: true)));
        });
        table.Add("GET", "/invites/{code}", call => Answer.Ok(Render(call, Find(call), withUse: false)), anonymous: true);
        table.Add("POST", "/invites/{code}", Accept);
        table.Add("DELETE", "/invites/{code}", Delete);
    }

    private static IEnumerable<Invite> Valid(Call call) =>
        call.World.Invites.Values.Where(i => !(i.ExpiresAt <= call.World.Time.GetUtcNow()) && (i.MaxUses == 0 || i.Uses < i.MaxUses) && call.Guild.Channels.ContainsKey(i.ChannelId));

    private static Invite Find(Call call) => Valid(call).FirstOrDefault(i => i.Code == call.Text("code")) ?? throw new ApiException(404, 10006, "Unknown Invite");

    private static Answer Create(Call call)
    {
        var channel = call.Channel(Permission.CreateInstantInvite);
        if (channel.IsDm || channel.IsThread || channel.Type == ChannelType.Category) throw ApiException.WrongChannelType();
        var errors = new FieldErrors();
        var age = (int)(errors.Integer(call.Body, "max_age", "", 0, Week) ?? 86_400);
        var uses = (int)(errors.Integer(call.Body, "max_uses", "", 0, 100) ?? 0);
        var temporary = errors.Boolean(call.Body, "temporary", "") ?? false;
        var unique = errors.Boolean(call.Body, "unique", "") ?? false;
        errors.ThrowIfAny();
        // Without "unique" a like one of the same person is given again.
        if (!unique && Valid(call).FirstOrDefault(i => i.ChannelId == channel.Id && i.Inviter == call.Actor && i.MaxAge == age && i.MaxUses == uses && i.Temporary == temporary) is { } like)
        {
            return Answer.Ok(Render(call, like, withUse: true));
        }

        var invite = new Invite
        {
            Code = CodeOf(call.World.Mint.Next(SnowflakeMint.ServerSlot)),
            ChannelId = channel.Id,
            Inviter = call.Actor,
            CreatedAt = call.World.Time.GetUtcNow(),
            MaxAge = age,
            MaxUses = uses,
            Temporary = temporary,
        };
        call.World.Invites.Add(invite.Code, invite);
        call.World.Announce("INVITE_CREATE", channel, Intent.GuildInvites, 0, _ => new JsonObject
        {
            ["channel_id"] = Wire.Id(channel.Id),
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["code"] = invite.Code,
            ["created_at"] = Wire.Time(invite.CreatedAt),
            ["expires_at"] = Wire.Time(invite.ExpiresAt),
            ["inviter"] = Wire.User(invite.Inviter),
            ["max_age"] = age,
            ["max_uses"] = uses,
            ["temporary"] = temporary,
            ["type"] = 0,
            ["uses"] = 0,
        });
        return Answer.Ok(Render(call, invite, withUse: true));
    }

    private static Answer Accept(Call call)
    {
        if (call.Actor.IsBot) throw new ApiException(403, 20001, "Bots cannot use this endpoint");
        var invite = Find(call);
        if (call.Guild.Bans.ContainsKey(call.Actor.Id)) throw new ApiException(403, 40007, "The user is banned from this guild.");
        if (!call.Guild.Members.ContainsKey(call.Actor.Id))
        {
            invite.Uses++;
            call.World.Join(call.Actor);
        }

        return Answer.Ok(Render(call, invite, withUse: false));
    }

    private static Answer Delete(Call call)
    {
        var invite = Find(call);
        var channel = call.World.FindChannel(invite.ChannelId)!;
        if (!Permissions.InGuild(call.Guild, call.Actor).Has(Permission.ManageGuild)) call.Require(channel, Permission.ManageChannels);
        call.World.Invites.Remove(invite.Code);
        call.World.Announce("INVITE_DELETE", channel, Intent.GuildInvites, 0, _ => new JsonObject
        {
            ["channel_id"] = Wire.Id(channel.Id),
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["code"] = invite.Code,
        });
        return Answer.Ok(Render(call, invite, withUse: false));
    }

    private static string CodeOf(ulong id)
    {
        const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        var code = "";
        for (var rest = id; rest > 0; rest /= (ulong)Letters.Length) code += Letters[(int)(rest % (ulong)Letters.Length)];
        return code;
    }

    private static JsonObject Render(Call call, Invite invite, bool withUse)
    {
        var guild = call.Guild;
        var channel = call.World.FindChannel(invite.ChannelId)!;
        var json = new JsonObject
        {
            ["type"] = 0,
            ["code"] = invite.Code,
            ["inviter"] = Wire.User(invite.Inviter),
            ["expires_at"] = Wire.Time(invite.ExpiresAt),
            ["guild"] = new JsonObject
            {
                ["id"] = Wire.Id(guild.Id),
                ["name"] = guild.Name,
                ["splash"] = null,
                ["banner"] = null,
                ["description"] = null,
                ["icon"] = null,
                ["features"] = new JsonArray(),
                ["verification_level"] = 0,
                ["vanity_url_code"] = null,
                ["nsfw_level"] = 0,
                ["nsfw"] = false,
                ["premium_subscription_count"] = 0,
                ["premium_tier"] = 0,
            },
            ["guild_id"] = Wire.Id(guild.Id),
            ["channel"] = new JsonObject { ["id"] = Wire.Id(channel.Id), ["type"] = channel.Type, ["name"] = channel.Name },
        };
        if (call.QueryFlag("with_counts"))
        {
            json["approximate_member_count"] = guild.Members.Count;
            json["approximate_presence_count"] = guild.Members.Count;
        }

        if (withUse)
        {
            json["uses"] = invite.Uses;
            json["max_uses"] = invite.MaxUses;
            json["max_age"] = invite.MaxAge;
            json["temporary"] = invite.Temporary;
            json["created_at"] = Wire.Time(invite.CreatedAt);
        }

        return json;
    }
}
