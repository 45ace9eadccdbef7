using System.Net;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.Sandbox;

public class A_forum_of_the_sandbox
{
    [Fact]
    public async Task a_post_is_a_thread_whose_first_message_has_its_id()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "red", "green");
        var post = await PostAsync(bot, forum, [Tag(forum, "green")]);
        post.Status.ShouldBe(HttpStatusCode.Created);
        ((int)post.Body!["type"]!).ShouldBe(ChannelType.PublicThread);
        ((string)post.Body["message"]!["id"]!).ShouldBe((string)post.Body["id"]!);
        ((string)post.Body["parent_id"]!).ShouldBe((string)forum["id"]!);
        post.Body["applied_tags"]!.AsArray().Select(id => (string)id!).ShouldBe([Tag(forum, "green")]);
        (await bot.SayAsync(ulong.Parse((string)forum["id"]!), "x")).Code.ShouldBe(50008);
    }

    [Fact]
    public async Task twenty_tags_at_most_with_names_of_twenty_characters_that_differ()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        (await CreateAsync(bot, server, [.. Enumerable.Range(0, 20).Select(n => $"tag {n}")])).Status.ShouldBe(HttpStatusCode.Created);
        (await CreateAsync(bot, server, [.. Enumerable.Range(0, 21).Select(n => $"tag {n}")])).Code.ShouldBe(50035);
        (await CreateAsync(bot, server, new string('x', 21))).Code.ShouldBe(50035);
        (await CreateAsync(bot, server, "Red", "red")).Code.ShouldBe(40061);
    }

    [Fact]
    public async Task five_tags_at_most_are_applied_and_only_those_that_are_offered()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "a", "b", "c", "d", "e", "f");
        (await PostAsync(bot, forum, [.. "abcdef".Select(c => Tag(forum, c.ToString()))])).Code.ShouldBe(50035);
        (await PostAsync(bot, forum, ["123456789012345678"])).Code.ShouldBe(50035);
        (await PostAsync(bot, forum, [.. "abcde".Select(c => Tag(forum, c.ToString()))])).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task tags_keep_their_ids_in_a_change_and_those_left_out_go_from_the_posts_too()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "a", "b");
        var post = await PostAsync(bot, forum, [Tag(forum, "a"), Tag(forum, "b")]);
        var changed = await bot.SendAsync("PATCH", $"/channels/{(string)forum["id"]!}", new JsonObject
        {
            ["available_tags"] = new JsonArray(new JsonObject { ["id"] = Tag(forum, "b"), ["name"] = "beta" }, new JsonObject { ["name"] = "new" }),
        });
        changed.Body!["available_tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ShouldBe(["beta", "new"]);
        ((string)changed.Body["available_tags"]![0]!["id"]!).ShouldBe(Tag(forum, "b"));
        (await bot.SendAsync("GET", $"/channels/{(string)post.Body!["id"]!}")).Body!["applied_tags"]!.AsArray().Select(id => (string)id!).ShouldBe([Tag(forum, "b")]);
        (await bot.SendAsync("PATCH", $"/channels/{(string)forum["id"]!}", new JsonObject { ["available_tags"] = new JsonArray(new JsonObject { ["id"] = "123456789012345678", ["name"] = "x" }) })).Code.ShouldBe(50035);
    }

    [Fact]
    public async Task where_a_tag_is_required_no_post_is_without_one()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "a");
        var set = await bot.SendAsync("PATCH", $"/channels/{(string)forum["id"]!}", new JsonObject { ["flags"] = ChannelFlag.RequireTag });
        ((int)set.Body!["flags"]!).ShouldBe(ChannelFlag.RequireTag);
        (await PostAsync(bot, forum, [])).Code.ShouldBe(40067);
        var post = await PostAsync(bot, forum, [Tag(forum, "a")]);
        (await bot.SendAsync("PATCH", $"/channels/{(string)post.Body!["id"]!}", new JsonObject { ["applied_tags"] = new JsonArray() })).Code.ShouldBe(40067);
        (await bot.SendAsync("PATCH", $"/channels/{(string)forum["id"]!}", new JsonObject { ["available_tags"] = new JsonArray() })).Code.ShouldBe(40066);
    }

    [Fact]
    public async Task a_moderated_tag_is_for_those_who_manage_threads()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "!official", "a");
        server.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageThreads });
        (await PostAsync(bot, forum, [Tag(forum, "official")])).Code.ShouldBe(50013);
        var post = await PostAsync(bot, forum, [Tag(forum, "a")]);
        post.Status.ShouldBe(HttpStatusCode.Created);
        (await bot.SendAsync("PATCH", $"/channels/{(string)post.Body!["id"]!}", new JsonObject { ["applied_tags"] = new JsonArray(Tag(forum, "official")) })).Code.ShouldBe(50013);
        server.World.Faults.Clear();
        (await bot.SendAsync("PATCH", $"/channels/{(string)post.Body!["id"]!}", new JsonObject { ["applied_tags"] = new JsonArray(Tag(forum, "official")) })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_post_that_was_locked_is_changed_by_moderators_alone_even_by_its_author()
    {
        await using var server = (await Sandboxes.StartAsync()).Server;
        await using var bot = new RawBot(server);
        var forum = await MakeAsync(bot, server, "a");
        var id = (string)(await PostAsync(bot, forum, [])).Body!["id"]!;
        (await bot.SendAsync("PATCH", $"/channels/{id}", new JsonObject { ["archived"] = true, ["locked"] = true })).Status.ShouldBe(HttpStatusCode.OK);
        (await bot.SendAsync("PATCH", $"/channels/{id}/messages/{id}", new JsonObject { ["content"] = "y" })).Code.ShouldBe(50083);
        server.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.ManageThreads });
        (await bot.SendAsync("PATCH", $"/channels/{id}", new JsonObject { ["archived"] = false })).Code.ShouldBe(50013);
        server.World.Faults.Clear();
        (await bot.SendAsync("PATCH", $"/channels/{id}", new JsonObject { ["archived"] = false })).Status.ShouldBe(HttpStatusCode.OK);
        (await bot.SendAsync("PATCH", $"/channels/{id}/messages/{id}", new JsonObject { ["content"] = "y" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<RestResult> CreateAsync(RawBot bot, IncidentBot.Sandbox.SandboxServer server, params string[] tags) => bot.SendAsync("POST", $"/guilds/{server.World.Guild.Id}/channels", new JsonObject
    {
        ["name"] = "reports",
        ["type"] = ChannelType.Forum,
        ["available_tags"] = new JsonArray([.. tags.Select(tag => new JsonObject { ["name"] = tag.TrimStart('!'), ["moderated"] = tag.StartsWith('!') })]),
    });

    private static async Task<JsonNode> MakeAsync(RawBot bot, IncidentBot.Sandbox.SandboxServer server, params string[] tags) => (await CreateAsync(bot, server, tags)).Body!;

    private static Task<RestResult> PostAsync(RawBot bot, JsonNode forum, string[] tags) => bot.SendAsync("POST", $"/channels/{(string)forum["id"]!}/threads", new JsonObject
    {
        ["name"] = "A report",
        ["message"] = new JsonObject { ["content"] = "x" },
        ["applied_tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]),
    });

    private static string Tag(JsonNode forum, string name) => (string)forum["available_tags"]!.AsArray().Single(tag => (string)tag!["name"]! == name)!["id"]!;
}
