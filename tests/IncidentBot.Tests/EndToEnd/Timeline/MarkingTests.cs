using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Timeline;

/// <summary>People put messages into the timeline by reacting to them, or through the message's menu.</summary>
public sealed class MarkingTests : EndToEndTest
{
    private const string Noted = "📝";

    [Theory]
    [InlineData("📌", EntryKind.KeyEvent)]
    [InlineData("🔎", EntryKind.Hypothesis)]
    [InlineData("❌", EntryKind.RuledOut)]
    [InlineData("🎯", EntryKind.Cause)]
    [InlineData("🔧", EntryKind.Fix)]
    [InlineData("📈", EntryKind.Impact)]
    [InlineData("✅", EntryKind.ActionItem)]
    public async Task A_reaction_puts_the_message_in_and_taking_it_back_takes_it_out(string emoji, EntryKind kind)
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Restarted the queue", "inc-1");
        await Chat.Advance(TimeSpan.FromMinutes(7));
        await Chat.Reacts("tunde", said, emoji);

        var entry = (await EntriesAsync(kind)).ShouldHaveSingleItem();
        entry.Text.ShouldBe("Restarted the queue");
        entry.HappenedAt.ShouldBe(said.Timestamp);
        entry.By!.Value.Value.ShouldBe(Chat.User("ada").Id);
        IsNoted(said).ShouldBeTrue();
        (await Chat.Types("tunde", "/timeline show", "inc-1")).Text.ShouldContain($"{emoji} Ada Obi: Restarted the queue");

