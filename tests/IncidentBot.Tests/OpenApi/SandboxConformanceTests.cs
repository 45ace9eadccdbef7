using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.OpenApi;

/// <summary>A bot and a person walk through the sandbox's rooms; whatever it answers and announces must be what Discord's document describes.</summary>
public sealed class SandboxConformanceTests : IAsyncLifetime
{
    // Guilds, members, messages, reactions, direct messages and their reactions, message content, scheduled events.
    private const int Intents = 1 << 0 | 1 << 1 | 1 << 9 | 1 << 10 | 1 << 12 | 1 << 13 | 1 << 15 | 1 << 16;

    private readonly ClientWebSocket gateway = new();
    private readonly HttpClient http = new();
    private SandboxServer sandbox = null!;
    private ExchangeRecorder recorder = null!;

    private ulong Guild => sandbox.World.Guild.Id;

    private ulong App => sandbox.World.ApplicationId;

    private ulong Ada => sandbox.World.People["ada"].Id;

    public async ValueTask InitializeAsync()
    {
        await DiscordOpenApi.RequireAsync();
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { StrictRateLimits = false, BotPermissions = Permission.All });
        recorder = ExchangeRecorder.Watching(sandbox.World);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", sandbox.World.BotToken);
        await IdentifyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        gateway.Dispose();
        http.Dispose();
        if (sandbox is not null) await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task What_a_bot_reads_of_itself_and_its_server()
    {
        string[] paths =
        [
            "/gateway", "/gateway/bot", "/users/@me", $"/users/{Ada}", "/users/@me/guilds", "/applications/@me", "/oauth2/applications/@me", $"/guilds/{Guild}", $"/guilds/{Guild}/channels",
            $"/guilds/{Guild}/threads/active", $"/guilds/{Guild}/members?limit=10", $"/guilds/{Guild}/members/{Ada}", $"/guilds/{Guild}/members/search?query=a", $"/guilds/{Guild}/roles",
            $"/guilds/{Guild}/scheduled-events", "/channels/1300000000000000001",
        ];
        foreach (var path in paths) await BotAsync("GET", path);
        await recorder.ShouldConformAsync();
    }

    [Fact]
    public async Task What_a_server_does_not_have_and_what_libraries_ask_for_by_themselves()
    {
        string[] paths =
        [
            "/voice/regions", "/sticker-packs", "/soundboard-default-sounds", $"/applications/{App}", $"/applications/{App}/entitlements", $"/applications/{App}/emojis",
            $"/applications/{App}/role-connections/metadata", $"/guilds/{Guild}/emojis", $"/guilds/{Guild}/stickers", $"/guilds/{Guild}/bans", $"/guilds/{Guild}/invites", $"/guilds/{Guild}/webhooks",
            $"/guilds/{Guild}/integrations", $"/guilds/{Guild}/auto-moderation/rules", $"/guilds/{Guild}/templates", $"/guilds/{Guild}/regions", $"/guilds/{Guild}/soundboard-sounds",
            $"/guilds/{Guild}/audit-logs", $"/guilds/{Guild}/onboarding", $"/guilds/{Guild}/welcome-screen", $"/guilds/{Guild}/widget", $"/guilds/{Guild}/vanity-url", $"/guilds/{Guild}/prune",
            $"/guilds/{Guild}/roles/member-counts", $"/guilds/{Guild}/voice-states/{Ada}", $"/guilds/{Guild}/messages/search?content=x",
        ];
        foreach (var path in paths) await BotAsync("GET", path);
        await recorder.ShouldConformAsync();
    }

