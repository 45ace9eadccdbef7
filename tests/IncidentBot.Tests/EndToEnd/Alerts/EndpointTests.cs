using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IncidentBot.Alerts;
using IncidentBot.Hosting;
using IncidentBot.Options;
using IncidentBot.Sandbox;
using IncidentBot.Web;

namespace IncidentBot.Tests.EndToEnd.Alerts;

public sealed class EndpointTests : EndToEndTest
{
    private const string Good = """{ "title": "Disk full" }""";

    [Theory]
    [InlineData("generic", Good, "application/json", HttpStatusCode.Accepted, "\"received\":1,\"declared\":1")]
    [InlineData("GENERIC", Good, null, HttpStatusCode.Accepted, "\"declared\":1")]
    [InlineData("generic", Good, "application/vnd.alert+json; charset=utf-8", HttpStatusCode.Accepted, "\"declared\":1")]
    [InlineData("alertmanager", """{ "alerts": [] }""", "application/json", HttpStatusCode.Accepted, "\"received\":0")]
    [InlineData("nagios", Good, "application/json", HttpStatusCode.NotFound, "there are: alertmanager, grafana, uptime-kuma, generic")]
    [InlineData("generic", Good, "text/plain", HttpStatusCode.UnsupportedMediaType, "Send JSON")]
    [InlineData("generic", "{ no json", "application/json", HttpStatusCode.UnprocessableEntity, "The body is no JSON (line 1).")]
    [InlineData("generic", "", "application/json", HttpStatusCode.UnprocessableEntity, "The body is no JSON")]
    [InlineData("generic", "{}", "application/json", HttpStatusCode.UnprocessableEntity, "`title` is missing")]
    [InlineData("generic", """{ "title": "a", "title": "b" }""", "application/json", HttpStatusCode.UnprocessableEntity, "a member twice")]
    public async Task Each_report_is_answered_with_what_became_of_it(string source, string body, string? type, HttpStatusCode status, string words)
    {
        var (got, said) = await Chat.PostsAlert(source, body, type, Chat.Driven.AlertToken);
        got.ShouldBe(status, said);
        said.ShouldContain(words);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_said_and_nothing_done()
    {
        foreach (var wrong in (string?[])[null, "", "wrong", Chat.Driven.AlertToken[..^1], Chat.Driven.AlertToken + "x"])
        {
            foreach (var source in (string[])["generic", "nagios"])
            {
                var (status, said) = await Chat.PostsAlert(source, Good, "application/json", wrong);
                status.ShouldBe(HttpStatusCode.Unauthorized);
                said.ShouldStartWith("The token is missing or wrong.");
            }
        }

        await Chat.Settle();
        Chat.FindChannel("inc-1").ShouldBeNull();
    }

    [Fact]
    public async Task The_token_may_come_in_three_ways()
    {
        var address = await Chat.Driven.WebAddressAsync();
        using var http = new HttpClient { BaseAddress = address };
        var token = Chat.Driven.AlertToken;
        (await Post(http, "/alerts/generic", request => request.Headers.Authorization = new("Bearer", token))).ShouldBe(HttpStatusCode.Accepted);
        (await Post(http, "/alerts/generic", request => request.Headers.Add("X-Alert-Token", token))).ShouldBe(HttpStatusCode.Accepted);
        (await Post(http, $"/alerts/generic?token={token}", _ => { })).ShouldBe(HttpStatusCode.Accepted);
        (await http.GetAsync("/alerts/generic", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        await Chat.Settle();
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_read()
    {
        var (status, said) = await Chat.PostsAlert("generic", $$"""{ "title": "x", "description": "{{new string('x', AlertEndpoint.LargestBody)}}" }""", "application/json", Chat.Driven.AlertToken);
        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge, said);
    }

    [Fact]
    public async Task While_the_record_cannot_be_written_the_sender_is_asked_to_try_again()
    {
        await Chat.Driven.WebAddressAsync();
        await Chat.Driven.Store.DisposeAsync();
        var (status, said) = await Chat.PostsAlert("generic", Good, "application/json", Chat.Driven.AlertToken);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable, said);
        said.ShouldContain("Send it again.");
    }

    [Fact]
    public async Task Without_a_token_in_the_settings_no_alerts_are_received()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("incidentbot-");
        var options = new BotOptions
        {
            Discord = new() { Token = sandbox.World.BotToken, ApiUrl = sandbox.ApiUrl.ToString() },
            Storage = new() { Path = Path.Combine(folder.FullName, "bot.db") },
            Web = new() { Url = "http://127.0.0.1:0" },
        };
        await using (var bot = await BotHost.StartAsync(options, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken))
        await using (var own = await HealthEndpoint.StartAsync(options, bot, TestContext.Current.CancellationToken))
        {
            using var http = new HttpClient { BaseAddress = own.Address };
            using var answer = await http.PostAsync("/alerts/generic?token=", new StringContent(Good, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Alerts__Token");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_restart_that_resumed_the_server_is_still_known()
    {
        await Chat.Restart();
        var (status, said) = await Chat.PostsAlert("generic", Good, "application/json", Chat.Driven.AlertToken);
        status.ShouldBe(HttpStatusCode.Accepted, said);
        await Chat.Settle();
        Chat.FindChannel("inc-1").ShouldNotBeNull();
    }

    private static async Task<HttpStatusCode> Post(HttpClient http, string path, Action<HttpRequestMessage> with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Good, Encoding.UTF8, "application/json") };
        with(request);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}

internal static class AlertSender
{
    /// <summary>A monitoring system posts to the bot's endpoint; what follows from it may still be under way when the answer is here.</summary>
    public static async Task<(HttpStatusCode Status, string Words)> PostsAlert(this Chat chat, string source, string body, string? type = "application/json", string? token = null)
    {
        using var http = new HttpClient { BaseAddress = await chat.Driven.WebAddressAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/alerts/{source}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
