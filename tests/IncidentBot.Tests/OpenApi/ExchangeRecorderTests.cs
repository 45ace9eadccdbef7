using System.Text.Json.Nodes;

namespace IncidentBot.Tests.OpenApi;

public sealed class ExchangeRecorderTests
{
    [Fact]
    public async Task What_was_wrong_in_the_same_way_is_said_once_with_its_number()
    {
        await DiscordOpenApi.RequireAsync();
        var recorder = new ExchangeRecorder();
        for (var channel = 1; channel <= 3; channel++) recorder.Rest(byBot: true, "POST", $"/channels/130000000000000000{channel}/typing", new JsonObject(), 204, response: null);
        (await recorder.ViolationsAsync()).ShouldBe(["POST /channels/{channel_id}/typing: Discord expects no body (3 times)"]);
    }

    [Fact]
    public async Task A_persons_refused_request_and_what_only_people_may_do_are_none_of_the_bots_business()
    {
        await DiscordOpenApi.RequireAsync();
        var recorder = new ExchangeRecorder();
        var refusal = new JsonObject { ["code"] = 50035, ["message"] = "Invalid Form Body" };
        recorder.Rest(byBot: false, "POST", "/channels/1300000000000000001/messages", new JsonObject { ["content"] = new string('x', 2001) }, 400, refusal);
        recorder.Rest(byBot: false, "POST", "/interactions", new JsonObject(), 204, response: null);
        (await recorder.ViolationsAsync()).ShouldBeEmpty();

        recorder.Rest(byBot: true, "POST", "/channels/1300000000000000001/messages", new JsonObject { ["content"] = new string('x', 2001) }, 400, refusal);
        (await recorder.ViolationsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Events_are_checked_and_other_gateway_payloads_are_let_go()
    {
        await DiscordOpenApi.RequireAsync();
        var recorder = new ExchangeRecorder();
        recorder.Gateway(JsonNode.Parse("""{ "op": 11, "d": null, "s": null, "t": null }""")!);
        recorder.Gateway(JsonNode.Parse("""{ "op": 0, "s": 2, "t": "GUILD_DELETE", "d": {} }""")!);
        (await recorder.ViolationsAsync()).ShouldBe(["GUILD_DELETE: id is missing"]);
        (await Should.ThrowAsync<Xunit.Sdk.TrueException>(recorder.ShouldConformAsync)).Message.ShouldContain("GUILD_DELETE: id is missing");
    }
}
