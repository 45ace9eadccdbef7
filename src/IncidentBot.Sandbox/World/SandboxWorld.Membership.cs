using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;

namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    /// <summary>Somebody leaves the server, of their own accord, kicked or banned.</summary>
    internal void Leave(Member member)
    {
        if (!Guild.Members.Remove(member.User.Id)) return;
        foreach (var thread in Guild.Channels.Values.Where(c => c.Thread?.Members.ContainsKey(member.User.Id) == true))
        {
            thread.Thread!.Members.Remove(member.User.Id);
            AnnounceThreadMembers(thread, [], [member.User.Id]);
        }

        AnnounceGuild("GUILD_MEMBER_REMOVE", Intent.GuildMembers, () => new JsonObject { ["guild_id"] = Wire.Id(Guild.Id), ["user"] = Wire.User(member.User) });
    }

    /// <summary>Somebody comes (back) to the server.</summary>
    internal Member Join(User user)
    {
        var member = Join(Guild, user);
        AnnounceGuild("GUILD_MEMBER_ADD", Intent.GuildMembers, () =>
        {
            var json = Wire.Member(member);
            json["guild_id"] = Wire.Id(Guild.Id);
            return json;
        });
        return member;
    }

    internal void AnnounceGuildUpdate() => AnnounceGuild("GUILD_UPDATE", Intent.Guilds, () => GuildWire.Guild(Guild));
}
