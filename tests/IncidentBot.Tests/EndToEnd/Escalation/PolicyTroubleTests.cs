using IncidentBot.Discord;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using Microsoft.Extensions.DependencyInjection;
using Message = IncidentBot.Sandbox.World.Message;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>Paging by a policy while the bot, the machine or Discord is in trouble: nobody is forgotten, nobody is paged twice, and nobody after an answer.</summary>
public sealed class PolicyTroubleTests : EndToEndTest
{
    private const string TwoLevels = """
        policies:
          shop: { default: true, levels: ["@tunde", "@zainab"] }
        """;

    /// <summary>Each call that a page makes: ended before Discord did it, or after it was done and before the bot knew; back at once, or when Discord has forgotten nonces.</summary>
    public static TheoryData<string, bool, int> Moments => new()
    {
        { "/channels/*/messages", false, 0 }, { "/channels/*/messages", true, 0 }, { "/channels/*/messages", false, 20 }, { "/channels/*/messages", true, 20 },
        { "/users/@me/channels", false, 0 }, { "/users/@me/channels", true, 0 }, { "/users/@me/channels", true, 20 },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Ended_while_it_sends_a_page_the_next_start_sends_it_once(string route, bool done, int minutesAway)
    {
        await Chat.Applies(TwoLevels);
        await Chat.Declares();
        Chat.World.Faults.Add(done
            ? new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = true, Method = "POST", Route = route }
            : new Fault { Kind = FaultKind.Delay, Milliseconds = 3_600_000, Method = "POST", Route = route });
        Chat.Driven.Clock.Advance(TimeSpan.FromMinutes(5));
        await StruckAsync();
        await Chat.Driven.KillBotAsync();
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromMinutes(minutesAway));
        await Chat.Driven.StartBotAsync();
        await Chat.Advance(TimeSpan.FromMinutes(1));

        Pages("inc-1").Count.ShouldBe(2);
        Chat.World.DmsOf("zainab").Count(IsPage).ShouldBe(1);
        Chat.World.DmsOf("tunde").Count(IsPage).ShouldBe(1);
        var file = await Chat.File(1);
        file.Escalations.Single().Pages.Length.ShouldBe(2);
        file.Entries.Count(entry => entry.Kind == EntryKind.Page).ShouldBe(2);
        await Chat.PressesOn("zainab", Chat.World.DmsOf("zainab")[^1], "Acknowledge");
        Pages("inc-1").ShouldAllBe(page => page.Components.Count == 0);
    }

    [Fact]
    public async Task An_answer_that_crosses_with_the_next_page_leaves_no_page_without_its_end()
    {
        await Chat.Applies(TwoLevels);
        await Chat.Declares();

        // Level 2 is being written to when the answer of level 1 arrives.
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 2_000, Method = "POST", Route = "/users/@me/channels" });
        Chat.Driven.Clock.Advance(TimeSpan.FromMinutes(5));
        await StruckAsync();
        var answer = await Chat.Person("tunde").PressAsync(Chat.World.DmsOf("tunde")[0], "Acknowledge");
        await answer.WaitAsync();
        Chat.Driven.Clock.Advance(TimeSpan.FromSeconds(3));
        await Chat.Settle();
        await Chat.Advance(TimeSpan.FromHours(2));

        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Acknowledged);
        Pages("inc-1").Count.ShouldBe(2);
        Pages("inc-1").Concat(Chat.World.DmsOf("zainab")).ShouldAllBe(page => page.Components.Count == 0);
        Chat.ReadsDirectly("zainab").ShouldHaveSingleItem().ShouldContain("Acknowledged by Tunde Bello");
    }

    [Fact]
    public async Task Going_on_to_a_level_while_another_is_written_to_is_not_undone()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: ["@tunde", "@zainab", "@chioma"] }
            """);
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 2_000, Method = "POST", Route = "/users/@me/channels" });
        Chat.Driven.Clock.Advance(TimeSpan.FromMinutes(5));
        await StruckAsync();
        var answer = await Chat.Person("ada").CommandAsync(Chat.Channel("inc-1"), "/escalate level:3");
        await answer.WaitAsync();
        Chat.Driven.Clock.Advance(TimeSpan.FromSeconds(3));
        await Chat.Settle();
        Chat.Pinged.ShouldBe(["tunde", "zainab", "chioma"]);
    }

    [Fact]
    public async Task After_hours_away_the_next_level_is_asked_once_and_the_rest_in_its_time()
    {
        await Chat.Applies(TwoLevels);
        await Chat.Declares();
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddHours(5));
        await Chat.Advance(TimeSpan.FromHours(5));
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
        await Chat.Advance(TimeSpan.FromMinutes(4));
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Paging);
        await Chat.Advance(TimeSpan.FromMinutes(1));
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
    }

    [Fact]
    public async Task After_months_away_nobody_is_paged_and_that_is_said()
    {
        await Chat.Applies(TwoLevels);
        await Chat.Declares();
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddDays(90));
        await Chat.Advance(TimeSpan.FromDays(90));
        Chat.Pinged.ShouldBe(["tunde"]);
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("is too old to be sent now", StringComparison.Ordinal));
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
    }

    [Fact]
    public async Task What_is_applied_later_changes_nothing_about_paging_that_has_begun()
    {
        await Chat.Applies(TwoLevels);
        await Chat.Declares();
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: ["@chioma", "@chioma"] }
            """);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
        await Chat.Declares("Second");
        Chat.Pinged[^1].ShouldBe("chioma");
    }

    // As soon as the fault has struck, and the bot can do nothing more about it at this instant.
    private async Task StruckAsync()
    {
        var (activity, api) = (Chat.Driven.Bot.Services.GetRequiredService<Activity>(), Chat.Driven.Bot.Services.GetRequiredService<IDiscordApi>());
        while (Chat.World.Faults.Active.Count > 0 || (activity.Running > 0 && api.InFlight == 0 && api.Waiting == 0))
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private List<Message> Pages(string where) => [.. Chat.Messages(where).Where(message => message.Author == Chat.World.Bot && IsPage(message))];

    private bool IsPage(Message message) => Chat.World.Text(message).Contains("your help is needed", StringComparison.Ordinal);
}
