using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Trouble;

/// <summary>Commands and buttons that come twice, too late, or while the bot is not there.</summary>
public sealed class InteractionTests : EndToEndTest
{
    [Fact]
    public async Task A_command_that_arrives_twice_is_done_and_answered_once()
    {
        foreach (var (line, where) in ((string, string)[])
            [
                ("""/incident declare title:"Shop is down" """, "general"),
                ("/timeline add text:hello", "inc-1"),
                ("/action add text:Alert", "inc-1"),
                ("/escalate to:@tunde", "inc-1"),
                ("/escalation stop", "inc-1"),
                ("/incident resolve fix:done", "inc-1"),
                ("/incident reopen reason:again", "inc-1"),
            ])
        {
            Chat.World.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Event = "INTERACTION_CREATE" });
            var answer = await Chat.Types("ada", line, where);
            answer.View.Failed.ShouldBeFalse(line);
            answer.IsRefused.ShouldBeFalse(line);
            answer.View.FollowUps.ShouldBeEmpty(line);
        }

        var file = await Chat.File(1);
        file.Entries.Count(e => e.Text == "hello").ShouldBe(1);
        file.Actions.Length.ShouldBe(1);
        file.Escalations.Length.ShouldBe(1);
        file.Entries.Count(e => e.Kind is EntryKind.Resolved or EntryKind.Reopened).ShouldBe(2);
        Chat.World.Guild.Channels.Values.Count(c => c.Name!.StartsWith("inc-", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_button_and_a_form_that_arrive_twice_are_done_once()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Event = "INTERACTION_CREATE" });
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge")).Text.ShouldContain("paging has ended");

        Chat.World.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Event = "INTERACTION_CREATE" });
        var form = await Chat.PressesOn("ada", Chat.Card(), "Resolve");
        form.Form.ShouldNotBeNull();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.DuplicateEvent, Event = "INTERACTION_CREATE" });
        (await Chat.Fills("ada", form, ("What fixed it", "Restarted"))).IsRefused.ShouldBeFalse();
        var entries = (await Chat.File(1)).Entries;
        entries.Count(e => e.Kind == EntryKind.Acknowledged).ShouldBe(1);
        entries.Count(e => e.Kind == EntryKind.Resolved).ShouldBe(1);
        entries.Count(e => e.Kind == EntryKind.Fix).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_asked_while_the_bot_was_away_is_not_done_behind_the_persons_back(bool resolve)
    {
        await DeclareAsync();
        await Chat.Driven.StopBotAsync();
        var view = await Chat.Person("tunde").CommandAsync(Chat.Channel("inc-1"), resolve ? "/incident resolve fix:done" : "/timeline add text:hello");
        Chat.Driven.Clock.Advance(TimeSpan.FromSeconds(30));
        view.Failed.ShouldBeTrue();
        await Chat.Driven.StartBotAsync();

        var file = await Chat.File(1);
        file.Incident.IsOpen.ShouldBeTrue();
        file.Entries.ShouldNotContain(e => e.Text == "hello");
        var told = Chat.Messages("inc-1").Single(m => m.Content.Contains("was away when you asked", StringComparison.Ordinal));
        told.Pinged.Select(u => u.Username).ShouldBe(["tunde"]);

        await Chat.Restart();
        Chat.Reads("inc-1").Count(m => m.Contains("was away when you asked", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_told_that_it_failed_after_it_was_done_is_told_that_it_was_done()
    {
        await DeclareAsync();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Code = 404, Method = "POST", Route = "/interactions/*/*/callback" });
        var view = await Chat.Person("tunde").CommandAsync(Chat.Channel("inc-1"), "/timeline add text:hello");
        await Chat.Advance(TimeSpan.FromSeconds(4));
        view.Failed.ShouldBeTrue();
        (await Chat.File(1)).Entries.Count(e => e.Text == "hello").ShouldBe(1);
        Chat.Messages("inc-1").Single(m => m.Content.Contains("was carried out, also if Discord told you", StringComparison.Ordinal)).Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task A_button_pressed_in_a_direct_message_while_the_bot_was_away_is_not_done_either()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Driven.StopBotAsync();
        var view = await Chat.Person("tunde").PressAsync(Chat.World.DmsOf("tunde")[0], "Acknowledge");
        Chat.Driven.Clock.Advance(TimeSpan.FromSeconds(30));
        view.Failed.ShouldBeTrue();
        await Chat.Driven.StartBotAsync();
        (await Chat.File(1)).Escalations.Single().AcknowledgedBy.ShouldBeNull();
        Chat.ReadsDirectly("tunde").ShouldContain(m => m.Contains("was away when you asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_during_the_start_is_answered_when_the_bot_is_there()
    {
        await DeclareAsync();
        await Chat.Driven.StopBotAsync();

        // A restart takes its time; one within the same second would wait for Discord's limit on asking where to connect.
        await Chat.Advance(TimeSpan.FromSeconds(10));
        var view = await Chat.Person("tunde").CommandAsync(Chat.Channel("inc-1"), "/timeline add text:hello");
        await Chat.Driven.StartBotAsync();
        view.Failed.ShouldBeFalse();
        view.Text.ShouldContain("hello");
        (await Chat.File(1)).Entries.Count(e => e.Text == "hello").ShouldBe(1);
    }

    [Fact]
    public async Task Two_incidents_declared_at_the_same_moment_on_a_fresh_server_share_what_is_shared()
    {
        var answers = await Chat.TypeTogether("general", ("ada", "/incident declare title:One"), ("tunde", "/incident declare title:Two"), ("chioma", "/incident declare title:Three"));
        answers.ShouldAllBe(a => !a.IsRefused);
        var channels = Chat.World.Guild.Channels.Values.ToList();
        channels.Count(c => c.Name == "incidents").ShouldBe(1);
        channels.Count(c => c.Type == ChannelType.Category && c.Name == "Incidents").ShouldBe(1);
        channels.Count(c => c.Name!.StartsWith("inc-", StringComparison.Ordinal)).ShouldBe(3);
        Chat.Reads("incidents").Count.ShouldBe(3);
        foreach (var number in (int[])[1, 2, 3]) Chat.Card($"inc-{number}").ShouldNotBeNull();

        await Task.WhenAll(
            Chat.Person("ada").CommandAsync(Chat.Channel("inc-1"), "/incident resolve fix:done"),
            Chat.Person("tunde").CommandAsync(Chat.Channel("inc-2"), "/incident resolve fix:done"));
        await Chat.Settle();
        Chat.World.Guild.Channels.Values.Count(c => c.Name == "postmortems").ShouldBe(1);
        Chat.ReadsPostmortems().Count(m => m.Contains("# Postmortem: INC-", StringComparison.Ordinal)).ShouldBe(2);
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");
}
