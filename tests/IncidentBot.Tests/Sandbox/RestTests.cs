using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.Sandbox;

public class The_sandbox_api
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task strangers_and_unknown_routes_are_refused_as_Discord_does()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var stranger = await bot.SendAsync("GET", "/users/@me", token: "Bot wrong");
        stranger.Status.ShouldBe(HttpStatusCode.Unauthorized);
        ((string?)stranger.Body!["message"]).ShouldBe("401: Unauthorized");
        (await bot.SendAsync("GET", "/nowhere")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await bot.SendAsync("PUT", "/users/@me")).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await bot.SayAsync(1, "x")).Code.ShouldBe(10003);
        (await bot.SendAsync("GET", "/guilds/1")).Code.ShouldBe(10004);
    }

    [Theory]
    [InlineData("Bot wrong")]
    [InlineData("anything at all")]
    public async Task the_gateways_address_is_for_everybody(string token)
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        (await bot.SendAsync("GET", "/gateway", token: token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_message_over_2000_characters_is_an_invalid_form()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!.Id;
        var refused = await bot.SayAsync(general, new string('x', 2001));
        refused.Code.ShouldBe(50035);
        ((string?)refused.Body!["errors"]!["content"]!["_errors"]![0]!["code"]).ShouldBe("BASE_TYPE_MAX_LENGTH");
        (await bot.SayAsync(general, new string('x', 2000))).Status.ShouldBe(HttpStatusCode.OK);
        (await bot.SayAsync(general, " ")).Code.ShouldBe(50006);
    }

    [Theory]
    [InlineData("""{"embeds":[{"description":"%4097%"}]}""", "description")]
    [InlineData("""{"embeds":[{"description":"%4000%"},{"description":"%2001%"}]}""", "MAX_EMBED_SIZE_EXCEEDED")]
    [InlineData("""{"embeds":[{"fields":[{"name":"","value":"x"}]}]}""", "name")]
    [InlineData("""{"content":"x","components":[{"type":2,"style":1,"custom_id":"a","label":"a"}]}""", "type")]
    [InlineData("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a","label":"a"},{"type":2,"style":1,"custom_id":"a","label":"b"}]}]}""", "COMPONENT_CUSTOM_ID_DUPLICATED")]
    [InlineData("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"%101%","label":"a"}]}]}""", "custom_id")]
    [InlineData("""{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"a","label":"%81%"}]}]}""", "label")]
    [InlineData("""{"content":"x","flags":32768,"components":[{"type":10,"content":"y"}]}""", "LEGACY_FIELDS")]
    [InlineData("""{"flags":32768,"components":[{"type":10,"content":"%4000%"},{"type":10,"content":"y"}]}""", "TEXT_SIZE_EXCEEDED")]
    [InlineData("""{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}""", "PARSE_EXCLUSIVE")]
    [InlineData("""{"content":"x","nonce":"%26%"}""", "nonce")]
    [InlineData("""{"content":"x","message_reference":{"message_id":"1"}}""", "REPLIES_UNKNOWN_MESSAGE")]
    public async Task what_Discord_refuses_in_a_message_is_refused(string template, string mentioned)
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var body = Regex.Replace(template, "%[0-9]+%", m => new string('x', int.Parse(m.Value.Trim('%'))), RegexOptions.None, TimeSpan.FromSeconds(1));
        var refused = await bot.SendAsync("POST", $"/channels/{server.World.FindChannel("general")!.Id}/messages", JsonNode.Parse(body));
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Code.ShouldBe(50035);
        refused.Body!["errors"]!.ToJsonString().ShouldContain(mentioned);
    }

    [Fact]
    public async Task a_private_channel_is_hidden_and_its_overwrites_decide()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var guild = server.World.Guild.Id;
        var made = await bot.SendAsync("POST", $"/guilds/{guild}/channels", JsonNode.Parse($$"""
            {"name":"INC 7: Shop's down!","permission_overwrites":[{"id":"{{guild}}","type":0,"deny":"1024"},{"id":"{{server.World.ApplicationId}}","type":1,"allow":"3072"}]}
            """));
        made.Status.ShouldBe(HttpStatusCode.Created);
        ((string?)made.Body!["name"]).ShouldBe("inc-7-shops-down");
        var channel = server.World.FindChannel("inc-7-shops-down")!;
        var tunde = server.World.People["tunde"];
        (await bot.SendAsync("GET", $"/channels/{channel.Id}", token: tunde.Token)).Code.ShouldBe(50001);
        (await bot.SendAsync("PUT", $"/channels/{channel.Id}/permissions/{tunde.Id}", JsonNode.Parse("""{"type":1,"allow":"1024","deny":"2048"}"""))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bot.SendAsync("GET", $"/channels/{channel.Id}", token: tunde.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await bot.SendAsync("POST", $"/channels/{channel.Id}/messages", new JsonObject { ["content"] = "x" }, tunde.Token)).Code.ShouldBe(50013);
    }

    [Fact]
    public async Task a_bot_without_the_permission_is_told_so()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        server.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageChannels });
        (await bot.SendAsync("POST", $"/guilds/{server.World.Guild.Id}/channels", JsonNode.Parse("""{"name":"x"}"""))).Code.ShouldBe(50013);
        server.Faults.Clear();
        (await bot.SendAsync("POST", $"/guilds/{server.World.Guild.Id}/channels", JsonNode.Parse("""{"name":"x"}"""))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task a_category_holds_50_channels()
    {
        var (server, _) = await Sandboxes.StartAsync(o => o with { StrictRateLimits = false, Channels = [.. Enumerable.Range(0, 50).Select(i => $"c{i}")] });
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var category = server.World.Guild.Channels.Values.Single(c => c.Type == ChannelType.Category).Id;
        var refused = await bot.SendAsync("POST", $"/guilds/{server.World.Guild.Id}/channels", JsonNode.Parse($$"""{"name":"x","parent_id":"{{category}}"}"""));
        refused.Body!["errors"]!["parent_id"]!["_errors"]![0]!["code"]!.ToString().ShouldBe("CHANNEL_PARENT_MAX_CHANNELS");
    }

    [Fact]
    public async Task closed_direct_messages_fail_on_sending()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        server.Faults.Add(new Fault { Kind = FaultKind.ClosedDms, Person = "tunde" });
        var dm = await bot.SendAsync("POST", "/users/@me/channels", new JsonObject { ["recipient_id"] = RawBot.Id(server.World.People["tunde"].Id) });
        dm.Status.ShouldBe(HttpStatusCode.OK);
        (await bot.SayAsync(ulong.Parse((string)dm.Body!["id"]!), "page")).Code.ShouldBe(50007);
    }

    [Fact]
    public async Task a_repeated_nonce_gives_the_first_message_back_for_a_few_minutes()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var path = $"/channels/{server.World.FindChannel("general")!.Id}/messages";
        var body = JsonNode.Parse("""{"content":"once","nonce":"abc","enforce_nonce":true}""");
        var first = await bot.SendAsync("POST", path, body);
        var again = await bot.SendAsync("POST", path, body);
        ((string?)again.Body!["id"]).ShouldBe((string?)first.Body!["id"]);
        clock.Advance(TimeSpan.FromMinutes(10));
        var later = await bot.SendAsync("POST", path, body);
        ((string?)later.Body!["id"]).ShouldNotBe((string?)first.Body["id"]);
    }

    [Fact]
    public async Task history_after_an_id_gives_the_next_messages_newest_first()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!;
        for (var i = 0; i < 7; i++) await server.As("ada").SayAsync(general, $"{i}", Token);
        var ids = general.Messages.Select(m => m.Id).ToList();
        ids.ShouldBe(ids.Order());
        (await Contents($"?after={ids[0]}&limit=3")).ShouldBe(["3", "2", "1"]);
        (await Contents($"?before={ids[5]}&limit=2")).ShouldBe(["4", "3"]);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await Contents($"?around={ids[3]}&limit=3")).ShouldBe(["4", "3", "2"]);
        (await Contents("?limit=2")).ShouldBe(["6", "5"]);

        async Task<IEnumerable<string?>> Contents(string query) =>
            (await bot.SendAsync("GET", $"/channels/{general.Id}/messages{query}")).Body!.AsArray().Select(m => (string?)m!["content"]).ToList();
    }

    [Fact]
    public async Task the_sixth_message_in_five_seconds_waits()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!.Id;
        for (var i = 0; i < 5; i++)
        {
            var sent = await bot.SayAsync(general, "x");
            sent.Headers.GetValues("X-RateLimit-Remaining").ShouldBe([$"{4 - i}"]);
        }

        var refused = await bot.SayAsync(general, "x");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        ((double)refused.Body!["retry_after"]!).ShouldBe(5);
        refused.Headers.GetValues("X-RateLimit-Scope").ShouldBe(["user"]);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await bot.SayAsync(general, "x")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_third_rename_within_ten_minutes_waits_long_and_no_header_said_so()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var path = $"/channels/{server.World.FindChannel("general")!.Id}";
        await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"name":"one"}"""));
        var second = await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"topic":"two"}"""));
        second.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["3"]);
        clock.Advance(TimeSpan.FromSeconds(20));
        var third = await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"name":"three"}"""));
        third.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        ((double)third.Body!["retry_after"]!).ShouldBe(580);
        (await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"nsfw":true}"""))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task fifty_requests_a_second_are_the_limit_overall()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        RestResult last = null!;
        for (var i = 0; i < 51; i++) last = await bot.SendAsync("GET", i % 2 == 0 ? "/users/@me" : $"/users/{server.World.ApplicationId}");
        last.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        ((bool)last.Body!["global"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task faults_strike_before_or_after_the_effect()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!;
        server.Faults.Add(new Fault { Kind = FaultKind.ServerError, Route = "/channels/*/messages", Method = "POST" });
        (await bot.SayAsync(general.Id, "lost")).Status.ShouldBe(HttpStatusCode.BadGateway);
        general.Messages.ShouldBeEmpty();
        server.Faults.Add(new Fault { Kind = FaultKind.ServerError, AfterEffect = true, Code = 500 });
        (await bot.SayAsync(general.Id, "kept")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        general.Messages.Single().Content.ShouldBe("kept");
        server.Faults.Add(new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = true });
        await Should.ThrowAsync<HttpRequestException>(() => bot.SayAsync(general.Id, "kept too"));
        general.Messages.Count.ShouldBe(2);
        server.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Global = true, Milliseconds = 250 });
        ((double)(await bot.SayAsync(general.Id, "x")).Body!["retry_after"]!).ShouldBe(0.25);
    }

    [Fact]
    public async Task who_is_pinged_follows_text_allowed_mentions_and_permissions()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!;
        var (ada, tunde) = (server.World.People["ada"], server.World.People["tunde"]);
        var operations = server.World.Guild.Roles.Values.Single(r => r.Name == "operations");
        var text = $"<@{tunde.Id}> <@&{operations.Id}> @everyone `<@{ada.Id}>`";
        var path = $"/channels/{general.Id}/messages";
        await bot.SendAsync("POST", path, new JsonObject { ["content"] = text, ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() } });
        general.Messages[^1].Pinged.ShouldBeEmpty();
        await bot.SendAsync("POST", path, new JsonObject { ["content"] = text, ["allowed_mentions"] = new JsonObject { ["roles"] = new JsonArray(RawBot.Id(operations.Id)) } });
        general.Messages[^1].Pinged.Select(u => u.Username).ShouldBe(["ada", "chioma"], ignoreOrder: true);
        var said = await server.As("tunde").SayAsync(general, "@everyone", Token);
        said.Pinged.ShouldBeEmpty("tunde may not mention everyone");
        (await server.As("ada").SayAsync(general, "@everyone", Token)).Pinged.ShouldContain(tunde);
    }

    [Fact]
    public async Task files_come_back_by_a_link_that_dies_after_a_day()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"attachments":[{"id":0,"description":"the log"}]}""", Encoding.UTF8, "application/json"), "payload_json" },
            { new ByteArrayContent("boom"u8.ToArray()), "files[0]", "app log.txt" },
        };
        var sent = await bot.SendAsync("POST", $"/channels/{server.World.FindChannel("general")!.Id}/messages", form);
        var attachment = sent.Body!["attachments"]![0]!;
        ((string?)attachment["filename"]).ShouldBe("app_log.txt");
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri((string)attachment["url"]!), Token)).ShouldBe("boom");
        clock.Advance(TimeSpan.FromHours(25));
        (await http.GetAsync(new Uri((string)attachment["url"]!), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task an_old_message_takes_only_few_edits()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var channel = server.World.FindChannel("general")!.Id;
        var id = (string)(await bot.SayAsync(channel, "card")).Body!["id"]!;
        clock.Advance(TimeSpan.FromHours(2));
        RestResult last = null!;
        for (var i = 0; i < 6; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            last = await bot.SendAsync("PATCH", $"/channels/{channel}/messages/{id}", new JsonObject { ["content"] = $"{i}" });
        }

        last.Code.ShouldBe(30046);
    }

    [Fact]
    public async Task an_archived_thread_is_opened_before_it_is_edited()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var made = await bot.SendAsync("POST", $"/channels/{server.World.FindChannel("general")!.Id}/threads", JsonNode.Parse("""{"name":"talk","type":11}"""));
        var path = $"/channels/{(string)made.Body!["id"]!}";
        await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"archived":true}"""));
        (await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"name":"more"}"""))).Code.ShouldBe(50083);
        (await bot.SendAsync("PATCH", path, JsonNode.Parse("""{"name":"more","archived":false}"""))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ids_of_one_channel_do_not_depend_on_what_happens_in_another()
    {
        var alone = await IdAsync(crowded: false);
        (await IdAsync(crowded: true)).ShouldBe(alone);

        static async Task<ulong> IdAsync(bool crowded)
        {
            var (server, _) = await Sandboxes.StartAsync();
            await using var _1 = server;
            if (crowded) await server.As("ada").SayAsync(server.World.FindChannel("operations")!, "first", Token);
            return (await server.As("ada").SayAsync(server.World.FindChannel("general")!, "x", Token)).Id;
        }
    }
}
