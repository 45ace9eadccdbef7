using IncidentBot.Domain.Timeline;

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
        (await Chat.Gives("ada", "policy apply", ("oncall.yaml", OnCallFile), ("shop.yaml", PolicyFile))).Text.ShouldContain("- Policy shop is new with 3 levels.");
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
        await Chat.Advance(TimeSpan.FromMinutes(5));
        await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[^1], "Acknowledge");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        await Chat.Says("tunde", "The pool is larger now", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(20));
        await Chat.Types("ada", "/incident resolve fix:\"A larger pool\" cause:\"The pool was too small\"", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(10));

        (await Timeline()).ShouldBe(
        [
            "00:00 Escalation: Paging by the policy shop, because it is the default",
            "00:00 Page: Page 1, level 1: ada (on call in ops); webhook phone is called",
            "00:00 Page: Webhook phone took page 1",
            "00:05 Page: Page 2, level 2: zainab",
            "00:05 EscalationEnded: zainab cannot help",
            "00:05 Page: Page 3, level 2: chioma",
            "00:10 Page: Page 4, level 3: everyone who has @developers",
            "00:25 Page: Page 5, level 2, round 2: zainab cannot help; chioma",
            "00:25 Acknowledged: Acknowledged the page to the policy shop after 25 minutes",
            "00:55 Escalation: Nothing was heard from chioma for 30 minutes after the acknowledgement: paging goes on",
            "00:55 Page: Page 6, level 2, round 2: chioma; zainab cannot help; chioma is asked already",
            "01:00 Page: Page 7, level 3, round 2: everyone who has @developers",
            "01:00 Acknowledged: Acknowledged the page to the policy shop after 1 hour",
        ]);
        Chat.Pinged.ShouldBe(["ada", "zainab", "chioma", "tunde", "chioma", "chioma", "tunde"]);
        Chat.Messages("inc-1").Where(message => message.Author == Chat.World.Bot && Chat.World.Text(message).Contains("your help is needed", StringComparison.Ordinal))
            .Select(message => Chat.World.Text(message).Split(" **INC-1** ")[0]).ShouldBe(["@Ada Obi", "@Zainab Musa", "@Chioma Eze", "@developers", "@Chioma Eze", "@Chioma Eze", "@developers"]);
        string[] people = ["ada", "zainab", "chioma", "tunde"];
        people.SelectMany(Chat.ReadsDirectly).Where(text => text.Contains("your help is needed", StringComparison.Ordinal)).ShouldAllBe(text => text.EndsWith("✅ Acknowledged by Tunde Bello after 1 hour", StringComparison.Ordinal));
        (await Chat.Owed()).ShouldBeEmpty();

        // The service was told of the one page it is for, by a second attempt to deliver the same.
        phone.Received.Count.ShouldBe(2);
        phone.Received.Select(call => call.Delivery).Distinct().ShouldHaveSingleItem();

        var postmortem = string.Join('\n', Chat.ReadsPostmortems());
        postmortem.ShouldContain("the policy **shop** was taken, because it is the default → **answered** by Tunde Bello at 04:00, after 1 hour and 7 pages; Zainab Musa could not help");
        postmortem.ShouldContain("nothing had been heard from Chioma Eze since the acknowledgement: paging went on");
        postmortem.ShouldContain("**Time to acknowledge by level** · level 1: nobody; level 2 (asked 2 times): less than a minute; level 3 (asked 2 times): less than a minute.");
    }

    /// <summary>What the record says of the paging, with how long after the beginning it was, and people by handle.</summary>
    private async Task<IReadOnlyList<string>> Timeline()
    {
        var paging = (await Chat.File(1)).Entries.Where(entry => entry.Kind is EntryKind.Escalation or EntryKind.Page or EntryKind.EscalationEnded or EntryKind.Acknowledged);
        return [.. paging.Select(entry => Chat.World.People.Values.Aggregate($@"{entry.HappenedAt - Chat.Start:hh\:mm} {entry.Kind}: {entry.Text}", (text, user) => text.Replace($"<@{user.Id}>", user.Username, StringComparison.Ordinal)))];
    }
}
