using IncidentBot.Inbox;
using IncidentBot.Sandbox.Faults;
using GatewayPosition = IncidentBot.Discord.GatewayPosition;

namespace IncidentBot.Tests.EndToEnd.Reconcile;

/// <summary>The position that is committed never passes an event that is not done: a crash has Discord send it again.</summary>
public sealed class PositionTests : EndToEndTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_command_that_was_under_way_when_the_bot_was_killed_is_carried_out_or_the_person_is_told(int secondsLater)
    {
        await Chat.Declares();
        var said = await Chat.Says("ada", "The password is hunter2", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Method = "GET", Route = "/channels/*/messages", Milliseconds = 3_600_000 });
        await Chat.Person("ada").SlashCommandAsync(
            Chat.Channel("inc-1"), "timeline redact", new Dictionary<string, string>(StringComparer.Ordinal) { ["what"] = $"{said.Channel.Id}/{said.Id}" }, TestContext.Current.CancellationToken);
        await UntilAsync(() => Task.FromResult(Chat.World.Faults.Active.Count == 0));

        // What comes after it is on disk, the position is not past it.
        var later = await Chat.Person("tunde").SayAsync(Chat.Channel("inc-1"), "Changed it", TestContext.Current.CancellationToken);
        var id = (await Chat.File(1)).Incident.Id;
        await UntilAsync(async () => (await Chat.Driven.Store.LastMessageAsync(id, new(later.Channel.Id)))?.Value == later.Id);
        (await Chat.Driven.Store.GatewayPositionsAsync()).Single().Sequence.ShouldBeLessThan(Chat.World.Gateway.LastDispatchedSequence - 1);

        await Chat.Driven.KillBotAsync();
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromSeconds(secondsLater));
        await Chat.Driven.StartBotAsync();
        var talk = (await Chat.File(1)).Talk.Select(t => t.Text).ToList();
        var told = Chat.Reads("inc-1").Any(m => m.Contains("I was away when you asked", StringComparison.Ordinal));

        // Coming back may take longer than a person is left waiting for an answer.
        talk.ShouldBe([told ? "The password is hunter2" : "[redacted]", "Changed it"]);
        if (secondsLater > 0) told.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_said_changed_and_deleted_in_a_channel_that_the_record_does_not_know_yet_is_kept_whole_when_the_bot_is_killed()
    {
        // The category is there from the first one.
        await Chat.Declares();

        // Discord makes the channel and tells of it; its answer to the bot breaks off, and the bot waits before it looks whether it is there.
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = true, Method = "POST", Route = "/guilds/*/channels" });
        await Chat.Person("ada").CommandAsync(Chat.Channel("general"), "/incident declare title:\"Shop is slow\"");
        await UntilAsync(() => Task.FromResult(Chat.FindChannel("inc-2") is not null && Chat.World.Faults.Active.Count == 0));

        // The position goes on to disk with the next event after the command is done.
        var made = Chat.World.Gateway.LastDispatchedSequence;
        await UntilAsync(async () =>
        {
            await Chat.Person("ada").SayAsync(Chat.Channel("general"), "Who looks at it?", TestContext.Current.CancellationToken);
            return (await Chat.Driven.Store.GatewayPositionsAsync()).Single().Sequence >= made;
        });
        await Chat.Driven.KillBotAsync();
        var channel = Chat.Channel("inc-2");
        var gone = await Chat.Person("tunde").SayAsync(channel, "It is the cache", TestContext.Current.CancellationToken);
        var edited = await Chat.Person("tunde").SayAsync(channel, "It is the pool", TestContext.Current.CancellationToken);
        await Chat.Person("tunde").EditAsync(edited, "It is the index", TestContext.Current.CancellationToken);
        await Chat.Person("tunde").DeleteAsync(gone, TestContext.Current.CancellationToken);
        Chat.World.Faults.Clear();
        await Chat.Driven.StartBotAsync();

        var talk = (await Chat.File(2)).Talk;
        talk.Select(t => t.Text).ShouldBe(["It is the cache", "It is the index"]);
        talk[0].DeletedAt.ShouldNotBeNull();
        talk[1].Revisions.Select(r => r.Text).ShouldBe(["It is the pool"]);
        talk.ShouldAllBe(t => t.RecoveredAt == null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Whoever_asked_for_what_was_carried_out_and_never_got_the_answer_is_told_once(int secondsLater)
    {
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Method = "POST", Route = "/interactions/*/*/callback", Milliseconds = 3_600_000, Times = 2 });
        await Chat.Person("tunde").SlashCommandAsync(
            Chat.Channel("inc-1"), "timeline add", new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = "Restarted the worker" }, TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await Chat.File(1)).Entries.Any(e => e.Text == "Restarted the worker"));
        await Chat.Driven.KillBotAsync();
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromSeconds(secondsLater));
        await Chat.Driven.StartBotAsync();

        // Told at the first start, and not again.
        await Chat.Restart();
        (await Chat.File(1)).Entries.Count(e => e.Text == "Restarted the worker").ShouldBe(1);
        var told = Chat.Messages("inc-1").Where(m => m.Content.Contains("was carried out, also if Discord told you that it failed", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBe(1);
        told[0].Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task What_was_answered_already_is_not_called_missed_when_it_comes_again()
    {
        await Chat.Declares();
        var before = (await Chat.Driven.Store.GatewayPositionsAsync()).Single();
        await Chat.Types("ada", "/timeline show", "inc-1");
        await Chat.Driven.StopBotAsync();

        // As if the position had not been written any more.
        await using (var store = await IncidentBot.Storage.IncidentStore.OpenAsync(new IncidentBot.Storage.StorageOptions(Chat.Driven.DatabasePath, Chat.Driven.Clock), TestContext.Current.CancellationToken))
            await store.CommitAsync(scope => scope.SaveAsync(before), TestContext.Current.CancellationToken);
        await Chat.Advance(TimeSpan.FromSeconds(20));
        await Chat.Driven.StartBotAsync();
        Chat.Reads("inc-1").ShouldNotContain(m => m.Contains("I was away when you asked", StringComparison.Ordinal));
    }

    [Fact]
    public void The_oldest_that_is_not_done_holds_the_position_of_its_shard_alone()
    {
        var watermark = new Watermark();
        watermark.Begin([At(0, 10), At(1, 70)]);
        var first = watermark.Hold(0);
        watermark.Pass(At(0, 11));
        var second = watermark.Hold(0);
        watermark.Pass(At(0, 12));
        watermark.Pass(At(1, 71));
        (watermark.Reached(0)!.Sequence, watermark.Reached(1)!.Sequence).ShouldBe((10, 71));

        second.Dispose();
        watermark.Reached(0)!.Sequence.ShouldBe(10);
        first.Dispose();
        watermark.Reached(0)!.Sequence.ShouldBe(12);
    }

    [Fact]
    public void Before_the_first_event_of_a_stream_there_is_no_position_to_commit_and_a_new_session_waits_for_nothing_of_the_old()
    {
        var watermark = new Watermark();
        using var held = watermark.Hold(0);
        watermark.Pass(At(0, 1));
        watermark.Reached(0).ShouldBeNull();

        var other = new Watermark();
        other.Begin([At(0, 5)]);
        using var old = other.Hold(0);
        other.Pass(At(0, 1, "new"));
        other.Reached(0)!.SessionId.ShouldBe("new");
    }

    private static GatewayPosition At(int shard, long sequence, string session = "s") => new(shard, 2, session, "wss://x", sequence, Chat.Start);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 5_000 && !await holds(); i++) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        (await holds()).ShouldBeTrue();
    }
}
