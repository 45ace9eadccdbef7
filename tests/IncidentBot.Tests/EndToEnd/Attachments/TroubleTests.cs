using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;

namespace IncidentBot.Tests.EndToEnd.Attachments;

/// <summary>Discord's file server fails, links die, limits are met, the bot is killed: what can be kept is kept, and of the rest it is said once.</summary>
public sealed class TroubleTests : AttachmentTest
{
    private static readonly TimeSpan AllAttempts = TimeSpan.FromHours(12);

    [Fact]
    public async Task What_fails_for_a_while_is_copied_later()
    {
        FilesFail(times: 4);
        var graph = await AttachesAsync("graph.png", Picture);
        (await FileOfAsync(graph)).Copy.ShouldBeNull();
        await Chat.Advance(TimeSpan.FromMinutes(10));
        (await FileOfAsync(graph)).Copy.ShouldNotBeNull();
        Said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FaultKind.BrokenConnection, false)]
    [InlineData(FaultKind.BrokenConnection, true)]
    [InlineData(FaultKind.RateLimit, false)]
    public async Task Broken_off_or_told_to_wait_it_tries_again(FaultKind kind, bool halfway)
    {
        var content = new byte[300_000];
        Chat.World.Faults.Add(new Fault { Kind = kind, AfterEffect = halfway, Times = 2, Milliseconds = 90_000, Method = "GET", Route = "/attachments/*/*/*" });
        var dump = await AttachesAsync("heap.bin", content);
        (await FileOfAsync(dump)).Copy.ShouldBeNull();
        await Chat.Advance(TimeSpan.FromMinutes(10));
        (await FileOfAsync(dump)).Copy!.Hash.ShouldBe(HashOf(content));
        Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_not_waited_for()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 3_600_000, Method = "GET", Route = "/attachments/*/*/*" });
        var began = Chat.Now;
        var graph = await AttachesAsync("graph.png", Picture);
        await Chat.Advance(TimeSpan.FromMinutes(2));
        (await FileOfAsync(graph)).Copy.ShouldNotBeNull();
        (Chat.Now - began).ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_link_that_expired_is_read_anew_from_its_message()
    {
        FilesFail();
        var graph = await AttachesAsync("graph.png", Picture);
        await Chat.Driven.KillBotAsync();
        await Chat.Advance(TimeSpan.FromHours(30));
        Chat.World.Faults.Clear();
        var read = 0;
        Chat.World.OnRest += asked => read += asked.Method == "GET" && asked.Path.EndsWith($"/messages/{graph.Id}", StringComparison.Ordinal) ? 1 : 0;
        await Chat.Driven.StartBotAsync();
        (await FileOfAsync(graph)).Copy!.Hash.ShouldBe(HashOf(Picture));
        read.ShouldBe(1);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_link_that_is_refused_is_read_anew_too(int status)
    {
        FilesFail(times: 1, status);
        (await FileOfAsync(await AttachesAsync("graph.png", Picture))).Copy.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_cannot_be_copied_is_said_once_in_the_channel_and_stands_in_the_timeline()
    {
        FilesFail();
        var graph = await AttachesAsync("graph.png", Picture);
        await Chat.Advance(AllAttempts);
        Said.ShouldBe(["-# 📎 I could not keep graph.png because Discord's file server failed (HTTP 500)"]);
        (await FileOfAsync(graph)).NotKept.ShouldBe("Discord's file server failed (HTTP 500)");
        (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.Note).Text.ShouldBe("I could not keep graph.png because Discord's file server failed (HTTP 500)");

        await Chat.Restart();
        await Chat.Advance(AllAttempts);
        Said.Count.ShouldBe(1);
        OnDisk.ShouldBeEmpty();
        Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_that_fail_together_are_one_line()
    {
        Chat.Driven.Attachments = new() { MaxBytes = 4 };
        await Chat.Restart();
        await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "Logs", [.. Enumerable.Range(1, 6).Select(n => ($"{n}.log", (ReadOnlyMemory<byte>)Bytes("12345")))]);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Said.ShouldHaveSingleItem().ShouldBe("-# 📎 I could not keep 6 files: 1.log, 2.log, 3.log and 3 more because files over 4 B are not kept");
    }

    [Fact]
    public async Task A_message_deleted_before_its_file_was_copied_is_told_of()
    {
        // However soon it is tried again, it is not there before the message goes.
        FilesFail(times: 3);
        var graph = await AttachesAsync("graph.png", Picture);
        await Chat.Deletes("ada", graph);
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Said.ShouldHaveSingleItem().ShouldContain("because the message was deleted first");
    }

    [Fact]
    public async Task A_file_taken_off_before_it_was_copied_is_told_of()
    {
        FilesFail(times: 3, name: "a.log");
        var message = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "Two", [("a.log", Bytes("a")), ("b.log", Bytes("b"))]);
        await Chat.Settle();
        await Chat.Person("ada").DetachAsync(message, "a.log");
        await Chat.Advance(TimeSpan.FromMinutes(5));
        Said.ShouldHaveSingleItem().ShouldContain("I could not keep a.log because it was taken off the message first");
        (await FileOfAsync(message, 1)).Copy.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_name_can_neither_ping_nor_format_what_is_said()
    {
        FilesFail();
        await AttachesAsync("@everyone__**x**.png", Picture);
        await Chat.Advance(AllAttempts);
        Said.ShouldHaveSingleItem();
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_over_the_limit_is_copied_once_the_limit_is_raised()
    {
        Chat.Driven.Attachments = new() { MaxBytes = 10 };
        await Chat.Restart();
        FilesFail(times: 1);
        var dump = await AttachesAsync("heap.bin", new byte[11]);
        await Chat.Advance(TimeSpan.FromMinutes(2));
        (await FileOfAsync(dump)).NotKept.ShouldBe("files over 10 B are not kept");
        Chat.World.Faults.Active.Count.ShouldBe(1, "it was not even asked for");
        Chat.World.Faults.Clear();

        Chat.Driven.Attachments = new() { MaxBytes = 11 };
        await Chat.Restart();
        (await FileOfAsync(dump)).Copy.ShouldNotBeNull();
        (await FileOfAsync(dump)).NotKept.ShouldBeNull();
    }

    [Fact]
    public async Task When_the_room_is_used_up_it_says_so_and_goes_on_when_there_is_more()
    {
        Chat.Driven.Attachments = new() { MaxTotalBytes = 100 };
        await Chat.Restart();
        var first = await AttachesAsync("1.bin", new byte[60]);
        var second = await AttachesAsync("2.bin", new byte[55]);
        var third = await AttachesAsync("3.bin", new byte[40]);
        (await FileOfAsync(first)).Copy.ShouldNotBeNull();
        (await FileOfAsync(second)).NotKept.ShouldBe("the room for attached files is used up (100 B)");
        (await FileOfAsync(third)).Copy.ShouldNotBeNull();
        await Chat.Advance(TimeSpan.FromMinutes(2));
        Said.Count.ShouldBe(1);

        await Chat.Restart();
        (await FileOfAsync(second)).Copy.ShouldBeNull();
        await Chat.Driven.Store.RemoveAttachmentsOfAsync(new(first.Id));
        await Chat.Settle();
        (await FileOfAsync(second)).Copy.ShouldNotBeNull();
        Said.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_while_it_copies_the_next_start_copies_it_once(bool longAway)
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 3_600_000, Times = 100, Method = "GET", Route = "/attachments/*/*/*" });
        var graph = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "", "graph.png", Picture);
        while (Chat.World.HeldDownloads == 0) await Task.Yield();
        await Chat.Driven.KillBotAsync();
        Chat.World.Faults.Clear();

        // What a power cut leaves of a file that was being written.
        await File.WriteAllBytesAsync(Path.Combine(Folder, "unfinished", "half"), Picture[..20]);
        if (longAway) await Chat.Advance(TimeSpan.FromHours(40));
        await Chat.Driven.StartBotAsync();
        (await FileOfAsync(graph)).Copy!.Hash.ShouldBe(HashOf(Picture));
        OnDisk.Keys.ShouldHaveSingleItem();
        Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redacted_while_it_is_copied_nothing_of_it_stays()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 20_000, Method = "GET", Route = "/attachments/*/*/*" });
        var secret = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "", "passwords.txt", Bytes("hunter2"));
        while (Chat.World.HeldDownloads == 0) await Task.Yield();
        await Chat.Driven.Store.RemoveAttachmentsOfAsync(new(secret.Id));
        await Chat.Settle();
        (await FileOfAsync(secret)).Copy.ShouldBeNull();
        OnDisk.ShouldBeEmpty();
        Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_files_are_held_up_talk_and_commands_go_on()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.Delay, Milliseconds = 20_000, Times = 100, Method = "GET", Route = "/attachments/*/*/*" });
        var before = Chat.Now;
        await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "Logs", [.. Enumerable.Range(1, 9).Select(n => ($"{n}.log", (ReadOnlyMemory<byte>)Bytes($"log {n}")))]);
        while (Chat.World.HeldDownloads < 3) await Task.Yield();

        // At this instant, with all hands full, and the clock standing.
        var said = await Chat.Person("tunde").SayAsync(Chat.Channel("inc-1"), "Restarting it");
        while ((await Chat.File(1)).Talk.All(talk => talk.Id.Value != said.Id)) await Task.Yield();
        Chat.World.HeldDownloads.ShouldBe(3);
        Chat.Now.ShouldBe(before);

        await Chat.Advance(TimeSpan.FromMinutes(5));
        (await Chat.File(1)).Talk[0].Files.ShouldAllBe(file => file.Copy != null);
    }
}
