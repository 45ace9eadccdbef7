using IncidentBot.Domain.Attachments;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Tests.EndToEnd.Attachments;

/// <summary>What people attach is copied when it is posted, and stays whatever happens to it in chat.</summary>
public sealed class KeepingTests : AttachmentTest
{
    [Fact]
    public async Task A_file_is_copied_when_it_is_posted()
    {
        var copy = (await FileOfAsync(await AttachesAsync("graph.png", Picture, "Memory over the last hour"))).Copy.ShouldNotBeNull();
        copy.ShouldBe(new KeptCopy(HashOf(Picture), Picture.Length, FileType.Png));
        OnDisk[copy.Hash].ShouldBe(Picture);
        Unfinished.ShouldBeEmpty();
        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_content_lies_on_the_disk_once()
    {
        await AttachesAsync("graph.png", Picture);
        var again = await AttachesAsync("copy.png", Picture);
        (await FileOfAsync(again)).Copy!.Hash.ShouldBe(HashOf(Picture));
        OnDisk.Keys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Several_files_of_one_message_are_each_copied()
    {
        var message = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "All of it", [("a.log", Bytes("line one")), ("a.log", Bytes("line two")), ("a.png", Picture)]);
        await Chat.Settle();
        var files = (await Chat.File(1)).Talk.Single(talk => talk.Id.Value == message.Id).Files;
        files.Select(file => file.Copy!.Hash).ShouldBe([HashOf(Bytes("line one")), HashOf(Bytes("line two")), HashOf(Picture)]);
    }

    [Theory]
    [InlineData("holiday.png", "<html><script>alert(1)</script></html>", FileType.Text)]
    [InlineData("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", FileType.Text)]
    [InlineData("noname", "{\"level\":\"error\"}", FileType.Json)]
    public async Task What_it_is_says_its_content_and_not_its_name(string name, string content, FileType type) =>
        (await FileOfAsync(await AttachesAsync(name, Bytes(content)))).Copy!.Type.ShouldBe(type);

    [Fact]
    public async Task A_file_that_is_deleted_in_chat_stays_in_the_record()
    {
        var graph = await AttachesAsync("graph.png", Picture);
        await Chat.Deletes("ada", graph);
        (await Chat.File(1)).Talk.Single(talk => talk.Id.Value == graph.Id).DeletedAt.ShouldNotBeNull();
        (await FileOfAsync(graph)).Copy.ShouldNotBeNull();
        OnDisk[HashOf(Picture)].ShouldBe(Picture);
    }

    [Fact]
    public async Task A_file_taken_off_its_message_stays_and_is_marked()
    {
        var message = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "Two", [("a.log", Bytes("a")), ("b.log", Bytes("b"))]);
        await Chat.Settle();
        await Chat.Advance(TimeSpan.FromMinutes(1));
        await Chat.Person("ada").DetachAsync(message, "a.log");
        await Chat.Settle();
        (await FileOfAsync(message)).RemovedAt.ShouldBe(Chat.Now);
        (await FileOfAsync(message)).Copy.ShouldNotBeNull();
        (await FileOfAsync(message, 1)).RemovedAt.ShouldBeNull();
        OnDisk.Count.ShouldBe(2);

        await Chat.Edits("ada", message, "One");
        (await FileOfAsync(message)).RemovedAt.ShouldBe(Chat.Now);
        (await FileOfAsync(message, 1)).RemovedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_file_posted_during_a_restart_is_copied()
    {
        await Chat.Driven.StopBotAsync();
        var graph = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "", "graph.png", Picture);
        await Chat.Driven.StartBotAsync();
        (await FileOfAsync(graph)).Copy!.Hash.ShouldBe(HashOf(Picture));
    }

    [Fact]
    public async Task A_file_posted_during_an_absence_of_days_is_copied()
    {
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddDays(3));
        var graph = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "", "graph.png", Picture);
        await Chat.Advance(TimeSpan.FromDays(3));
        (await FileOfAsync(graph)).Copy!.Hash.ShouldBe(HashOf(Picture));
    }

    [Fact]
    public async Task A_file_in_a_thread_is_copied()
    {
        await Chat.StartsThread("ada", "disk", where: "inc-1");
        var graph = await Chat.Person("ada").AttachAsync(Chat.Channel("disk"), "", "graph.png", Picture);
        await Chat.Settle();
        (await FileOfAsync(graph)).Copy.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_elsewhere_is_nobodys_business()
    {
        await Chat.Person("ada").AttachAsync(Chat.Channel("general"), "", "lunch.png", Picture);
        await Chat.Settle();
        OnDisk.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redacted_files_are_gone_for_good_unless_someone_else_posted_them_too()
    {
        var secret = await AttachesAsync("passwords.txt", Bytes("hunter2"));
        var shared = await AttachesAsync("graph.png", Picture);
        await AttachesAsync("graph-again.png", Picture);
        (await Chat.Driven.Store.RemoveAttachmentsOfAsync(new(secret.Id))).ShouldBe(1);
        await Chat.Driven.Store.RemoveAttachmentsOfAsync(new(shared.Id));
        await Chat.Settle();
        OnDisk.Keys.ShouldBe([HashOf(Picture)]);
        var file = await FileOfAsync(secret);
        file.ShouldBe(new AttachedFile(secret.Attachments[0].Id, "redacted file", 0, null, "") { NotKept = "it was redacted" });

        // Hearing of the message again brings nothing back.
        await Chat.Edits("ada", secret, "Sorry");
        await Chat.Restart();
        (await FileOfAsync(secret)).Copy.ShouldBeNull();
        OnDisk.Keys.ShouldBe([HashOf(Picture)]);
    }

    [Fact]
    public async Task A_file_redacted_just_before_a_kill_is_gone_after_the_next_start()
    {
        var secret = await AttachesAsync("passwords.txt", Bytes("hunter2"));
        var store = Chat.Driven.Store;
        await store.RemoveAttachmentsOfAsync(new(secret.Id));
        await Chat.Driven.KillBotAsync();

        await Chat.Driven.StartBotAsync();
        OnDisk.ShouldBeEmpty();
    }
}
