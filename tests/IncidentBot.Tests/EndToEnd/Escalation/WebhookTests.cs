using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Timeline;
using IncidentBot.Escalate;
using IncidentBot.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>A page is handed on to another service, which a local receiver plays.</summary>
public sealed class WebhookTests : EndToEndTest
{
    private const string Secret = "a secret of sixteen characters or more";
    private readonly ConcurrentQueue<(string Timestamp, string Signature, string Delivery, byte[] Body)> received = new();
    private readonly ConcurrentQueue<int> answers = new();
    private WebApplication? receiver;

    protected override async Task<Chat> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.MapPost("/elsewhere", () => Results.Ok());
        receiver.MapPost("/hook", async (HttpContext call) =>
        {
            using var body = new MemoryStream();
            await call.Request.Body.CopyToAsync(body);
            received.Enqueue((call.Request.Headers[WebhookCaller.TimestampHeader]!, call.Request.Headers[WebhookCaller.SignatureHeader]!, call.Request.Headers[WebhookCaller.DeliveryHeader]!, body.ToArray()));
            call.Response.StatusCode = answers.TryDequeue(out var status) ? status : 204;
            if (call.Response.StatusCode is >= 300 and < 400) call.Response.Headers.Location = "/elsewhere";
        });
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        return await Chat.StartAsync(webhooks: [new BotOptions.WebhookSection { Name = "phone", Url = new Uri(Address, "/hook?key=hidden"), Secret = Secret }]);
    }

    [Fact]
    public async Task It_is_told_who_is_asked_for_what_and_can_tell_that_it_was_the_bot()
    {
        await AppliesAsync("webhook:phone");
        await Chat.Declares("Shop is down", "severity:sev1");
        var (timestamp, signature, _, body) = received.ShouldHaveSingleItem();
        timestamp.ShouldBe($"{Chat.Now.ToUnixTimeSeconds()}");
        signature.ShouldBe(WebhookCaller.Sign(Secret, timestamp, body));
        signature.ShouldNotBe(WebhookCaller.Sign(Secret + "!", timestamp, body));
        var json = JsonNode.Parse(body)!;
        ((string)json["event"]!, (string)json["incident"]!["title"]!, (string)json["incident"]!["severity"]!).ShouldBe(("page", "Shop is down", "SEV1"));
        ((string)json["escalation"]!["asked"]![0]!["name"]!, (int)json["escalation"]!["level"]!).ShouldBe(("Tunde Bello", 1));
        (await Chat.File(1)).Entries.Count(entry => entry.Kind == EntryKind.Page && entry.Text == "Webhook phone took page 1").ShouldBe(1);
    }

    [Fact]
    public async Task Until_it_takes_the_page_it_is_called_again_with_the_same_delivery()
    {
        answers.Enqueue(500);
        answers.Enqueue(503);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        await Chat.Advance(TimeSpan.FromSeconds(30));
        received.Count.ShouldBe(3);
        received.Select(one => one.Delivery).Distinct().ShouldHaveSingleItem();
        received.Select(one => one.Timestamp).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Once_the_page_is_answered_it_is_called_no_more()
    {
        for (var i = 0; i < 100; i++) answers.Enqueue(500);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge");
        await Chat.Advance(TimeSpan.FromSeconds(5));
        var called = received.Count;
        await Chat.Advance(TimeSpan.FromHours(2));
        received.Count.ShouldBe(called);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_it_refuses_for_good_is_said_and_a_redirect_is_not_followed(int status)
    {
        answers.Enqueue(status);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        received.Count.ShouldBe(1);
        Chat.Reads("inc-1").ShouldContain(text => text.Contains($"Another service could not be told of a page: phone: it answered {status}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_private_incident_it_learns_nothing_but_that_there_is_one()
    {
        await AppliesAsync("webhook:phone");
        await Chat.Declares("Keys leaked", "private:true");
        Encoding.UTF8.GetString(received.ShouldHaveSingleItem().Body).ShouldNotContain("Keys");
    }

    [Fact]
    public async Task An_address_of_the_configuration_may_be_called_and_no_other_ever_is()
    {
        await AppliesAsync($"{Address}hook?key=hidden");
        await Chat.Declares();
        received.Count.ShouldBe(1);
        var file = await Chat.File(1);
        Domain.Postmortems.Rendering.JsonRenderer.Render(file, Domain.Postmortems.PostmortemComposer.Compose(file)).ShouldNotContain("hidden");

        await AppliesAsync($"{Address}other");
        await Chat.Declares("Second");
        received.Count.ShouldBe(1);
        Chat.Reads("inc-2").ShouldContain(text => text.Contains("its address does not stand under Webhooks in the bot's configuration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_given_up_after_ten_seconds()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var clock = new IncidentBot.Sandbox.Time.DrivenClock(Chat.Start);
        using var caller = new WebhookCaller(clock);
        var call = caller.CallAsync(new() { Name = "phone", Url = new Uri($"http://{listener.LocalEndpoint}/"), Secret = Secret }, "1", [], TestContext.Current.CancellationToken);
        clock.Advance(WebhookCaller.Patience);
        (await call).ShouldBe(new WebhookOutcome("it did not answer within 10 seconds", MayPass: true));
    }

    private Uri Address => new(receiver!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private Task AppliesAsync(string webhook) => Chat.Applies($$"""
        policies:
          shop: { default: true, levels: [{ page: ["@tunde", "{{webhook}}"] }] }
        """);
}