        await Chat.Unreacts("tunde", said, emoji);
        (await EntriesAsync(kind)).ShouldBeEmpty();
        IsNoted(said).ShouldBeFalse();
        (await Chat.Types("tunde", "/timeline show", "inc-1")).Text.ShouldNotContain("Restarted the queue");
    }

    [Fact]
    public async Task A_mark_of_cause_fix_or_impact_shows_on_the_card_until_it_is_taken_back()
    {
        await DeclareAsync();
        var cause = await Chat.Says("ada", "The disk was full", "inc-1");
        await Chat.Reacts("tunde", cause, "🎯");
        Chat.CardText().ShouldContain("Root cause**\nThe disk was full");
        await Chat.Unreacts("tunde", cause, "🎯");
        Chat.CardText().ShouldNotContain("The disk was full");
    }

    [Fact]
    public async Task An_action_item_made_by_a_reaction_is_in_the_list_until_it_is_taken_back()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "We need an alert on free space", "inc-1");
        await Chat.Reacts("tunde", said, "✅");
        (await Chat.Types("ada", "/action list", "inc-1")).Text.ShouldContain("We need an alert on free space");
        await Chat.Unreacts("tunde", said, "✅");
        (await Chat.Types("ada", "/action list", "inc-1")).Text.ShouldContain("Nothing is to be done");
        (await Chat.File(1)).Actions.ShouldHaveSingleItem().State.ShouldBe(ActionState.Dropped);
    }

    [Fact]
    public async Task Two_people_marking_make_one_entry_that_stays_until_both_took_it_back()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Reacts("chioma", said, "📌");
        (await EntriesAsync(EntryKind.KeyEvent)).ShouldHaveSingleItem().Marks.Length.ShouldBe(2);

        await Chat.Unreacts("tunde", said, "📌");
        (await EntriesAsync(EntryKind.KeyEvent)).ShouldHaveSingleItem();
        IsNoted(said).ShouldBeTrue();

        await Chat.Unreacts("chioma", said, "📌");
        (await EntriesAsync(EntryKind.KeyEvent)).ShouldBeEmpty();
        IsNoted(said).ShouldBeFalse();
    }

    [Fact]
    public async Task One_message_may_be_two_things_and_one_of_them_may_be_taken_back()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "The disk was full, I freed some", "inc-1");
        await Chat.Reacts("ada", said, "🎯");
        await Chat.Reacts("ada", said, "🔧");
        await Chat.Unreacts("ada", said, "🎯");
        (await EntriesAsync(EntryKind.Cause)).ShouldBeEmpty();
        (await EntriesAsync(EntryKind.Fix)).ShouldHaveSingleItem();
        IsNoted(said).ShouldBeTrue();
    }

    [Fact]
    public async Task A_mark_may_be_set_again_after_it_was_taken_back()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        for (var i = 0; i < 2; i++)
        {
            await Chat.Reacts("tunde", said, "📌");
            (await EntriesAsync(EntryKind.KeyEvent)).ShouldHaveSingleItem();
            IsNoted(said).ShouldBeTrue();
            await Chat.Unreacts("tunde", said, "📌");
        }

        IsNoted(said).ShouldBeFalse();
    }

    [Fact]
    public async Task Taking_all_reactions_off_takes_the_marks_off()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        await Chat.Reacts("tunde", said, "📌");
        await Chat.Reacts("chioma", said, "🔎");
        await Chat.ClearsReactions(said);
        (await Chat.File(1)).Entries.ShouldNotContain(e => e.Source != null && e.Shown);
    }

    [Fact]
    public async Task Other_emoji_mark_nothing()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        var before = (await Chat.File(1)).Entries.Length;
        foreach (var emoji in (string[])["👍", "🎉", Noted, "👀"]) await Chat.Reacts("tunde", said, emoji);
        (await Chat.File(1)).Entries.Length.ShouldBe(before);
    }

    [Fact]
    public async Task A_reaction_on_the_bots_own_message_marks_nothing()
    {
        await DeclareAsync();
        var before = (await Chat.File(1)).Entries.Length;
        await Chat.Reacts("tunde", Chat.Card(), "📌");
        (await Chat.File(1)).Entries.Length.ShouldBe(before);
        IsNoted(Chat.Card()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reaction_outside_an_incidents_channel_marks_nothing()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Lunch?");
        await Chat.Reacts("tunde", said, "📌");
        IsNoted(said).ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_of_before_the_incident_can_be_marked_in_its_channel_only_where_the_bot_can_read_it()
    {
        await Chat.Types("ada", """/incident declare title:"Keys leaked" severity:sev2 private:true""");
        var said = await Chat.Says("ada", "The key is revoked", "inc-1");
        await Chat.Reacts("ada", said, "🔧");
        (await EntriesAsync(EntryKind.Fix)).ShouldHaveSingleItem();
        IsNoted(said).ShouldBeTrue();
        Chat.CanSee("zainab", "inc-1").ShouldBeFalse();
    }

    [Fact]
    public async Task The_menu_puts_a_message_in_and_says_so_to_the_person_alone()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Error rate falls", "inc-1");
        var answer = await Chat.Menu("tunde", "Add to timeline", said);
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldContain("In the timeline as key event");
        answer.Text.ShouldContain("Error rate falls");
        IsNoted(said).ShouldBeTrue();

        (await Chat.Menu("tunde", "Add to timeline", said)).ShouldRefuse("already");
        (await Chat.Menu("chioma", "Add to timeline", said)).Text.ShouldContain("marked by 2 people");
        (await EntriesAsync(EntryKind.KeyEvent)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_menu_outside_an_incident_says_where_it_works()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "Lunch?");
        (await Chat.Menu("tunde", "Add to timeline", said)).ShouldRefuse("not an incident's channel");
        (await Chat.Menu("tunde", "Mark as…", said)).ShouldRefuse("not an incident's channel");
    }

    [Theory]
    [InlineData("root cause", EntryKind.Cause)]
    [InlineData("fix", EntryKind.Fix)]
    [InlineData("hypothesis", EntryKind.Hypothesis)]
    [InlineData("ruled out", EntryKind.RuledOut)]
    [InlineData("impact", EntryKind.Impact)]
    [InlineData("action item", EntryKind.ActionItem)]
    public async Task Mark_as_asks_what_it_is(string label, EntryKind kind)
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "The disk was full", "inc-1");
        var form = await Chat.Menu("tunde", "Mark as…", said);
        var answer = await Chat.Fills("tunde", form, ("kind", label));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        (await EntriesAsync(kind)).ShouldHaveSingleItem().Text.ShouldBe("The disk was full");
        IsNoted(said).ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_was_deleted_while_the_form_was_open_is_still_marked_from_the_record()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "The disk was full", "inc-1");
        var form = await Chat.Menu("tunde", "Mark as…", said);
        await Chat.Deletes("ada", said);
        var answer = await Chat.Fills("tunde", form, ("kind", "root cause"));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        (await EntriesAsync(EntryKind.Cause)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Marks_on_a_resolved_incident_reach_the_posted_postmortem()
    {
        await DeclareAsync();
        var said = await Chat.Says("ada", "The disk was full of old logs", "inc-1");
        await Chat.Types("ada", """/incident resolve fix:"Freed the disk" """, "inc-1");
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Freed the disk");
        await Chat.Reacts("tunde", said, "🎯");
        (await EntriesAsync(EntryKind.Cause)).ShouldHaveSingleItem();
        var posted = string.Join('\n', Chat.ReadsPostmortems());
        posted.ShouldContain("The disk was full of old logs");
        posted.Split("# Postmortem: INC-1").Length.ShouldBe(2);
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync(EntryKind kind) => [.. (await Chat.File(1)).Entries.Where(e => e.Kind == kind && e.Shown)];

    private bool IsNoted(Message message)
    {
        lock (Chat.World.Gate) return message.Reactions.TryGetValue(Noted, out var reaction) && reaction.Users.Contains(Chat.World.Bot);
    }
}
