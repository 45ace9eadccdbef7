using IncidentBot.Discord;
using IncidentBot.Inbox;
using IncidentBot.Sandbox.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>The bot is ended without warning while it talks to Discord; the next start completes what was begun, and does nothing twice.</summary>
public sealed class KillTests : EndToEndTest
{
    /// <summary>Each call the bot makes for the story: ended before Discord did it, or after it was done and before the bot knew; back at once, or when Discord has forgotten nonces and session.</summary>
    public static TheoryData<string, string, bool, int> Moments
    {
        get
        {
            var moments = new TheoryData<string, string, bool, int>();
            foreach (var (method, route) in ((string, string)[])
                [
                    ("POST", "/interactions/*/*/callback"),
                    ("POST", "/guilds/*/channels"),
                    ("POST", "/channels/*/messages"),
                    ("PUT", "/channels/*/messages/pins/*"),
                    ("PATCH", "/channels/*/messages/*"),
                    ("POST", "/users/@me/channels"),
                ])
            {
                foreach (var done in (bool[])[false, true])
                {
                    foreach (var away in (int[])[0, 20]) moments.Add(method, route, done, away);
                }
            }

            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task The_next_start_completes_what_was_begun(string method, string route, bool done, int minutesAway)
    {
        var kills = 0;
        foreach (var deed in Story.Deeds)
        {
            // Before the effect: the request hangs. After it: the answer never arrives.
            Chat.World.Faults.Clear();
            Chat.World.Faults.Add(done
                ? new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = true, Method = method, Route = route }
                : new Fault { Kind = FaultKind.Delay, Milliseconds = 3_600_000, Method = method, Route = route });
            await deed.Do(Chat);
            if (await StrikesAsync())
            {
                kills++;
                await Chat.Driven.KillBotAsync();
                Chat.World.Faults.Clear();
                await Chat.Advance(TimeSpan.FromMinutes(minutesAway));
                await Chat.Driven.StartBotAsync();
            }

            Chat.World.Faults.Clear();
            await Chat.Settle();
            if (!await Story.IsDoneAsync(Chat, deed)) await Story.DoAsync(Chat, deed);
        }

        kills.ShouldBeGreaterThan(0);
        await Story.ShouldBeWholeAsync(Chat);
    }

    [Fact]
    public async Task Ended_after_each_deed_it_goes_on_where_it_was()
    {
        foreach (var deed in Story.Deeds)
        {
            await Story.DoAsync(Chat, deed);
            await Chat.Driven.KillBotAsync();
            await Chat.Driven.StartBotAsync();
        }

        await Story.ShouldBeWholeAsync(Chat);
        (await Chat.File(1)).Talk.Select(t => t.Text).ShouldBe(["Restarting the queue"]);
    }

    // True as soon as the fault has struck and the bot can do nothing more about it at this instant; false when all is done without meeting it.
    private async Task<bool> StrikesAsync()
    {
        var services = Chat.Driven.Bot.Services;
        var (activity, api, reader) = (services.GetRequiredService<Activity>(), services.GetRequiredService<IDiscordApi>(), services.GetRequiredService<GatewayReader>());
        for (var calm = 0; calm < 5;)
        {
            var struck = Chat.World.Faults.Active.Count == 0;
            var atRest = activity.Running == 0 && reader.Handled >= Chat.World.Gateway.LastDispatchedSequence && !(await Chat.Driven.Store.NextDueAsync() <= Chat.Now);
            if (struck && (atRest || api.InFlight > 0)) return true;
            var waits = activity.Running > 0 && api.Waiting >= activity.Running;
            calm = atRest || waits ? calm + 1 : 0;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return Chat.World.Faults.Active.Count == 0;
    }
}