    [Fact]
    public async Task Webhooks_invites_bans_polls_emojis_and_stages()
    {
        var general = sandbox.World.FindChannel("general")!.Id;
        await BotAsync("POST", $"/channels/{general}/webhooks", """{ "name": "alerts" }""");
        var hook = sandbox.World.Webhooks.Values.Single();
        var said = await BotAsync("POST", $"/webhooks/{hook.Id}/{hook.Token}?wait=true", """{ "content": "disk is full", "username": "monitoring" }""");
        await BotAsync("PATCH", $"/webhooks/{hook.Id}/{hook.Token}/messages/{Bare(said)}", """{ "content": "disk is empty" }""");
        await BotAsync("PATCH", $"/webhooks/{hook.Id}", """{ "name": "alarms" }""");
        await BotAsync("GET", $"/guilds/{Guild}/webhooks");
        await BotAsync("DELETE", $"/webhooks/{hook.Id}/{hook.Token}");

        var poll = await BotAsync("POST", $"/channels/{general}/messages", """{ "poll": { "question": { "text": "Roll back?" }, "answers": [{ "poll_media": { "text": "Yes" } }, { "poll_media": { "text": "No", "emoji": { "name": "❌" } } }], "duration": 1 } }""");
        await BotAsync("GET", $"/channels/{general}/polls/{Bare(poll)}/answers/1");
        await BotAsync("POST", $"/channels/{general}/polls/{Bare(poll)}/expire");

        await BotAsync("POST", $"/channels/{general}/invites", """{ "max_age": 60 }""");
        await BotAsync("GET", $"/guilds/{Guild}/invites");
        var code = sandbox.World.Invites.Keys.Single();
        await BotAsync("GET", $"/invites/{code}?with_counts=true");
        await BotAsync("DELETE", $"/invites/{code}");

        var tunde = sandbox.World.People["tunde"].Id;
        await BotAsync("PUT", $"/guilds/{Guild}/bans/{tunde}", """{ "delete_message_seconds": 0 }""");
        await BotAsync("GET", $"/guilds/{Guild}/bans/{tunde}");
        await BotAsync("DELETE", $"/guilds/{Guild}/bans/{tunde}", "{}");

        var emoji = await BotAsync("POST", $"/guilds/{Guild}/emojis", """{ "name": "pager", "image": "data:image/png;base64,iVBORw0KGgo=", "roles": [] }""");
        await BotAsync("DELETE", $"/guilds/{Guild}/emojis/{Bare(emoji)}");

        var stage = await BotAsync("POST", $"/guilds/{Guild}/channels", """{ "name": "Review", "type": 13 }""");
        await BotAsync("POST", "/stage-instances", $$"""{ "channel_id": {{stage}}, "topic": "What we learned" }""");
        await BotAsync("PATCH", $"/guilds/{Guild}", """{ "name": "Renamed" }""");
        await recorder.ShouldConformAsync();
    }

    [Fact]
    public async Task Channels_roles_and_scheduled_events()
    {
        var category = await BotAsync("POST", $"/guilds/{Guild}/channels", """{ "name": "Incidents", "type": 4 }""");
        var channel = await BotAsync("POST", $"/guilds/{Guild}/channels", $$"""
            { "name": "inc-1", "type": 0, "topic": "x", "parent_id": {{category}}, "permission_overwrites": [{ "id": "{{Guild}}", "type": 0, "deny": "1024" }, { "id": "{{App}}", "type": 1, "allow": "1024" }] }
            """);
        await BotAsync("PATCH", $"/channels/{Bare(channel)}", """{ "topic": "y" }""");
        await BotAsync("PUT", $"/channels/{Bare(channel)}/permissions/{Ada}", """{ "type": 1, "allow": "1024", "deny": "0" }""");
        await BotAsync("POST", $"/channels/{Bare(channel)}/typing");
        await BotAsync("DELETE", $"/channels/{Bare(channel)}");

        var role = await BotAsync("POST", $"/guilds/{Guild}/roles", """{ "name": "responders", "mentionable": true }""");
        await BotAsync("PUT", $"/guilds/{Guild}/members/{Ada}/roles/{Bare(role)}");
        await BotAsync("DELETE", $"/guilds/{Guild}/roles/{Bare(role)}");

        await BotAsync("POST", $"/guilds/{Guild}/scheduled-events", """
            { "name": "Review", "privacy_level": 2, "entity_type": 3, "scheduled_start_time": "2090-01-01T00:00:00Z", "scheduled_end_time": "2090-01-01T01:00:00Z", "entity_metadata": { "location": "here" } }
            """);
        await recorder.ShouldConformAsync();
    }

