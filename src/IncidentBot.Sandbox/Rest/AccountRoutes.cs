using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Validation;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>Gateway address, the own account and application, direct messages.</summary>
internal static class AccountRoutes
{
    public static void Add(RouteTable table)
    {
        table.Add("GET", "/gateway", call => Answer.Ok(new JsonObject { ["url"] = call.World.GatewayUrl }), anonymous: true);
        table.Add("GET", "/gateway/bot", GatewayBot, 2, 5);
        table.Add("GET", "/users/@me", call => Answer.Ok(Wire.OwnUser(call.Actor)), 30, 30);
        table.Add("PATCH", "/users/@me", PatchMe);
        table.Add("GET", "/users/{user_id}", call => Answer.Ok(Wire.User(call.World.FindUser(call.Id("user_id")) ?? throw ApiException.UnknownUser())), 30, 30);
        table.Add("GET", "/users/@me/guilds", MyGuilds);
        table.Add("GET", "/users/@me/guilds/{guild_id}/member", MyMember);
        table.Add("GET", "/users/@me/channels", call => Answer.Ok(call.Actor.IsBot ? [] : Wire.Array(call.World.DmChannelsOf(call.Actor), c => Wire.Channel(c, call.Actor))));
        table.Add("POST", "/users/@me/channels", OpenDm, 10, 10);
        table.Add("GET", "/applications/@me", Application);
        table.Add("PATCH", "/applications/@me", call =>
        {
            var answer = Application(call);
            var errors = new FieldErrors();
            var description = errors.String(call.Body, "description", "", 0, 400);
            errors.ThrowIfAny();
            if (!call.Body.ContainsKey("description")) return answer;
            call.World.ApplicationDescription = description ?? "";
            return Application(call);
        });
        table.Add("GET", "/oauth2/applications/@me", Application);
        table.Add("GET", "/applications/{application_id}", call =>
        {
            RequireOwnApplication(call);
            return Application(call);
        });
        table.Add("GET", "/oauth2/@me", call => Answer.Ok(new JsonObject
        {
            ["application"] = ApplicationWire.Render(call.World),
            ["scopes"] = new JsonArray("bot"),
            ["expires"] = Wire.Time(call.World.Time.GetUtcNow().AddDays(7)),
            ["user"] = Wire.User(call.Actor),
        }));
    }

    /// <summary>Only a bot has an application, and only its own may be touched (20012).</summary>
    public static void RequireOwnApplication(Call call)
    {
        if (!call.Actor.IsBot) throw new ApiException(403, 20002, "Only bots can use this endpoint");
        if (call.Id("application_id") != call.World.ApplicationId) throw new ApiException(403, 20012, "You are not authorized to perform this action on this application");
    }

    private static Answer Application(Call call)
    {
        if (!call.Actor.IsBot) throw new ApiException(403, 20002, "Only bots can use this endpoint");
        return Answer.Ok(ApplicationWire.Render(call.World));
    }

    private static Answer PatchMe(Call call)
    {
        var errors = new FieldErrors();
        var name = errors.String(call.Body, "username", "", 2, 32);
        errors.ThrowIfAny();
        // People are known by their handle to scripts; only the bot takes another name.
        if (name is not null && call.Actor.IsBot) call.Actor.Username = name;
        call.World.Gateway.Dispatch("USER_UPDATE", session => session.User == call.Actor ? Wire.OwnUser(call.Actor) : null);
        return Answer.Ok(Wire.OwnUser(call.Actor));
    }

    private static Answer GatewayBot(Call call)
    {
        var (remaining, resetAfter) = call.World.Gateway.SessionStarts();
        return Answer.Ok(new JsonObject
        {
            ["url"] = call.World.GatewayUrl,
            ["shards"] = 1,
            ["session_start_limit"] = new JsonObject
            {
                ["total"] = 1000,
                ["remaining"] = remaining,
                ["reset_after"] = (int)resetAfter.TotalMilliseconds,
                ["max_concurrency"] = 1,
            },
        });
    }

    private static Answer MyGuilds(Call call)
    {
        var guild = call.Guild;
        return Answer.Ok(new JsonArray(new JsonObject
        {
            ["id"] = Wire.Id(guild.Id),
            ["name"] = guild.Name,
            ["icon"] = null,
            ["banner"] = null,
            ["owner"] = guild.OwnerId == call.Actor.Id,
            ["permissions"] = Permissions.InGuild(guild, call.Actor).ToString(CultureInfo.InvariantCulture),
            ["features"] = new JsonArray(),
        }));
    }

    private static Answer MyMember(Call call)
    {
        call.RequireGuild();
        return Answer.Ok(Wire.Member(call.Guild.Members[call.Actor.Id]));
    }

    private static Answer OpenDm(Call call)
    {
        var errors = new FieldErrors();
        var node = call.Body["recipient_id"] ?? (call.Body["recipients"] as JsonArray)?.FirstOrDefault();
        if (node is null) errors.Required("recipient_id");
        var id = errors.Snowflake(node, "recipient_id");
        errors.ThrowIfAny();
        var other = call.World.FindUser(id!.Value);
        if (other is null || other == call.Actor) throw FieldErrors.Single("recipient_id", "INVALID_RECIPIENT", "Invalid Recipient(s)");
        return Answer.Ok(Wire.Channel(call.World.OpenDm(call.Actor, other), call.Actor));
    }
}
