using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Kicking and banning (Resources: Guild). Whoever stands at or above one's own highest role stays.</summary>
internal static class ModerationRoutes
{
    private const int Week = 604_800;

    public static void Add(RouteTable table)
    {
        table.Add("DELETE", "/guilds/{guild_id}/members/{user_id}", Kick);
        table.Add("GET", "/guilds/{guild_id}/bans", List);
        table.Add("GET", "/guilds/{guild_id}/bans/{user_id}", call => Answer.Ok(Render(Find(call))));
        table.Add("PUT", "/guilds/{guild_id}/bans/{user_id}", Put);
        table.Add("DELETE", "/guilds/{guild_id}/bans/{user_id}", Lift);
        table.Add("POST", "/guilds/{guild_id}/bulk-ban", Many);
        table.Add("GET", "/guilds/{guild_id}/prune", Prune);
        table.Add("POST", "/guilds/{guild_id}/prune", Prune);
    }

    private static Answer Kick(Call call)
    {
        call.RequireGuild();
        if (!call.Guild.Members.TryGetValue(call.Id("user_id"), out var member)) throw ApiException.UnknownMember();
        call.RequireGuildPermission(Permission.KickMembers);
        RequireAbove(call, member.User);
        call.World.Leave(member);
        return Answer.NoContent;
    }

    private static Answer List(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.BanMembers);
        var limit = call.QueryInt("limit", 1000, 1, 1000);
        var (after, before) = (call.QueryId("after"), call.QueryId("before"));
        var bans = call.Guild.Bans.Values.OrderBy(b => b.User.Id).Where(b => (before is null || b.User.Id < before) && (before is not null || after is null || b.User.Id > after));
        return Answer.Ok(Wire.Array(before is null ? bans.Take(limit) : bans.TakeLast(limit), Render));
    }

    private static Ban Find(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.BanMembers);
        return call.Guild.Bans.TryGetValue(call.Id("user_id"), out var ban) ? ban : throw new ApiException(404, 10026, "Unknown Ban");
    }

    private static Answer Put(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.BanMembers);
        var user = call.World.FindUser(call.Id("user_id")) ?? throw ApiException.UnknownUser();
        var seconds = Seconds(call);
        RequireAbove(call, user);
        BanNow(call, user, seconds);
        return Answer.NoContent;
    }

    private static Answer Many(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.BanMembers | Permission.ManageGuild);
        var errors = new FieldErrors();
        var ids = errors.List(call.Body, "user_ids", "", 1, 200)?.Select((n, i) => errors.Snowflake(n, $"user_ids.{i}")).OfType<ulong>().Distinct().ToList();
        if (ids is null) errors.Required("user_ids");
        errors.ThrowIfAny();
        var seconds = Seconds(call);
        List<ulong> banned = [], failed = [];
        foreach (var id in ids!)
        {
            if (call.World.FindUser(id) is not { } user || call.Guild.Bans.ContainsKey(id) || !IsAbove(call, user))
            {
                failed.Add(id);
                continue;
            }

            BanNow(call, user, seconds);
            banned.Add(id);
        }

        if (banned.Count == 0) throw new ApiException(400, 500000, "Failed to ban users");
        return Answer.Ok(new JsonObject { ["banned_users"] = Wire.Ids(banned), ["failed_users"] = Wire.Ids(failed) });
    }

    private static Answer Lift(Call call)
    {
        var ban = Find(call);
        call.Guild.Bans.Remove(ban.User.Id);
        Tell(call, "GUILD_BAN_REMOVE", ban.User);
        return Answer.NoContent;
    }

    /// <summary>Nobody of the sandbox is ever away long enough.</summary>
    private static Answer Prune(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.KickMembers | Permission.ManageGuild);
        return Answer.Ok(new JsonObject { ["pruned"] = 0 });
    }

    private static int Seconds(Call call)
    {
        var errors = new FieldErrors();
        var seconds = (int)(errors.Integer(call.Body, "delete_message_seconds", "", 0, Week) ?? (errors.Integer(call.Body, "delete_message_days", "", 0, 7) * 86_400) ?? 0);
        errors.ThrowIfAny();
        return seconds;
    }

    private static void BanNow(Call call, User user, int seconds)
    {
        if (!call.Guild.Bans.TryAdd(user.Id, new Ban(user, call.Reason))) return;
        var oldest = call.World.Time.GetUtcNow().AddSeconds(-seconds);
        foreach (var channel in seconds == 0 ? [] : call.Guild.Channels.Values.ToList())
        {
            var theirs = channel.Messages.Where(m => m.Author == user && m.Timestamp > oldest).ToList();
            if (theirs.Count > 0) call.World.DeleteMany(channel, theirs);
        }

        Tell(call, "GUILD_BAN_ADD", user);
        if (call.Guild.Members.TryGetValue(user.Id, out var member)) call.World.Leave(member);
    }

    private static bool IsAbove(Call call, User user) =>
        user.Id != call.Guild.OwnerId && user != call.Actor && Permissions.TopPosition(call.Guild, user) < Permissions.TopPosition(call.Guild, call.Actor);

    private static void RequireAbove(Call call, User user)
    {
        if (!IsAbove(call, user)) throw ApiException.MissingPermissions();
    }

    private static void Tell(Call call, string type, User user) =>
        call.World.AnnounceGuild(type, Intent.GuildModeration, () => new JsonObject { ["guild_id"] = Wire.Id(call.Guild.Id), ["user"] = Wire.User(user) });

    private static JsonObject Render(Ban ban) => new() { ["user"] = Wire.User(ban.User), ["reason"] = ban.Reason };
}
