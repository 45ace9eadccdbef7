using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Members of the server and their roles (Resources: Guild).</summary>
internal static class MemberRoutes
{
    public static void Add(RouteTable table)
    {
        table.Add("GET", "/guilds/{guild_id}/members", List);
        table.Add("GET", "/guilds/{guild_id}/members/search", Search);
        table.Add("GET", "/guilds/{guild_id}/members/{user_id}", call => Answer.Ok(Wire.Member(Find(call))));
        table.Add("PATCH", "/guilds/{guild_id}/members/@me", PatchSelf);
        // Deprecated, and still what discord.py sends.
        table.Add("PATCH", "/guilds/{guild_id}/members/@me/nick", call =>
        {
            PatchSelf(call);
            return Answer.Ok(new JsonObject { ["nick"] = call.Guild.Members[call.Actor.Id].Nick });
        });
        table.Add("PATCH", "/guilds/{guild_id}/members/{user_id}", Patch);
        table.Add("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", call => SetRole(call, given: true));
        table.Add("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", call => SetRole(call, given: false));
    }

    private static Member Find(Call call)
    {
        call.RequireGuild();
        var id = call.Text("user_id") == "@me" ? call.Actor.Id : call.Id("user_id");
        if (call.Guild.Members.TryGetValue(id, out var member)) return member;
        throw call.World.FindUser(id) is null ? ApiException.UnknownUser() : ApiException.UnknownMember();
    }

    private static Answer List(Call call)
    {
        call.RequireGuild();
        if (call.Actor.IsBot && !call.World.Options.MembersIntent) throw ApiException.MissingAccess();
        var limit = call.QueryInt("limit", 1, 1, 1000);
        var after = call.QueryId("after") ?? 0;
        return Answer.Ok(Wire.Array(call.Guild.Members.Values.Where(m => m.User.Id > after).OrderBy(m => m.User.Id).Take(limit), m => Wire.Member(m)));
    }

    private static Answer Search(Call call)
    {
        call.RequireGuild();
        var query = call.Query["query"].ToString();
        if (query.Length == 0) throw FieldErrors.Single("query", "BASE_TYPE_REQUIRED", "This field is required");
        var limit = call.QueryInt("limit", 1, 1, 1000);
        var found = call.Guild.Members.Values.Where(m =>
            m.User.Username.StartsWith(query, StringComparison.OrdinalIgnoreCase) || m.DisplayName.StartsWith(query, StringComparison.OrdinalIgnoreCase));
        return Answer.Ok(Wire.Array(found.Take(limit), m => Wire.Member(m)));
    }

    private static Answer PatchSelf(Call call)
    {
        call.RequireGuild();
        var errors = new FieldErrors();
        var nick = errors.String(call.Body, "nick", "", 0, 32);
        errors.ThrowIfAny();
        var member = call.Guild.Members[call.Actor.Id];
        if (call.Body.ContainsKey("nick"))
        {
            call.RequireGuildPermission(Permission.ChangeNickname);
            member.Nick = string.IsNullOrEmpty(nick) ? null : nick;
        }

        call.World.AnnounceMember(member);
        return Answer.Ok(Wire.Member(member));
    }

    private static Answer Patch(Call call)
    {
        var member = Find(call);
        var errors = new FieldErrors();
        var nick = errors.String(call.Body, "nick", "", 0, 32);
        var roles = errors.List(call.Body, "roles", "", 0, 250)?.Select((n, i) => errors.Snowflake(n, $"roles.{i}")).OfType<ulong>().Distinct().ToList();
        var until = ScheduledEventRoutes.Time(call.Body, "communication_disabled_until", errors);
        if (until > call.World.Time.GetUtcNow().AddDays(28)) errors.Add("communication_disabled_until", "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", "Timestamp cannot be more than 28 days in the future.");
        errors.ThrowIfAny();
        if (call.Body.ContainsKey("nick"))
        {
            call.RequireGuildPermission(Permission.ManageNicknames);
            if (Permissions.TopPosition(call.Guild, member.User) >= Permissions.TopPosition(call.Guild, call.Actor)) throw ApiException.MissingPermissions();
            member.Nick = string.IsNullOrEmpty(nick) ? null : nick;
        }

        if (call.Body.ContainsKey("communication_disabled_until"))
        {
            call.RequireGuildPermission(Permission.ModerateMembers);
            if (Permissions.TopPosition(call.Guild, member.User) >= Permissions.TopPosition(call.Guild, call.Actor)) throw ApiException.MissingPermissions();
            member.TimedOutUntil = until;
        }

        // Nobody of the sandbox is ever in a voice channel.
        if (call.Body["mute"] is not null || call.Body["deaf"] is not null || call.Body["channel_id"] is not null) throw new ApiException(400, 40032, "Target user is not connected to voice.");

        if (roles is not null)
        {
            foreach (var id in roles.Except(member.RoleIds).Concat(member.RoleIds.Except(roles))) RequireCanGive(call, id);
            member.RoleIds.Clear();
            member.RoleIds.AddRange(roles);
        }

        call.World.AnnounceMember(member);
        return Answer.Ok(Wire.Member(member));
    }

    private static Answer SetRole(Call call, bool given)
    {
        var member = Find(call);
        var id = call.Id("role_id");
        RequireCanGive(call, id);
        var changed = given ? !member.RoleIds.Contains(id) : member.RoleIds.Contains(id);
        if (changed)
        {
            if (given) member.RoleIds.Add(id);
            else member.RoleIds.Remove(id);
            call.World.AnnounceMember(member);
        }

        return Answer.NoContent;
    }

    /// <summary>One gives and takes only roles below one's own highest, and never an application's own role.</summary>
    private static void RequireCanGive(Call call, ulong roleId)
    {
        if (!call.Guild.Roles.TryGetValue(roleId, out var role) || role.Id == call.Guild.Id) throw ApiException.UnknownRole();
        call.RequireGuildPermission(Permission.ManageRoles);
        if (role.BotId is not null || role.Position >= Permissions.TopPosition(call.Guild, call.Actor)) throw ApiException.MissingPermissions();
    }
}
