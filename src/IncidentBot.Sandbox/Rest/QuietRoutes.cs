using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>What the sandbox's server does not have, answered as Discord answers for a server that has none of it: libraries ask for much of this by themselves.</summary>
internal static class QuietRoutes
{
    public static void Add(RouteTable table)
    {
        OfServer(table);
        OfApplication(table);
        table.Add("GET", "/voice/regions", _ => Answer.Ok(Regions()));
        table.Add("GET", "/sticker-packs", _ => Answer.Ok(new JsonObject { ["sticker_packs"] = new JsonArray() }), anonymous: true);
        table.Add("GET", "/sticker-packs/{pack_id}", _ => throw new ApiException(404, 10061, "Unknown Sticker Pack"), anonymous: true);
        table.Add("GET", "/stickers/{sticker_id}", _ => throw UnknownSticker(), anonymous: true);
        table.Add("GET", "/soundboard-default-sounds", _ => Answer.Ok(new JsonArray()));
        table.Add("GET", "/guilds/templates/{code}", _ => throw new ApiException(404, 10057, "Unknown guild template"));
        table.Add("GET", "/skus/{sku_id}/subscriptions", _ => Answer.Ok(new JsonArray()));
        table.Add("GET", "/oauth2/keys", _ => Answer.Ok(new JsonObject { ["keys"] = new JsonArray() }), anonymous: true);
        // Connections belong to people and take their consent.
        table.Add("GET", "/users/@me/connections", _ => throw new ApiException(401, 0, "401: Unauthorized"));
    }

    private static void OfServer(RouteTable table)
    {
        void Get(string path, Func<Call, Answer> answer, ulong permission = 0) => table.Add("GET", "/guilds/{guild_id}/" + path, call =>
        {
            call.RequireGuild();
            call.RequireGuildPermission(permission);
            return answer(call);
        });

        foreach (var (empty, permission) in new[]
        {
            ("stickers", 0UL), ("integrations", Permission.ManageGuild), ("auto-moderation/rules", Permission.ManageGuild), ("templates", Permission.ManageGuild),
        })
        {
            Get(empty, _ => Answer.Ok(new JsonArray()), permission);
        }

        Get("regions", _ => Answer.Ok(Regions()));
        Get("stickers/{sticker_id}", _ => throw UnknownSticker());
        Get("soundboard-sounds", _ => Answer.Ok(new JsonObject { ["items"] = new JsonArray() }));
        Get("soundboard-sounds/{sound_id}", _ => throw new ApiException(404, 10097, "Unknown sound"));
        Get("auto-moderation/rules/{rule_id}", _ => throw new ApiException(404, 0, "404: Not Found"), Permission.ManageGuild);
        Get("audit-logs", _ => Answer.Ok(AuditLog()), Permission.ViewAuditLog);
        Get("onboarding", call => Answer.Ok(new JsonObject
        {
            ["guild_id"] = Wire.Id(call.Guild.Id),
            ["prompts"] = new JsonArray(),
            ["default_channel_ids"] = new JsonArray(),
            ["enabled"] = false,
            ["mode"] = 0,
        }));
        Get("welcome-screen", _ => throw new ApiException(404, 10069, "Unknown Guild Welcome Screen"));
        Get("new-member-welcome", _ => Answer.NoContent);
        Get("widget", _ => Answer.Ok(new JsonObject { ["enabled"] = false, ["channel_id"] = null }), Permission.ManageGuild);
        table.Add("GET", "/guilds/{guild_id}/widget.json", _ => throw new ApiException(403, 50004, "Widget Disabled"), anonymous: true);
        Get("vanity-url", _ => Answer.Ok(new JsonObject { ["code"] = null, ["uses"] = 0 }), Permission.ManageGuild);
        Get("roles/member-counts", call => Answer.Ok(new JsonObject(call.Guild.Roles.Values.Where(r => r.Id != call.Guild.Id).Select(r =>
            KeyValuePair.Create(Wire.Id(r.Id), (JsonNode?)call.Guild.Members.Values.Count(m => m.RoleIds.Contains(r.Id)))))));
        Get("voice-states/{user_id}", _ => throw new ApiException(404, 10065, "Unknown Voice State"));
        Get("scheduled-events/{event_id}/users", call => call.Guild.ScheduledEvents.ContainsKey(call.Id("event_id")) ? Answer.Ok(new JsonArray()) : throw ApiException.UnknownScheduledEvent());
    }

    private static void OfApplication(RouteTable table)
    {
        void Get(string path, Func<Call, Answer> answer) => table.Add("GET", "/applications/{application_id}/" + path, call =>
        {
            AccountRoutes.RequireOwnApplication(call);
            return answer(call);
        });

        Get("entitlements", _ => Answer.Ok(new JsonArray()));
        Get("entitlements/{entitlement_id}", _ => throw new ApiException(404, 10029, "Unknown Entitlement"));
        Get("skus", _ => Answer.Ok(new JsonArray()));
        Get("role-connections/metadata", _ => Answer.Ok(new JsonArray()));
        Get("activity-instances/{instance_id}", _ => throw ApiException.NotFound());
    }

    private static ApiException UnknownSticker() => new(404, 10060, "Unknown Sticker");

    private static JsonArray Regions() => Wire.Array([("rotterdam", "Rotterdam"), ("us-east", "US East")], r => new JsonObject
    {
        ["id"] = r.Item1,
        ["name"] = r.Item2,
        ["custom"] = false,
        ["deprecated"] = false,
        ["optimal"] = r.Item1 == "rotterdam",
    });

    private static JsonObject AuditLog()
    {
        var json = new JsonObject();
        foreach (var list in (string[])["audit_log_entries", "users", "integrations", "webhooks", "guild_scheduled_events", "threads", "application_commands", "auto_moderation_rules"])
        {
            json[list] = new JsonArray();
        }

        return json;
    }
}
