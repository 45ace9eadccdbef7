using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Domain.Timeline;
using IncidentBot.Escalate;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>A page is handed on to another service, which a local receiver plays.</summary>
public sealed class WebhookTests : EndToEndTest
{
    private const string Secret = WebhookReceiver.Secret;
    private WebhookReceiver phone = null!;

    private Uri Address => phone.Address;

    protected override async Task<Chat> StartAsync()
    {
        phone = await WebhookReceiver.StartAsync();
        return await Chat.StartAsync(webhooks: [phone.Section]);
    }

    protected override ValueTask StopAsync() => phone.DisposeAsync();

    [Fact]
    public async Task It_is_told_who_is_asked_for_what_and_can_tell_that_it_was_the_bot()
    {
        await AppliesAsync("webhook:phone");
        await Chat.Declares("Shop is down", "severity:sev1");
        var (timestamp, signature, _, body) = phone.Received.ShouldHaveSingleItem();
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
        phone.Answers.Enqueue(500);
        phone.Answers.Enqueue(503);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        await Chat.Advance(TimeSpan.FromSeconds(30));
        phone.Received.Count.ShouldBe(3);
        phone.Received.Select(one => one.Delivery).Distinct().ShouldHaveSingleItem();
        phone.Received.Select(one => one.Timestamp).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Once_the_page_is_answered_it_is_called_no_more()
    {
        for (var i = 0; i < 100; i++) phone.Answers.Enqueue(500);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge");
        await Chat.Advance(TimeSpan.FromSeconds(5));
        var called = phone.Received.Count;
        await Chat.Advance(TimeSpan.FromHours(2));
        phone.Received.Count.ShouldBe(called);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_it_refuses_for_good_is_said_and_a_redirect_is_not_followed(int status)
    {
        phone.Answers.Enqueue(status);
        await AppliesAsync("webhook:phone");
        await Chat.Declares();
        phone.Received.Count.ShouldBe(1);
        Chat.Reads("inc-1")[^1].ShouldBe($"⚠️ Webhook phone could not be told of page 1: it answered {status}.");
    }

    [Fact]
    public async Task Of_a_private_incident_it_learns_nothing_but_that_there_is_one()
    {
        await AppliesAsync("webhook:phone");
        await Chat.Declares("Keys leaked", "private:true");
        Encoding.UTF8.GetString(phone.Received.ShouldHaveSingleItem().Body).ShouldNotContain("Keys");
    }

    [Fact]
    public async Task An_address_of_the_configuration_may_be_called_and_no_other_ever_is()
    {
        await AppliesAsync($"{Address}hook?key=hidden");
        await Chat.Declares();
        phone.Received.Count.ShouldBe(1);
        var file = await Chat.File(1);
        Domain.Postmortems.Rendering.JsonRenderer.Render(file, Domain.Postmortems.PostmortemComposer.Compose(file)).ShouldNotContain("hidden");

        await AppliesAsync($"{Address}other");
        await Chat.Declares("Second");
        phone.Received.Count.ShouldBe(1);
        Shown(Chat.Reads("inc-2")[^1]).ShouldBe($"The page could not be delivered to webhook {Address.Host} (its address does not stand under Webhooks in the bot's configuration).");
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

    /// <summary>As Discord shows it: a backslash before a sign takes its meaning away, and is not seen.</summary>
    private static string Shown(string text) => text.Replace("\\", "", StringComparison.Ordinal);

    private Task AppliesAsync(string webhook) => Chat.Applies($$"""
        policies:
          shop: { default: true, levels: [{ page: ["@tunde", "{{webhook}}"] }] }
        """);
}
