using System.Text.Json.Nodes;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>A team's own files, from the command that applies them to the end of the paging they ask for.</summary>
public sealed class WholePolicyTests : EndToEndTest
{
    private const string OnCallFile = """
        timezone: Africa/Lagos
        people: { tunde: Tunde Bello, ada: Ada Obi }
        schedules:
          ops:
            layers:
              - { name: weekly, people: [tunde, ada], rotate: weekly, handoff: monday 09:00, start: 2026-02-23 }
        """;

    private const string PolicyFile = """
        policies:
          shop:
            description: Operations, then those who know the shop, then all developers
            default: true
            ack_timeout: 30m
            repeat: { times: 1, from: 2 }
            quiet_hours: { between: "22:00-06:00", severity: sev3, then: hold }
            levels:
              - { page: [schedule:ops, webhook:phone], ack: 5m }
              - { page: ["@zainab", "@chioma"], in_turn: yes, ack: 5m }
              - { page: role:developers, ack: 10m, when: { severity: sev1 } }
        """;

    private WebhookReceiver phone = null!;

    protected override async Task<Chat> StartAsync()
    {
        phone = await WebhookReceiver.StartAsync();
        return await Chat.StartAsync(webhooks: [phone.Section]);
    }

    protected override ValueTask StopAsync() => phone.DisposeAsync();

    [Fact]
    public async Task Files_are_applied_and_people_are_paged_by_them_until_somebody_answers_and_again_when_nothing_is_heard()
    {
        (await Chat.Gives("ada", "policy apply", ("oncall.yaml", OnCallFile), ("shop.yaml", PolicyFile))).Text.ShouldContain("level 1");
        await Chat.Presses("ada", "Apply");

        // 04:00 in Lagos. Ada is on call; her phone refuses the first call and takes the second.
        phone.Answers.Enqueue(503);
        await Chat.Declares(options: "severity:sev1");
        await Chat.Advance(TimeSpan.FromMinutes(3));
        await Chat.Restart();
        await Chat.Advance(TimeSpan.FromMinutes(2));
        await Chat.PressesOn("zainab", Chat.World.DmsOf("zainab")[^1], "Can't help");
        await Chat.Advance(TimeSpan.FromMinutes(6));

        // The bot is away while the last level's time runs out, and goes on where it was.
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddMinutes(14));
        await Chat.Advance(TimeSpan.FromMinutes(14));
        await Chat.PressesOn("chioma", Chat.World.DmsOf("chioma")[^1], "Acknowledge");
        await Chat.Advance(TimeSpan.FromMinutes(30));
        await Chat.PressesOn("ada", Chat.World.DmsOf("ada")[^1], "Acknowledge");
        await Chat.Says("ada", "The pool is larger now", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        await Chat.Types("ada", "/incident resolve fix:\"A larger pool\" cause:\"The pool was too small\"", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(10));

        var file = await Chat.File(1);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', file.Entries.Select(entry => $"{entry.HappenedAt - Chat.Start:hh\\:mm} {entry.Kind} {entry.Text}")));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', Chat.Reads("inc-1")));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', Chat.ReadsPostmortems()));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(',', Chat.Pinged));
        phone.Received.Count.ShouldBe(0);
    }
}
