using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Roles (Resources: Guild). 250 per server.</summary>
internal static class RoleRoutes
{
    private const int MaxRoles = 250;

    public static void Add(RouteTable table)
    {
        table.Add("GET", "/guilds/{guild_id}/roles", call =>
        {
            call.RequireGuild();
            return Answer.Ok(Wire.Array(call.Guild.Roles.Values, Wire.Role));
        });
        table.Add("GET", "/guilds/{guild_id}/roles/{role_id}", call => Answer.Ok(Wire.Role(Find(call))));
        table.Add("POST", "/guilds/{guild_id}/roles", Create);
        table.Add("PATCH", "/guilds/{guild_id}/roles", Move);
        table.Add("PATCH", "/guilds/{guild_id}/roles/{role_id}", Patch);
        table.Add("DELETE", "/guilds/{guild_id}/roles/{role_id}", Delete);
    }

    private static Role Find(Call call)
    {
        call.RequireGuild();
        return call.Guild.Roles.TryGetValue(call.Id("role_id"), out var role) ? role : throw ApiException.UnknownRole();
    }

    private static Answer Create(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.ManageRoles);
        if (call.Guild.Roles.Count >= MaxRoles) throw new ApiException(400, 30005, "Maximum number of guild roles reached (250)");
        var fill = Read(call);
        var role = call.World.CreateRole("new role");
        fill(role);
        call.World.AnnounceRole("GUILD_ROLE_CREATE", role);
        return Answer.Ok(Wire.Role(role));
    }

    private static Answer Patch(Call call)
    {
        var role = Find(call);
        RequireAbove(call, role);
        Read(call)(role);
        call.World.AnnounceRole("GUILD_ROLE_UPDATE", role);
        return Answer.Ok(Wire.Role(role));
    }

    private static Answer Delete(Call call)
    {
        var role = Find(call);
        RequireAbove(call, role);
        if (role.BotId is not null || role.Id == call.Guild.Id) throw new ApiException(400, 50028, "Invalid Role");
        call.Guild.Roles.Remove(role.Id);
        foreach (var member in call.Guild.Members.Values.Where(m => m.RoleIds.Remove(role.Id))) call.World.AnnounceMember(member);
        foreach (var channel in call.Guild.Channels.Values) channel.Overwrites.Remove(role.Id);
        call.World.AnnounceGuild("GUILD_ROLE_DELETE", Intent.Guilds, () => new JsonObject { ["guild_id"] = Wire.Id(call.Guild.Id), ["role_id"] = Wire.Id(role.Id) });
        return Answer.NoContent;
    }

    private static Answer Move(Call call)
    {
        call.RequireGuild();
        call.RequireGuildPermission(Permission.ManageRoles);
        var errors = new FieldErrors();
        foreach (var item in (call.RawBody as JsonArray ?? []).OfType<JsonObject>())
        {
            if (errors.Snowflake(item["id"], "id") is not { } id || !call.Guild.Roles.TryGetValue(id, out var role)) throw ApiException.UnknownRole();
            // Libraries send every role; only those that move must stand below one's own.
            if (errors.Integer(item, "position", "", 0, MaxRoles) is not { } position || position == role.Position) continue;
            RequireAbove(call, role);
            role.Position = (int)position;
            call.World.AnnounceRole("GUILD_ROLE_UPDATE", role);
        }

        errors.ThrowIfAny();
        return Answer.Ok(Wire.Array(call.Guild.Roles.Values, Wire.Role));
    }

    private static void RequireAbove(Call call, Role role)
    {
        call.RequireGuildPermission(Permission.ManageRoles);
        if (role.Position >= Permissions.TopPosition(call.Guild, call.Actor)) throw ApiException.MissingPermissions();
    }

    private static Action<Role> Read(Call call)
    {
        var body = call.Body;
        var errors = new FieldErrors();
        var name = errors.String(body, "name", "", 0, 100);
        var color = errors.Integer(body, "color", "", 0, 0xFFFFFF) ?? (body["colors"] is JsonObject colors ? errors.Integer(colors, "primary_color", "colors", 0, 0xFFFFFF) : null);
        var hoist = errors.Boolean(body, "hoist", "");
        var mentionable = errors.Boolean(body, "mentionable", "");
        ulong? permissions = body["permissions"] is { } bits ? ulong.TryParse(bits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null : null;
        if (body["permissions"] is not null && permissions is null) errors.Add("permissions", "NUMBER_TYPE_COERCE", "Value is not int.");
        errors.ThrowIfAny();
        // Nobody gives a role what they do not have themselves.
        if (permissions is { } wanted && (wanted & ~Permissions.InGuild(call.Guild, call.Actor)) != 0) throw ApiException.MissingPermissions();
        return role =>
        {
            if (!string.IsNullOrEmpty(name)) role.Name = name;
            if (color is { } c) role.Color = (int)c;
            if (hoist is { } h) role.Hoist = h;
            if (mentionable is { } m) role.Mentionable = m;
            if (permissions is { } p) role.Permissions = p;
        };
    }
}