    [Fact]
    public async Task Messages_reactions_pins_threads_and_direct_messages()
    {
        var ada = sandbox.As("ada");
        var channel = sandbox.World.FindChannel("general")!;
        var card = Bare(await BotAsync("POST", $"/channels/{channel.Id}/messages", $$"""
            {
              "content": "<@{{Ada}}>", "allowed_mentions": { "users": ["{{Ada}}"] }, "nonce": "n", "enforce_nonce": true,
              "embeds": [{ "title": "INC-1", "description": "x", "color": 5, "fields": [{ "name": "a", "value": "b" }], "footer": { "text": "x" } }],
              "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Acknowledge", "custom_id": "ack" }] }, { "type": 1, "components": [{ "type": 3, "custom_id": "s", "options": [{ "label": "a", "value": "b" }] }] }]
            }
            """));
        await BotAsync("POST", $"/channels/{channel.Id}/messages", """
            { "flags": 32768, "components": [{ "type": 17, "accent_color": 5, "components": [{ "type": 10, "content": "x" }, { "type": 14 }, { "type": 9, "components": [{ "type": 10, "content": "y" }], "accessory": { "type": 2, "style": 2, "label": "b", "custom_id": "c" } }] }] }
            """);
        await BotAsync("PATCH", $"/channels/{channel.Id}/messages/{card}", """{ "content": "edited" }""");
        await BotAsync("PUT", $"/channels/{channel.Id}/messages/pins/{card}");
        await BotAsync("GET", $"/channels/{channel.Id}/messages/pins");

        var said = await ada.SayAsync(channel, "We see errors.");
        await ada.EditAsync(said, "We see timeouts.");
        await ada.ReplyAsync(said, "Since 14:05.");
        await ada.ReactAsync(said, "📌");
        await BotAsync("GET", $"/channels/{channel.Id}/messages/{said.Id}/reactions/{Uri.EscapeDataString("📌")}");
        await ada.UnreactAsync(said, "📌");
        await ada.AttachAsync(channel, "the log", "log.txt", "line"u8.ToArray());
        await BotAsync("GET", $"/channels/{channel.Id}/messages?limit=100");
        await ada.DeleteAsync(said);

        var thread = await BotAsync("POST", $"/channels/{channel.Id}/messages/{card}/threads", """{ "name": "t", "auto_archive_duration": 60 }""");
        await BotAsync("PATCH", $"/channels/{Bare(thread)}", """{ "archived": true }""");
        await BotAsync("GET", $"/channels/{channel.Id}/threads/archived/public");

        var dm = await BotAsync("POST", "/users/@me/channels", $$"""{ "recipient_id": "{{Ada}}" }""");
        await BotAsync("POST", $"/channels/{Bare(dm)}/messages", """{ "content": "page" }""");
        await recorder.ShouldConformAsync();
    }

    [Fact]
    public async Task Commands_registered_and_refusals()
    {
        await BotAsync("PUT", $"/applications/{App}/guilds/{Guild}/commands", """
            [
              { "name": "incident", "description": "x", "options": [{ "type": 1, "name": "declare", "description": "d", "options": [{ "type": 3, "name": "title", "description": "t", "required": true }, { "type": 6, "name": "who", "description": "w" }] }] },
              { "name": "Add to timeline", "type": 3 }
            ]
            """);
        await BotAsync("GET", $"/applications/{App}/guilds/{Guild}/commands");
        await BotAsync("PUT", $"/applications/{App}/commands", "[]");
        await BotAsync("GET", "/channels/1300000000000000001/messages?limit=1");
        await BotAsync("POST", $"/guilds/{Guild}/channels", """{ "name": "", "type": 0 }""", refusedOnPurpose: true);
        (await recorder.ViolationsAsync()).ShouldBe(["POST /guilds/{guild_id}/channels: name has 0 characters; at least 1 is allowed"]);
    }

