using System.Net;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.Sandbox;

public class An_interaction_in_the_sandbox
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task RegisterAsync(RawBot bot, SandboxServer server)
    {
        var registered = await bot.SendAsync("PUT", $"/applications/{server.World.ApplicationId}/commands", JsonNode.Parse("""
            [{"name":"incident","description":"i","options":[{"type":1,"name":"declare","description":"d","options":[
              {"type":3,"name":"title","description":"t","required":true},
              {"type":6,"name":"who","description":"w"},
              {"type":3,"name":"severity","description":"s","choices":[{"name":"SEV1","value":"sev1"}]},
              {"type":3,"name":"service","description":"s","autocomplete":true}]}]},
             {"name":"Add to timeline","type":3}]
            """));
        registered.Status.ShouldBe(HttpStatusCode.OK);
        await bot.LogInAsync();
    }

    private static string Callback(JsonNode interaction) => $"/interactions/{(string)interaction["id"]!}/{(string)interaction["token"]!}/callback";

    [Fact]
    public async Task a_command_arrives_with_what_was_typed_and_its_answer_is_seen()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await RegisterAsync(bot, server);
        var general = server.World.FindChannel("general")!;
        var seen = await server.As("ada").CommandAsync(general, "/incident declare title:\"Shop is down\" who:@tunde severity:SEV1", Token);
        var interaction = await bot.NextEventAsync("INTERACTION_CREATE");
        var options = interaction["data"]!["options"]![0]!["options"]!.AsArray();
        options.Select(o => (string?)o!["value"]).ShouldBe(["Shop is down", RawBot.Id(server.World.People["tunde"].Id), "sev1"]);
        var answered = await bot.SendAsync("POST", Callback(interaction) + "?with_response=true", JsonNode.Parse("""{"type":4,"data":{"content":"declared","flags":64}}"""));
        answered.Body!["resource"]!["message"]!["content"]!.ToString().ShouldBe("declared");
        await seen.WaitAsync(cancellationToken: Token);
        seen.Text.ShouldBe("declared");
        seen.IsEphemeral.ShouldBeTrue();
        server.As("ada").Read(general).Count.ShouldBe(1);
        server.As("tunde").Read(general).ShouldBeEmpty();
        (await bot.SendAsync("POST", Callback(interaction), JsonNode.Parse("""{"type":4,"data":{"content":"again"}}"""))).Code.ShouldBe(40060);
    }

    [Fact]
    public async Task after_three_seconds_the_application_did_not_respond()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await RegisterAsync(bot, server);
        var seen = await server.As("ada").CommandAsync(server.World.FindChannel("general")!, "/incident declare title:x", Token);
        var interaction = await bot.NextEventAsync("INTERACTION_CREATE");
        clock.Advance(TimeSpan.FromSeconds(2.9));
        seen.State.ShouldBe(InteractionState.Pending);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        seen.Failed.ShouldBeTrue();
        seen.Text.ShouldBe("The application did not respond");
        (await bot.SendAsync("POST", Callback(interaction), JsonNode.Parse("""{"type":4,"data":{"content":"late"}}"""))).Code.ShouldBe(10062);
    }

    [Fact]
    public async Task the_first_follow_up_fills_the_deferred_answer_and_the_token_lives_15_minutes()
    {
        var (server, clock) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await RegisterAsync(bot, server);
        var seen = await server.As("ada").CommandAsync(server.World.FindChannel("general")!, "/incident declare title:x", Token);
        var interaction = await bot.NextEventAsync("INTERACTION_CREATE");
        (await bot.SendAsync("POST", Callback(interaction), JsonNode.Parse("""{"type":5,"data":{"flags":64}}"""))).Status.ShouldBe(HttpStatusCode.NoContent);
        seen.State.ShouldBe(InteractionState.Deferred);
        var hook = $"/webhooks/{server.World.ApplicationId}/{(string)interaction["token"]!}";
        await bot.SendAsync("POST", hook, JsonNode.Parse("""{"content":"here it is"}"""));
        (await seen.WaitAsync(cancellationToken: Token)).Text.ShouldBe("here it is");
        seen.IsEphemeral.ShouldBeTrue();
        await bot.SendAsync("PATCH", hook + "/messages/@original", JsonNode.Parse("""{"content":"better"}"""));
        seen.Text.ShouldBe("better");
        clock.Advance(TimeSpan.FromMinutes(15));
        (await bot.SendAsync("POST", hook, JsonNode.Parse("""{"content":"too late"}"""))).Code.ShouldBe(50027);
    }

    [Fact]
    public async Task a_button_opens_a_form_that_is_filled_by_its_labels()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await RegisterAsync(bot, server);
        var general = server.World.FindChannel("general")!;
        await bot.SendAsync("POST", $"/channels/{general.Id}/messages", JsonNode.Parse("""{"content":"card","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Resolve","custom_id":"r"}]}]}"""));
        var ada = server.As("ada");
        var opened = await ada.PressAsync(ada.NewestWithButton("Resolve")!, "Resolve", Token);
        var press = await bot.NextEventAsync("INTERACTION_CREATE");
        (await bot.SendAsync("POST", Callback(press), JsonNode.Parse("""{"type":9,"data":{"custom_id":"m","title":"Resolve","components":[{"type":10,"content":"x"}]}}"""))).Status.ShouldBe(HttpStatusCode.NoContent);
        opened.State.ShouldBe(InteractionState.Modal);
        var again = await ada.PressAsync(general.Messages[0], "r", Token);
        press = await bot.NextEventAsync("INTERACTION_CREATE");
        var form = """{"type":9,"data":{"custom_id":"m","title":"Resolve","components":[{"type":18,"label":"What fixed it","component":{"type":4,"custom_id":"fix","style":2,"max_length":10}}]}}""";
        (await bot.SendAsync("POST", Callback(press), JsonNode.Parse(form))).Status.ShouldBe(HttpStatusCode.NoContent);
        var tooLong = await Should.ThrowAsync<SandboxRefusalException>(() => ada.SubmitModalAsync(again, new Dictionary<string, string> { ["What fixed it"] = new('x', 11) }, Token));
        tooLong.Code.ShouldBe(50035);
        var sent = await ada.SubmitModalAsync(again, new Dictionary<string, string> { ["What fixed it"] = "restart" }, Token);
        var submit = await bot.NextEventAsync("INTERACTION_CREATE");
        submit["data"]!["components"]![0]!["component"]!["value"]!.ToString().ShouldBe("restart");
        await bot.SendAsync("POST", Callback(submit), JsonNode.Parse("""{"type":7,"data":{"content":"resolved","components":[]}}"""));
        (await sent.WaitAsync(cancellationToken: Token)).Message!.Content.ShouldBe("resolved");
        await Should.ThrowAsync<InvalidOperationException>(() => ada.PressAsync(general.Messages[0], "Resolve", Token));
    }

    [Fact]
    public async Task autocomplete_shows_choices_and_a_menu_brings_the_message()
    {
        var (server, _) = await Sandboxes.StartAsync(o => o with { MessageContentIntent = false });
        await using var _1 = server;
        await using var bot = new RawBot(server);
        await bot.SendAsync("PUT", $"/applications/{server.World.ApplicationId}/commands", JsonNode.Parse("""
            [{"name":"show","description":"s","options":[{"type":3,"name":"service","description":"s","autocomplete":true}]},{"name":"Add to timeline","type":3}]
            """));
        await bot.LogInAsync(1);
        var general = server.World.FindChannel("general")!;
        var ada = server.As("ada");
        var typing = await ada.AutocompleteAsync(general, "show", "service", "sh", cancellationToken: Token);
        var interaction = await bot.NextEventAsync("INTERACTION_CREATE");
        ((bool)interaction["data"]!["options"]![0]!["focused"]!).ShouldBeTrue();
        await bot.SendAsync("POST", Callback(interaction), JsonNode.Parse("""{"type":8,"data":{"choices":[{"name":"Shop","value":"shop"}]}}"""));
        (await typing.WaitAsync(cancellationToken: Token)).Choices.ShouldBe([("Shop", "shop")]);
        var said = await ada.SayAsync(general, "it burns", Token);
        await ada.MessageMenuAsync("Add to timeline", said, Token);
        var menu = await bot.NextEventAsync("INTERACTION_CREATE");
        ((string?)menu["data"]!["resolved"]!["messages"]![RawBot.Id(said.Id)]!["content"]).ShouldBe("it burns");
    }

    [Fact]
    public async Task wrong_command_definitions_are_refused()
    {
        var (server, _) = await Sandboxes.StartAsync();
        await using var _1 = server;
        await using var bot = new RawBot(server);
        var path = $"/applications/{server.World.ApplicationId}/guilds/{server.World.Guild.Id}/commands";
        (await bot.SendAsync("POST", path, JsonNode.Parse("""{"name":"Upper Case","description":"d"}"""))).Code.ShouldBe(50035);
        (await bot.SendAsync("POST", path, JsonNode.Parse("""{"name":"ok"}"""))).Code.ShouldBe(50035);
        (await bot.SendAsync("POST", path, JsonNode.Parse("""{"name":"ok","description":"d","options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}]}"""))).Code.ShouldBe(50035);
        (await bot.SendAsync("POST", path, JsonNode.Parse("""{"name":"ok","description":"d"}"""))).Status.ShouldBe(HttpStatusCode.Created);
        (await bot.SendAsync("POST", path, JsonNode.Parse("""{"name":"ok","description":"new"}"""))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
