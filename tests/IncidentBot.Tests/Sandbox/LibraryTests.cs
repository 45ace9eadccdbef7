using System.Net;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.Sandbox;

/// <summary>What bots made with other libraries met when they were pointed at the sandbox.</summary>
public class A_library_at_the_sandbox
{
    private const int AllIntents = 0x3317FFF;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<(SandboxServer Server, IncidentBot.Sandbox.Time.DrivenClock Clock)> StartAsync() => Sandboxes.StartAsync(o => o with { BotPermissions = Permission.All });

    [Fact]
    public async Task reads_times_whose_plus_is_not_escaped()
    {
        // Go's time.Time takes the raw text of the JSON string.
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.SendAsync("GET", $"/guilds/{server.World.Guild.Id}/members/{server.World.People["ada"].Id}");
        bot.LastText.ShouldContain("+00:00");
        await bot.LogInAsync(AllIntents);
        bot.LastText.ShouldContain("+00:00");
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("{0}")]
    [InlineData("[\"{0}\"]")]
    public async Task asks_for_members_with_the_servers_id_as_text_as_a_number_or_in_a_list(string form)
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(AllIntents);
        var ada = server.World.People["ada"].Id;
        await bot.SendGatewayAsync(8, new JsonObject
        {
            ["guild_id"] = JsonNode.Parse(form.Replace("{0}", RawBot.Id(server.World.Guild.Id), StringComparison.Ordinal)),
            ["user_ids"] = new JsonArray(ada),
            ["limit"] = 0,
            ["nonce"] = "n",
        });
        var chunk = await bot.NextEventAsync("GUILD_MEMBERS_CHUNK");
        chunk["members"]!.AsArray().ShouldHaveSingleItem()!["user"]!["username"]!.ToString().ShouldBe("ada");
        ((string?)chunk["nonce"]).ShouldBe("n");
    }

    [Fact]
    public async Task finds_the_command_that_a_message_answers_by_its_older_field()
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.SendAsync("PUT", $"/applications/{server.World.ApplicationId}/commands", JsonNode.Parse("""[{"name":"view","description":"d"}]"""));
        await bot.LogInAsync(AllIntents);
        await server.As("ada").CommandAsync(server.World.FindChannel("general")!, "/view", Token);
        var interaction = await bot.NextEventAsync("INTERACTION_CREATE");
        await bot.SendAsync("POST", $"/interactions/{interaction["id"]}/{interaction["token"]}/callback", JsonNode.Parse("""{"type":4,"data":{"content":"here"}}"""));
        var message = await bot.NextEventAsync("MESSAGE_CREATE");
        message["interaction"]!["id"]!.ToString().ShouldBe(interaction["id"]!.ToString());
        message["interaction"]!["name"]!.ToString().ShouldBe("view");
        message["interaction"]!["user"]!["username"]!.ToString().ShouldBe("ada");
    }

    [Fact]
    public async Task sends_a_form_whose_values_are_all_text()
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var general = server.World.FindChannel("general")!.Id;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "why & how"), KeyValuePair.Create("type", "11"), KeyValuePair.Create("auto_archive_duration", "60")]);
        (await bot.SendAsync("POST", $"/channels/{general}/threads", form)).Body!["name"]!.ToString().ShouldBe("why & how");
        using var parts = new MultipartFormDataContent { { new StringContent("a log"), "content" }, { new StringContent("false"), "tts" }, { new ByteArrayContent([1]), "file", "a.log" } };
        (await bot.SendAsync("POST", $"/channels/{general}/messages", parts)).Body!["attachments"]![0]!["filename"]!.ToString().ShouldBe("a.log");
        using var text = new StringContent("name=x");
        (await bot.SendAsync("POST", $"/channels/{general}/threads", text)).Code.ShouldBe(50035);
    }

    [Theory]
    [InlineData("?v=9&encoding=json", 9)]
    [InlineData("", 10)]
    public async Task is_greeted_in_the_version_it_asked_for(string query, int version)
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.OpenAsync(query);
        await bot.NextAsync();
        await bot.IdentifyAsync(AllIntents);
        (await bot.NextEventAsync("READY"))["v"]!.GetValue<int>().ShouldBe(version);
    }

    [Fact]
    public async Task is_told_of_no_limit_where_none_holds()
    {
        var (server, _) = await Sandboxes.StartAsync(o => o with { StrictRateLimits = false });
        await using var _1 = server;
        await using var bot = new RawBot(server);
        (await bot.SendAsync("GET", "/users/@me")).Headers.ShouldNotContain(h => h.Key.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task posts_through_a_webhook_under_any_name_and_only_with_its_token()
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(AllIntents);
        var general = server.World.FindChannel("general")!;
        (await bot.SendAsync("POST", $"/channels/{general.Id}/webhooks", JsonNode.Parse("""{"name":"Discord alerts"}"""))).Code.ShouldBe(50035);
        var hook = (await bot.SendAsync("POST", $"/channels/{general.Id}/webhooks", JsonNode.Parse("""{"name":"alerts"}"""))).Body!;
        var address = $"/webhooks/{hook["id"]}/{hook["token"]}";

        (await bot.SendAsync("POST", address, JsonNode.Parse("""{"content":"disk is full"}"""), token: "")).Status.ShouldBe(HttpStatusCode.NoContent);
        var said = (await bot.SendAsync("POST", address + "?wait=true", JsonNode.Parse("""{"content":"disk is still full","username":"monitoring"}"""), token: "")).Body!;
        (await bot.NextEventAsync("MESSAGE_CREATE"))["author"]!["username"]!.ToString().ShouldBe("alerts");
        var heard = await bot.NextEventAsync("MESSAGE_CREATE");
        heard["author"]!["username"]!.ToString().ShouldBe("monitoring");
        heard["webhook_id"]!.ToString().ShouldBe(hook["id"]!.ToString());
        heard["member"].ShouldBeNull();

        (await bot.SendAsync("PATCH", $"{address}/messages/{said["id"]}", JsonNode.Parse("""{"content":"disk is empty"}"""), token: "")).Body!["content"]!.ToString().ShouldBe("disk is empty");
        (await bot.SendAsync("DELETE", $"{address}/messages/{said["id"]}", token: "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bot.SendAsync("POST", address + "x", JsonNode.Parse("""{"content":"x"}"""), token: "")).Code.ShouldBe(50027);
        (await bot.SendAsync("DELETE", address, token: "")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bot.SendAsync("POST", address, JsonNode.Parse("""{"content":"x"}"""), token: "")).Code.ShouldBe(10015);
    }

    [Fact]
    public async Task bans_and_pardons_and_who_was_pardoned_comes_back_with_an_invite()
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(AllIntents);
        var (guild, tunde) = (server.World.Guild.Id, server.World.People["tunde"]);
        var invite = (string)(await bot.SendAsync("POST", $"/channels/{server.World.FindChannel("general")!.Id}/invites", new JsonObject())).Body!["code"]!;

        (await bot.SendAsync("PUT", $"/guilds/{guild}/bans/{tunde.Id}", new JsonObject())).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bot.NextEventAsync("GUILD_BAN_ADD"))["user"]!["username"]!.ToString().ShouldBe("tunde");
        (await bot.NextEventAsync("GUILD_MEMBER_REMOVE"))["user"]!["username"]!.ToString().ShouldBe("tunde");
        (await bot.SendAsync("GET", $"/guilds/{guild}/members/{tunde.Id}")).Code.ShouldBe(10007);
        (await bot.SendAsync("POST", $"/invites/{invite}", new JsonObject(), token: tunde.Token)).Code.ShouldBe(40007);

        await bot.SendAsync("DELETE", $"/guilds/{guild}/bans/{tunde.Id}");
        (await bot.SendAsync("GET", $"/guilds/{guild}/bans/{tunde.Id}")).Code.ShouldBe(10026);
        (await bot.SendAsync("POST", $"/invites/{invite}", new JsonObject(), token: tunde.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await bot.NextEventAsync("GUILD_MEMBER_ADD"))["user"]!["username"]!.ToString().ShouldBe("tunde");
        (await bot.SendAsync("DELETE", $"/guilds/{guild}/members/{server.World.Guild.OwnerId}")).Code.ShouldBe(50013);
    }

    [Fact]
    public async Task asks_people_in_a_poll_and_forwards_what_was_said()
    {
        var (server, clock) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.LogInAsync(AllIntents);
        var (general, operations) = (server.World.FindChannel("general")!.Id, server.World.FindChannel("operations")!.Id);
        var poll = (await bot.SendAsync("POST", $"/channels/{general}/messages", JsonNode.Parse(
            """{"poll":{"question":{"text":"Roll back?"},"answers":[{"poll_media":{"text":"Yes"}},{"poll_media":{"text":"No"}}],"duration":1}}"""))).Body!;
        var ada = server.World.People["ada"];
        (await bot.SendAsync("PUT", $"/channels/{general}/polls/{poll["id"]}/answers/@me", JsonNode.Parse("""{"answer_ids":["1"]}"""), token: ada.Token)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bot.NextEventAsync("MESSAGE_POLL_VOTE_ADD"))["answer_id"]!.GetValue<int>().ShouldBe(1);
        (await bot.SendAsync("GET", $"/channels/{general}/polls/{poll["id"]}/answers/1")).Body!["users"]!.AsArray().ShouldHaveSingleItem()!["username"]!.ToString().ShouldBe("ada");
        clock.Advance(TimeSpan.FromHours(1));
        (await bot.SendAsync("PUT", $"/channels/{general}/polls/{poll["id"]}/answers/@me", JsonNode.Parse("""{"answer_ids":["2"]}"""), token: ada.Token)).Code.ShouldBe(520001);

        var said = (await bot.SayAsync(general, "it is the cache")).Body!;
        var forward = (await bot.SendAsync("POST", $"/channels/{operations}/messages", new JsonObject
        {
            ["message_reference"] = new JsonObject { ["type"] = 1, ["message_id"] = said["id"]!.ToString(), ["channel_id"] = RawBot.Id(general) },
        })).Body!;
        forward["message_snapshots"]![0]!["message"]!["content"]!.ToString().ShouldBe("it is the cache");
        forward["message_reference"]!["type"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task sends_all_roles_to_move_those_it_may()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var roles = server.World.Guild.Roles.Values.ToList();
        var (low, next) = (roles[1], roles[2]);
        var list = new JsonArray([.. roles.Select(r => new JsonObject { ["id"] = RawBot.Id(r.Id), ["position"] = r == low ? next.Position : r == next ? low.Position : r.Position })]);
        (await bot.SendAsync("PATCH", $"/guilds/{server.World.Guild.Id}/roles", list)).Status.ShouldBe(HttpStatusCode.OK);
        (low.Position, next.Position).ShouldBe((2, 1));
    }

    [Fact]
    public async Task gives_a_forum_and_a_voice_channel_what_only_they_have()
    {
        var (server, _) = await StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var channels = $"/guilds/{server.World.Guild.Id}/channels";
        var forum = (await bot.SendAsync("POST", channels, JsonNode.Parse(
            """{"name":"posts","type":15,"default_reaction_emoji":{"emoji_name":"👍"},"default_sort_order":1,"default_forum_layout":2,"default_thread_rate_limit_per_user":5}"""))).Body!;
        forum["default_reaction_emoji"]!["emoji_name"]!.ToString().ShouldBe("👍");
        forum["default_forum_layout"]!.GetValue<int>().ShouldBe(2);
        var post = (await bot.SendAsync("POST", $"/channels/{forum["id"]}/threads", JsonNode.Parse("""{"name":"p","message":{"content":"x"}}"""))).Body!;
        post["rate_limit_per_user"]!.GetValue<int>().ShouldBe(5);
        var voice = (await bot.SendAsync("POST", channels, JsonNode.Parse("""{"name":"v","type":2,"bitrate":96000,"user_limit":3}"""))).Body!;
        (voice["bitrate"]!.GetValue<int>(), voice["user_limit"]!.GetValue<int>()).ShouldBe((96000, 3));
        (await bot.SendAsync("PATCH", $"/channels/{voice["id"]}", JsonNode.Parse("""{"user_limit":100}"""))).Code.ShouldBe(50035);
    }
}
