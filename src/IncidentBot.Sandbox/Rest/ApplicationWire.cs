using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Rest;

/// <summary>The bot's application (Resources: Application).</summary>
internal static class ApplicationWire
{
    private const int MembersLimited = 1 << 15;
    private const int PresenceLimited = 1 << 13;
    private const int MessageContentLimited = 1 << 19;

    /// <summary>Which privileged intents are switched on, as an application in fewer than 100 servers shows them.</summary>
    public static int Flags(SandboxWorld world) =>
        (world.Options.MembersIntent ? MembersLimited | PresenceLimited : 0) | (world.Options.MessageContentIntent ? MessageContentLimited : 0);

    public static JsonObject Render(SandboxWorld world) => new()
    {
        ["id"] = Wire.Id(world.ApplicationId),
        ["name"] = world.Bot.Username,
        ["icon"] = null,
        ["description"] = world.ApplicationDescription,
        ["type"] = null,
        ["verify_key"] = new string('0', 64),
        ["flags"] = Flags(world),
        ["flags_new"] = Wire.Id((ulong)Flags(world)),
        ["bot"] = Wire.User(world.Bot),
        ["bot_public"] = true,
        ["bot_require_code_grant"] = false,
        ["redirect_uris"] = new JsonArray(),
        ["interactions_endpoint_url"] = null,
        ["role_connections_verification_url"] = null,
        ["owner"] = Wire.User(world.FindUser(world.Guild.OwnerId)!),
        ["approximate_guild_count"] = 1,
        ["approximate_user_install_count"] = 0,
        ["approximate_user_authorization_count"] = 0,
        ["explicit_content_filter"] = 0,
        ["team"] = null,
        ["eligible_oauth2_scopes"] = new JsonArray("bot", "applications.commands"),
    };
}
