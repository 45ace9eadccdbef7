using System.Text.Json.Nodes;

namespace IncidentBot.Tests.OpenApi;

/// <summary>The checker itself: what it lets pass, what it catches, and in which words.</summary>
public sealed class DiscordOpenApiTests
{
    private const string Messages = "/channels/1300000000000000001/messages";

    [Fact]
    public async Task A_message_with_an_embed_a_button_and_silent_mentions_passes() => (await Request("POST", Messages, """
        {
          "content": "Declared.", "nonce": "inc-1-card", "enforce_nonce": true, "allowed_mentions": { "parse": [], "users": ["1300000000000000002"] }, "flags": 4,
          "embeds": [{ "title": "INC-1", "description": "Login fails", "color": 15548997, "timestamp": "2026-01-05T08:00:00+00:00", "fields": [{ "name": "Status", "value": "Open", "inline": true }] }],
          "components": [{ "type": 1, "components": [{ "type": 2, "style": 3, "label": "Acknowledge", "custom_id": "ack:1:1", "emoji": { "name": "✅" } }, { "type": 2, "style": 5, "label": "Open", "url": "https://discord.com" }] }],
          "attachments": [{ "id": "0", "filename": "postmortem.md" }]
        }
        """)).ShouldBeEmpty();

    [Fact]
    public async Task Content_of_more_than_2000_characters_is_too_long_for_a_bot()
    {
        (await Request("POST", Messages, new JsonObject { ["content"] = new string('é', 2000) })).ShouldBeEmpty();
        (await Request("POST", Messages, new JsonObject { ["content"] = new string('é', 2001) }))
            .ShouldBe(["POST /channels/{channel_id}/messages: content has 2001 characters; at most 2000 are allowed"]);
        (await Request("PATCH", $"{Messages}/1300000000000000009", new JsonObject { ["content"] = new string('é', 2001) })).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_text_display_may_hold_4000_characters()
    {
        (await Request("POST", Messages, Displaying(4000))).ShouldBeEmpty();
        (await Request("POST", Messages, Displaying(4001)))
            .ShouldBe(["POST /channels/{channel_id}/messages: components[0].content has 4001 characters; at most 4000 are allowed"]);

        static JsonObject Displaying(int length) => new()
        {
            ["flags"] = 32768,
            ["components"] = new JsonArray(new JsonObject { ["type"] = 10, ["content"] = new string('x', length) }),
        };
    }

    [Fact]
    public async Task A_field_that_Discord_does_not_know_is_named_however_deep_it_stands() =>
        (await Request("POST", Messages, """{ "contents": "x", "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": "a", "labels": "b" }] }] }""")).ShouldBe(
        [
            "POST /channels/{channel_id}/messages: components[0].components[0].labels is unknown to Discord",
            "POST /channels/{channel_id}/messages: contents is unknown to Discord",
        ], ignoreOrder: true);

    [Fact]
    public async Task A_field_of_another_type_is_named_with_what_it_should_be() =>
        (await Request("POST", Messages, """{ "content": "x", "tts": "no" }""")).ShouldBe(["POST /channels/{channel_id}/messages: tts is the string \"no\"; Discord expects boolean or null"]);

    [Fact]
    public async Task Of_a_choice_between_many_only_the_one_that_was_meant_is_reported() =>
        (await Request("POST", "/interactions/1300000000000000003/token/callback", """{ "type": 4, "data": { "content": 5 } }"""))
            .ShouldBe(["POST /interactions/{interaction_id}/{interaction_token}/callback: data.content is the number 5; Discord expects string or null"]);

    [Fact]
    public async Task A_type_that_no_choice_has_is_reported_with_all_there_are() =>
        (await Request("POST", Messages, """{ "components": [{ "type": 99 }] }"""))
            .ShouldBe(["POST /channels/{channel_id}/messages: components[0].type is 99; Discord knows 1, 17, 13, 12, 9, 14, 10"]);

    [Fact]
    public async Task A_command_with_a_subcommand_and_an_option_passes_and_a_wrong_option_does_not()
    {
        const string path = "/applications/1300000000000000004/guilds/1300000000000000005/commands";
        (await Request("PUT", path, Command("""{ "type": 3, "name": "title", "description": "What is broken", "required": true, "max_length": 100 }"""))).ShouldBeEmpty();
        (await Request("PUT", path, Command("""{ "type": 3, "name": "title", "description": "" }""")))
            .ShouldBe(["PUT /applications/{application_id}/guilds/{guild_id}/commands: [0].options[0].options[0].description has 0 characters; at least 1 is allowed"]);

        static string Command(string option) =>
            $$"""[{ "type": 1, "name": "incident", "description": "Incidents", "options": [{ "type": 1, "name": "declare", "description": "Declare", "options": [{{option}}] }] }]""";
    }

    [Fact]
    public async Task Query_parameters_are_held_to_their_names_and_ranges()
    {
        (await Request("GET", $"{Messages}?after=1300000000000000006&limit=100")).ShouldBeEmpty();
        (await Request("GET", $"/api/v10{Messages}?since=1&limit=101")).ShouldBe(
        [
            "GET /channels/{channel_id}/messages: query parameter since is unknown to Discord",
            "GET /channels/{channel_id}/messages: query parameter limit is 101; it must be <= 100",
        ]);
    }

    [Fact]
    public async Task An_operation_that_Discord_does_not_have_is_named() =>
        (await Request("POST", "/guilds/1300000000000000005/incidents", "{}")).ShouldBe(["POST /guilds/1300000000000000005/incidents: Discord's document has no such operation"]);

    [Fact]
    public async Task An_answer_lacking_what_Discord_always_sends_is_named_and_what_Discord_may_add_is_not() =>
        (await Response("POST", "/users/@me/channels", 200, """{ "id": "1300000000000000007", "type": 1, "flags": 0, "new_field": true }"""))
            .ShouldBe(["POST /users/@me/channels → 200: recipients is missing"]);

    [Fact]
    public async Task A_snowflake_is_a_string_of_digits()
    {
        (await Response("POST", "/users/@me/channels", 200, """{ "id": 1300000000000000007, "type": 1, "flags": 0, "recipients": [] }"""))
            .ShouldHaveSingleItem().ShouldContain("id is the number");
        (await Response("POST", "/users/@me/channels", 200, """{ "id": "general", "type": 1, "flags": 0, "recipients": [] }"""))
            .ShouldBe(["POST /users/@me/channels → 200: id is \"general\", which is no snowflake"]);
    }

    [Fact]
    public async Task Errors_and_rate_limits_have_their_own_bodies()
    {
        (await Response("POST", Messages, 403, """{ "code": 50013, "message": "Missing Permissions" }""")).ShouldBeEmpty();
        (await Response("POST", Messages, 400, """{ "code": 50035, "message": "Invalid Form Body", "errors": { "content": { "_errors": [{ "code": 50035, "message": "Too long" }] } } }""")).ShouldBeEmpty();
        (await Response("POST", Messages, 429, """{ "code": 0, "message": "You are being rate limited.", "retry_after": 0.5, "global": false }""")).ShouldBeEmpty();
        (await Response("POST", Messages, 429, """{ "code": 0, "message": "You are being rate limited.", "retry_after": "1" }""")).ShouldBe(
        [
            "POST /channels/{channel_id}/messages → 429: global is missing",
            "POST /channels/{channel_id}/messages → 429: retry_after is the string \"1\"; Discord expects number",
        ]);
    }

    [Fact]
    public async Task Where_Discord_allows_more_than_its_document_so_does_this()
    {
        (await Request("PUT", "/channels/1300000000000000001/permissions/1300000000000000002", """{ "type": 1, "allow": "1024", "deny": "0" }""")).ShouldBeEmpty();
        (await Request("PUT", "/channels/1300000000000000001/permissions/1300000000000000002", """{ "type": 1, "allow": "all" }""")).ShouldHaveSingleItem().ShouldContain("allow is \"all\"");
        (await Response("POST", Messages, 429, """{ "message": "You are being rate limited.", "retry_after": 0.5, "global": false }""")).ShouldBeEmpty();
        (await Response("POST", Messages, 400, """{ "code": 50035, "message": "Invalid Form Body", "errors": { "embeds": { "0": { "title": { "_errors": [{ "code": "BASE_TYPE_MAX_LENGTH", "message": "Too long" }] } } } } }""")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_or_a_body_that_Discord_would_not_answer_with_is_named()
    {
        (await Response("POST", Messages, 201, "{}")).ShouldBe(["POST /channels/{channel_id}/messages → 201: Discord answers 200, 429, 4XX only"]);
        (await Response("PUT", $"{Messages}/pins/1300000000000000009", 204)).ShouldBeEmpty();
        (await Response("PUT", $"{Messages}/pins/1300000000000000009", 204, "{}")).ShouldBe(["PUT /channels/{channel_id}/messages/pins/{message_id} → 204: the answer has no body at Discord"]);
    }

    [Fact]
    public async Task An_event_is_held_to_the_parts_that_the_document_describes()
    {
        (await Event("MESSAGE_DELETE", """{ "id": "1300000000000000009", "channel_id": "1300000000000000001", "guild_id": "1300000000000000005" }""")).ShouldBeEmpty();
        (await Event("MESSAGE_DELETE", """{ "id": "1300000000000000009" }""")).ShouldBe(["MESSAGE_DELETE: channel_id is missing"]);
        (await Event("GUILD_CREATE", """{ "id": "1300000000000000005", "unavailable": true }""")).ShouldBeEmpty();
        (await Event("CHANNEL_CREATE", """{ "id": "1300000000000000001", "type": 0, "name": "general", "position": 0, "flags": 0, "guild_id": "1300000000000000005", "topic": 5 }"""))
            .ShouldBe(["CHANNEL_CREATE: topic is the number 5; Discord expects string or null"]);
        (await Event("MESSAGE_CREATED", "{}")).ShouldBe(["MESSAGE_CREATED: this is no gateway event that is known here"]);
    }

    private static Task<IReadOnlyList<string>> Request(string method, string path, string? body = null) => Request(method, path, body is null ? null : JsonNode.Parse(body));

    private static async Task<IReadOnlyList<string>> Request(string method, string path, JsonNode? body) => await (await DiscordOpenApi.RequireAsync()).CheckRequestAsync(method, path, body);

    private static async Task<IReadOnlyList<string>> Response(string method, string path, int status, string? body = null) =>
        await (await DiscordOpenApi.RequireAsync()).CheckResponseAsync(method, path, status, body is null ? null : JsonNode.Parse(body));

    private static async Task<IReadOnlyList<string>> Event(string name, string data) => await (await DiscordOpenApi.RequireAsync()).CheckEventAsync(name, JsonNode.Parse(data));
}
