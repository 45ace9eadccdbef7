using System.Net;
using IncidentBot.Discord;
using IncidentBot.Hosting;
using IncidentBot.Inbox;
using IncidentBot.Options;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Tests.Cli;
using IncidentBot.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Tests.EndToEnd.Keeping;

public sealed class HealthTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_gateway_that_is_silent_for_two_heartbeats_is_unhealthy_and_is_connected_anew()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var clock = new IncidentBot.Sandbox.Time.DrivenClock(Chat.Start);
        await using var sandbox = await SandboxServer.StartAsync(Chat.Options with { TimeProvider = clock, HeartbeatInterval = Beat, CloseSilentConnections = false }, cancellation);
        var options = new BotOptions
        {
            Discord = new() { Token = sandbox.World.BotToken, ApiUrl = sandbox.ApiUrl.ToString() },
            Storage = new() { Path = folder["bot.db"] },
            Web = new() { Url = "http://127.0.0.1:0" },
        };
        await using var bot = await BotHost.StartAsync(options, clock, logging => logging.SetMinimumLevel(LogLevel.None), cancellation);
        await using var web = await HealthEndpoint.StartAsync(options, bot, cancellation);
        using var http = new HttpClient { BaseAddress = web.Address };
        await bot.Services.GetRequiredService<Readiness>().WaitAsync(cancellation);
        (await AskAsync(http)).ShouldBe((HttpStatusCode.OK, "ok"));

        var gateway = bot.Services.GetRequiredService<IDiscordGateway>();
        sandbox.World.Faults.Add(new Fault { Kind = FaultKind.Silence });
        var heard = gateway.LastEventAt!.Value;

        // Up to two heartbeats a connection may be slow; from then on it is not well, until another one stands.
        (HttpStatusCode Status, string Text) answer;
        do
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            answer = await AskAsync(http);
            if (clock.GetUtcNow() - heard <= 2 * Beat && gateway.Reconnects == 0 && gateway.Connected) answer.Status.ShouldBe(HttpStatusCode.OK, $"{clock.GetUtcNow() - heard}");
        }
        while (answer.Status == HttpStatusCode.OK && clock.GetUtcNow() - heard < 4 * Beat);

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Text.ShouldEndWith("reconnecting");
        (clock.GetUtcNow() - heard).ShouldBeLessThanOrEqualTo(3 * Beat);
        for (var tries = 0; answer.Status != HttpStatusCode.OK && tries < 1000; tries++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
            answer = await AskAsync(http);
        }

        answer.ShouldBe((HttpStatusCode.OK, "ok"));
        gateway.Reconnects.ShouldBeGreaterThan(0);
        gateway.Silence.ShouldBeNull();
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
