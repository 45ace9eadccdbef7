using IncidentBot.Discord;
using IncidentBot.Inbox;
using IncidentBot.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>Whatever goes wrong between the bot and Discord, before each thing that people do: at the end nothing is missing and nothing is there twice.</summary>
public sealed class FaultTests : EndToEndTest
{
    public static TheoryData<string> Names => [.. Faults.Keys];

    private static Dictionary<string, Fault> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["dropped connection"] = new() { Kind = FaultKind.Drop },
        ["connection dropped again and again"] = new() { Kind = FaultKind.Drop, Times = 4 },
        ["closed with an unknown error"] = new() { Kind = FaultKind.Close, Code = 4000 },
        ["closed because the session timed out"] = new() { Kind = FaultKind.Close, Code = 4009 },
        ["asked to reconnect"] = new() { Kind = FaultKind.Reconnect },
        ["invalid session that can be resumed"] = new() { Kind = FaultKind.InvalidSession, Resumable = true },
        ["invalid session"] = new() { Kind = FaultKind.InvalidSession, Resumable = false },
        ["429 of a route"] = new() { Kind = FaultKind.RateLimit, Times = 2, Milliseconds = 700 },
        ["429 for everything"] = new() { Kind = FaultKind.RateLimit, Times = 2, Milliseconds = 700, Global = true },
        ["429 on messages for long"] = new() { Kind = FaultKind.RateLimit, Method = "POST", Route = "/channels/*/messages", Milliseconds = 60_000 },
        ["5xx before the effect"] = new() { Kind = FaultKind.ServerError, Times = 2 },
        ["5xx after the effect"] = new() { Kind = FaultKind.ServerError, Times = 2, AfterEffect = true },
        ["5xx before posting"] = new() { Kind = FaultKind.ServerError, Method = "POST", Route = "/channels/*/messages", Times = 3 },
        ["5xx after posting"] = new() { Kind = FaultKind.ServerError, Method = "POST", Route = "/channels/*/messages", Times = 3, AfterEffect = true },
        ["posting fails for a while"] = new() { Kind = FaultKind.ServerError, Method = "POST", Route = "/channels/*/messages", Times = 12 },
        ["5xx after creating a channel"] = new() { Kind = FaultKind.ServerError, Method = "POST", Route = "/guilds/*/channels", AfterEffect = true },
        ["broken connection before the effect"] = new() { Kind = FaultKind.BrokenConnection, Times = 2 },
        ["broken connection after the effect"] = new() { Kind = FaultKind.BrokenConnection, Times = 2, AfterEffect = true },
        ["broken connection after creating a channel"] = new() { Kind = FaultKind.BrokenConnection, Method = "POST", Route = "/guilds/*/channels", AfterEffect = true },
        ["broken connection after editing"] = new() { Kind = FaultKind.BrokenConnection, Method = "PATCH", AfterEffect = true, Times = 2 },
        ["interactions come twice"] = new() { Kind = FaultKind.DuplicateEvent, Event = "INTERACTION_CREATE" },
        ["messages come twice"] = new() { Kind = FaultKind.DuplicateEvent, Event = "MESSAGE_CREATE", Times = 3 },
        ["interactions are swallowed"] = new() { Kind = FaultKind.SwallowEvent, Event = "INTERACTION_CREATE" },
        ["news of channels is swallowed"] = new() { Kind = FaultKind.SwallowEvent, Event = "CHANNEL_CREATE", Times = 3 },
        ["messages come out of order"] = new() { Kind = FaultKind.ReorderEvents, Event = "MESSAGE_CREATE" },
        ["news of channels comes out of order"] = new() { Kind = FaultKind.ReorderEvents, Event = "CHANNEL_CREATE" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_lost_and_nothing_is_double(string name)
    {
        foreach (var deed in Story.Deeds)
        {
            Chat.World.Faults.Add(Faults[name]);
            await Story.DoAsync(Chat, deed);
        }

        Chat.World.Faults.Clear();
        await Chat.Settle();
        await Story.ShouldBeWholeAsync(Chat);
    }

    [Fact]
    public async Task What_is_said_around_a_broken_connection_is_kept_once_and_in_order()
    {
        await Story.DoAsync(Chat, Story.Deeds[0]);
        var words = new List<string>();
        foreach (var kind in (FaultKind[])[FaultKind.Drop, FaultKind.Reconnect, FaultKind.DuplicateEvent, FaultKind.ReorderEvents])
        {
            Chat.World.Faults.Add(new Fault { Kind = kind, Event = kind is FaultKind.Drop or FaultKind.Reconnect ? null : "MESSAGE_CREATE" });
            for (var i = 0; i < 3; i++)
            {
                words.Add($"{kind} {i}");
                await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), words[^1]);
            }

            await Chat.Settle();
        }

        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(words);
    }

    [Fact]
    public async Task A_connection_gone_silent_is_noticed_and_what_was_said_meanwhile_is_heard()
    {
        await Story.DoAsync(Chat, Story.Deeds[0]);
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Silence });
        await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "Is anybody there?");
        var gateway = Chat.Driven.Bot.Services.GetRequiredService<IDiscordGateway>();
        var before = gateway.Reconnects;
        while (gateway.Reconnects == before)
        {
            if (Chat.Driven.Clock.NextDue is { } due) Chat.Driven.Clock.AdvanceTo(due);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await Chat.Settle();
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Is anybody there?"]);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(5_000, true)]
    public async Task A_slow_network_costs_the_answer_at_most_never_the_record(int milliseconds, bool tooSlow)
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Route = "/interactions/*/*/callback", Milliseconds = milliseconds });
        var view = await Story.Deeds[0].Do(Chat);
        await PassAsync(TimeSpan.FromSeconds(10));
        view!.Failed.ShouldBe(tooSlow);
        (await Chat.File(1)).Incident.Channel.ShouldNotBeNull();
        Chat.Card().ShouldNotBeNull();
    }

    [Fact]
    public async Task Slow_answers_to_everything_are_waited_for()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 800, Times = int.MaxValue });
        foreach (var deed in Story.Deeds)
        {
            await deed.Do(Chat);
            await PassAsync(TimeSpan.FromMinutes(1));
        }

        Chat.World.Faults.Clear();
        await Chat.Settle();
        await Story.ShouldBeWholeAsync(Chat);
    }

    // Requests that Discord takes its time over are not known to wait on the clock: time passes by itself.
    private async Task PassAsync(TimeSpan time)
    {
        var activity = Chat.Driven.Bot.Services.GetRequiredService<Activity>();
        var end = Chat.Now + time;
        for (var calm = 0; Chat.Now < end && calm < 20;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
            calm = activity.Running == 0 && Chat.Driven.Bot.Services.GetRequiredService<GatewayReader>().Handled >= Chat.World.Gateway.LastDispatchedSequence ? calm + 1 : 0;
            Chat.Driven.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await Chat.Settle();
    }
}
