using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Timeline;

/// <summary>What is said in an incident's channel becomes the record: with its edits, deletes, files and threads.</summary>
public sealed class TalkTests : EndToEndTest
{
    [Fact]
    public async Task An_edit_reaches_the_record_and_the_entry_made_from_the_message()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Restarting the server", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Advance(TimeSpan.FromMinutes(3));
        await Chat.Edits("ada", said, "Restarted the server, no change");

        var talk = await TalkAsync(said);
        talk.Text.ShouldBe("Restarted the server, no change");
        talk.EditedAt.ShouldBe(Chat.Now);
        talk.Revisions.ShouldHaveSingleItem().Text.ShouldBe("Restarting the server");
        var entry = (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.KeyEvent);
        entry.Text.ShouldBe("Restarted the server, no change");
        entry.HappenedAt.ShouldBe(said.Timestamp);
    }

    [Fact]
    public async Task An_entry_that_a_person_edited_no_longer_follows_its_message()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Restarting the server", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        var number = (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.KeyEvent).Number;
        await Chat.Uses("tunde", "timeline edit", "inc-1", ("entry", $"{number}"), ("text", "First restart"));
        await Chat.Edits("ada", said, "Restarting it again");
        (await Chat.File(1)).Entries.Single(e => e.Number == number).Text.ShouldBe("First restart");
    }

    [Fact]
    public async Task A_cause_that_is_edited_in_chat_changes_on_the_card()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "The dsk was full", "inc-1");
        await Chat.Reacts("tunde", said, "🎯");
        await Chat.Edits("ada", said, "The disk was full");
        Chat.CardText().ShouldContain("Root cause**\nThe disk was full");
    }

    [Fact]
    public async Task A_deleted_message_is_kept_and_shown_as_deleted_and_its_entry_stays()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Restarting the server", "inc-1");
        var other = await Chat.Says("ada", "Wrong window", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Deletes("ada", said);
        await Chat.Deletes("ada", other);
        var talk = await TalkAsync(said);
        talk.DeletedAt.ShouldBe(Chat.Now);
        talk.Text.ShouldBe("Restarting the server");
        var shown = (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text;
        shown.ShouldContain("Restarting the server");
        shown.ShouldContain("Wrong window *(deleted)*");
    }

    [Fact]
    public async Task A_reply_keeps_what_it_answers()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Is it the disk?", "inc-1");
        var reply = await Chat.Person("tunde").ReplyAsync(said, "It is");
        await Chat.Settle();
        (await TalkAsync(reply)).ReplyTo!.Value.Value.ShouldBe(said.Id);
    }

    [Fact]
    public async Task Files_are_listed_with_name_and_size()
    {
        await DeclareAsync();
        var graph = await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "", "graph.png", new byte[2048]);
        await Chat.Settle();
        var file = (await TalkAsync(graph)).Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("graph.png");
        file.Size.ShouldBe(2048);
        (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text.ShouldContain("graph.png");

        await Chat.Reacts("tunde", graph, "📌");
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldContain("graph.png");
    }

    [Fact]
    public async Task A_file_with_words_is_listed_too()
    {
        await DeclareAsync();
        await Chat.Person("ada").AttachAsync(Chat.Channel("inc-1"), "Memory over the last hour", "graph.png", new byte[2048]);
        await Chat.Settle();
        var shown = (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text;
        shown.ShouldContain("Memory over the last hour");
        shown.ShouldContain("graph.png");
    }

    [Fact]
    public async Task What_is_said_in_a_thread_of_the_channel_is_the_incidents_talk()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Let us look at the disk here", "inc-1");
        await Chat.StartsThread("ada", "disk", from: said);
        var inThread = await Chat.Says("tunde", "df says 100 %", "disk");
        (await TalkAsync(inThread)).Text.ShouldBe("df says 100 %");

        await Chat.Reacts("ada", inThread, "🎯");
        (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.Cause).Text.ShouldBe("df says 100 %");
        (await Chat.Types("ada", "/timeline show", "disk")).Text.ShouldContain("df says 100 %");
        var other = await Chat.Types("tunde", "/timeline add text:hello", "disk");
        other.IsRefused.ShouldBeFalse(other.Text);
    }

    [Fact]
    public async Task A_thread_is_still_the_incidents_after_a_restart()
    {
        await DeclareAsync();
        await Chat.StartsThread("ada", "disk", where: "inc-1");
        await Chat.Restart();
        var inThread = await Chat.Says("tunde", "df says 100 %", "disk");
        (await TalkAsync(inThread)).Text.ShouldBe("df says 100 %");
    }

    [Fact]
    public async Task A_thread_of_another_channel_is_nobodys_talk()
    {
        await DeclareAsync();
        await Chat.StartsThread("ada", "lunch", where: "general");
        var inThread = await Chat.Says("tunde", "Rice?", "lunch");
        (await Chat.File(1)).Talk.ShouldNotContain(t => t.Id.Value == inThread.Id);
    }

    [Fact]
    public async Task The_bots_own_lines_are_not_talk()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/timeline add text:hello", "inc-1");
        (await Chat.File(1)).Talk.ShouldBeEmpty();
    }

    [Fact]
    public async Task Talk_in_other_channels_is_not_kept()
    {
        await DeclareAsync();
        await Chat.Says("ada", "Lunch?");
        (await Chat.File(1)).Talk.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_while_the_bot_restarts_is_kept_and_stands_once()
    {
        await DeclareAsync();
        await Chat.Says("ada", "before", "inc-1");
        await Chat.Driven.StopBotAsync();
        var during = await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "during");
        var gone = await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), "gone");
        await Chat.Person("ada").EditAsync(during, "during, edited");
        await Chat.Person("ada").DeleteAsync(gone);
        await Chat.Person("tunde").ReactAsync(during, "📌");
        await Chat.Driven.StartBotAsync();
        await Chat.Says("ada", "after", "inc-1");
        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["before", "during, edited", "gone", "after"]);
        file.Talk[2].DeletedAt.ShouldNotBeNull();
        file.Entries.Single(e => e.Kind == EntryKind.KeyEvent).Text.ShouldBe("during, edited");
    }

    [Fact]
    public async Task What_is_said_during_a_long_absence_is_read_once_and_the_gap_is_noted()
    {
        await DeclareAsync();
        await Chat.Says("ada", "before", "inc-1");
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddMinutes(20));
        for (var i = 0; i < 3; i++)
        {
            await Chat.Advance(TimeSpan.FromMinutes(1));
            await Chat.Person("ada").SayAsync(Chat.Channel("inc-1"), $"during {i}");
        }

        await Chat.Advance(TimeSpan.FromMinutes(17));
        await Chat.Says("ada", "after", "inc-1");
        await Chat.Restart();
        var file = await Chat.File(1);
        file.Talk.Select(t => t.Text).ShouldBe(["before", "during 0", "during 1", "during 2", "after"]);
        file.Talk[1].SaidAt.ShouldBe(Chat.Start.AddMinutes(1));
        file.Entries.Count(e => e.Kind == EntryKind.Note).ShouldBe(1);
    }

    [Fact]
    public async Task After_the_incident_the_talk_of_the_channel_is_no_longer_kept()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Says("ada", "Thanks everybody", "inc-1");
        (await Chat.File(1)).Talk.ShouldBeEmpty();
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");

    private async Task<TalkMessage> TalkAsync(Message message) => (await Chat.File(1)).Talk.Single(t => t.Id.Value == message.Id);
}