    [Fact]
    public async Task A_command_its_deferred_answer_and_a_button()
    {
        var ada = sandbox.As("ada");
        var channel = sandbox.World.FindChannel("general")!;
        await BotAsync("PUT", $"/applications/{App}/guilds/{Guild}/commands", """[{ "name": "incident", "description": "x", "options": [{ "type": 3, "name": "title", "description": "t", "required": true }] }, { "name": "Add to timeline", "type": 3 }]""");

        var command = ada.CommandAsync(channel, "/incident title:\"Login fails\"");
        var token = await AnswerNextAsync("""{ "type": 5, "data": { "flags": 64 } }""", withResponse: false);
        await BotAsync("PATCH", $"/webhooks/{App}/{token}/messages/@original", """{ "content": "Declared." }""");
        await BotAsync("GET", $"/webhooks/{App}/{token}/messages/@original");
        await BotAsync("POST", $"/webhooks/{App}/{token}?wait=true", """{ "content": "More.", "flags": 64 }""");
        await command;

        await BotAsync("POST", $"/channels/{channel.Id}/messages", """{ "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Ask", "custom_id": "ask" }] }] }""");
        var pressed = ada.PressAsync(ada.NewestWithButton("Ask")!, "Ask");
        await AnswerNextAsync("""{ "type": 9, "data": { "custom_id": "form", "title": "Form", "components": [{ "type": 18, "label": "Why", "component": { "type": 4, "custom_id": "why", "style": 1 } }] } }""");
        var submitted = ada.SubmitModalAsync(await pressed, new Dictionary<string, string>(StringComparer.Ordinal) { ["why"] = "because" });
        await AnswerNextAsync("""{ "type": 4, "data": { "content": "Noted." } }""");
        await submitted;

        var menu = ada.MessageMenuAsync("Add to timeline", await ada.SayAsync(channel, "It is slow."));
        await AnswerNextAsync("""{ "type": 4, "data": { "content": "Added." } }""");
        await menu;
        await recorder.ShouldConformAsync();
    }

    /// <returns>The answer's id in quotes, to be put into another body; empty when it has none.</returns>
    private async Task<string> BotAsync(string method, string path, string? body = null, bool refusedOnPurpose = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), $"{sandbox.ApiUrl}{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!refusedOnPurpose && method != "GET") response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return text.Length > 0 && JsonNode.Parse(text) is JsonObject answer ? answer["id"]?.ToJsonString() ?? "" : "";
    }

    private static string Bare(string quotedId) => quotedId.Trim('"');

    private async Task<string> AnswerNextAsync(string callback, bool withResponse = true)
    {
        var interaction = await NextAsync("INTERACTION_CREATE");
        await BotAsync("POST", $"/interactions/{interaction["id"]}/{interaction["token"]}/callback?with_response={(withResponse ? "true" : "false")}", callback);
        return interaction["token"]!.GetValue<string>();
    }

    private async Task IdentifyAsync()
    {
        await gateway.ConnectAsync(new Uri($"ws://{sandbox.BaseUrl.Authority}/gateway?v=10&encoding=json"), CancellationToken.None);
        var identify = new JsonObject { ["op"] = 2, ["d"] = new JsonObject { ["token"] = sandbox.World.BotToken, ["intents"] = Intents, ["properties"] = new JsonObject { ["os"] = "linux", ["browser"] = "test", ["device"] = "test" } } };
        await gateway.SendAsync(Encoding.UTF8.GetBytes(identify.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await NextAsync("GUILD_CREATE");
    }

    private async Task<JsonNode> NextAsync(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var whole = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await gateway.ReceiveAsync(buffer.AsMemory(), patience.Token);
                whole.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            part.MessageType.ShouldBe(WebSocketMessageType.Text, $"the gateway closed: {gateway.CloseStatus} {gateway.CloseStatusDescription}");
            var payload = JsonNode.Parse(whole.ToArray())!;
            if (payload["t"]?.GetValue<string>() == name) return payload["d"]!;
        }
    }
}
