using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;

namespace IncidentBot.Tests.EndToEnd.Actions;

/// <summary>Action items from each way of making one, and what becomes of them. It begins on Wednesday 4 March 2026, at three in the morning UTC.</summary>
public sealed class FollowUpTests : EndToEndTest
{
    [Fact]
    public async Task Whichever_way_it_was_made_everything_about_it_can_be_set_and_changed()
    {
        await Chat.Declares();

        // By a form.
        var form = await Chat.Types("ada", "/action add priority:high", "inc-1");
        var added = await Chat.Fills("ada", form, ("What is to be done", "Alert on free space"), ("Owner", $"{Chat.User("tunde").Id}"), ("Due", "in 2 weeks"), ("Kind", "preventive"));
        added.Text.ShouldBe("Action item 1 added (preventive, high priority, @Tunde Bello, due Wednesday 18 Mar 2026): Alert on free space");

        // By the message menu, and by a reaction whose message the menu is used on afterwards.
        var one = await Chat.Says("tunde", "we should write a runbook", "inc-1");
        var asked = await Chat.Fills("chioma", await Chat.Menu("chioma", "Mark as…", one), ("Mark as", "action item"));
        asked.Text.ShouldContain("In the timeline as action item");
        await FillDetailsAsync(asked, "chioma", "2026-03-20");
        var other = await Chat.Says("tunde", "and test the backups", "inc-1");
        await Chat.Reacts("ada", other, "✅");
        var again = await Chat.Fills("ada", await Chat.Menu("ada", "Mark as…", other), ("Mark as", "action item"));
        again.ShouldRefuse("is in the timeline as action item already");
        await FillDetailsAsync(again, "ada", "2026-03-21");
        (await Chat.File(1)).Actions.Select(action => (action.Number, action.Kind, action.Priority, action.Due, Owner: action.Owner!.Value.Value)).ShouldBe(
        [
            (1, ActionKind.Preventive, ActionPriority.High, new DateOnly(2026, 3, 18), Chat.User("tunde").Id),
            (2, ActionKind.Corrective, ActionPriority.Urgent, new DateOnly(2026, 3, 20), Chat.User("chioma").Id),
            (3, ActionKind.Corrective, ActionPriority.Urgent, new DateOnly(2026, 3, 21), Chat.User("ada").Id),
        ]);

        // The form shows what there is; what is emptied is taken away.
        var change = await Chat.Types("ada", "/action edit action:1", "inc-1");
        (change.Prefilled("What is to be done"), change.Prefilled("Due")).ShouldBe(("Alert on free space", "2026-03-18"));
        (await Chat.Fills("ada", change, ("Owner", ""), ("Due", ""), ("Priority", "low"))).Text.ShouldContain("Action item 1 changed (preventive, low priority): Alert on free space");
        (await Chat.Types("ada", "/action edit action:2 unassign:true", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.File(1)).Actions[1].Owner.ShouldBeNull();

        // One by one: what it is, and what can be done about it.
        var shown = await Chat.Types("ada", "/action show action:3", "inc-1");
        shown.Text.ShouldContain("**Action item 3 of INC-1** Shop is down\n> and test the backups\nOwner: @Ada Obi · Due: Saturday 21 Mar 2026\nKind: corrective · Priority: urgent · State: open");
        (await Chat.Fills("ada", await Chat.Presses("ada", "Drop…", "inc-1"), ("Why it will not be done", "We did it last week"))).Text.ShouldContain("Action item 3 will not be done: We did it last week");
        (await Chat.Types("ada", "/action show action:3", "inc-1")).Text.ShouldContain("by @Ada Obi: We did it last week");
        (await Chat.Presses("ada", "Reopen", "inc-1")).Text.ShouldContain("Action item 3 is **open** again");
        (await Chat.Types("ada", "/action done action:2", "inc-1")).Text.ShouldContain("is **done**");
        (await Chat.Types("ada", "/action drop action:9 reason:x", "inc-1")).ShouldRefuse("no action item 9");
        (await Chat.File(1)).Entries.Where(entry => entry.Kind == EntryKind.FollowUp).Select(entry => entry.Text).ShouldBe(
        [
            $"Action item 2 changed: owner <@{Chat.User("chioma").Id}>, due Friday 20 Mar 2026, corrective, urgent priority",
            $"Action item 3 changed: owner <@{Chat.User("ada").Id}>, due Saturday 21 Mar 2026, corrective, urgent priority",
            "Action item 1 changed: no owner, no date, low priority",
            "Action item 2 changed: no owner",
            "Action item 3 dropped: We did it last week",
            "Action item 3 reopened",
            "Action item 2 done: we should write a runbook",
        ]);
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldContain("Action item 3 dropped: We did it last week");
        (await Chat.Types("ada", "/action list overdue:true", "inc-1")).Text.ShouldContain("Nothing is overdue for INC-1.");
        Chat.Pinged.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_owner_is_reminded_by_day_and_answers_with_a_button()
    {
        await Chat.Declares();
        await Chat.Types("ada", """/action add text:"Alert on free space" owner:@tunde due:2026-03-18 kind:preventive priority:high""", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Advance(new DateTimeOffset(2026, 3, 16, 8, 59, 0, TimeSpan.Zero) - Chat.Now);
        Chat.World.DmsOf("tunde").ShouldBeEmpty();
        await Chat.Advance(TimeSpan.FromMinutes(1));
        var reminder = Chat.World.DmsOf("tunde").ShouldHaveSingleItem();
        Chat.World.Text(reminder).ShouldStartWith($"🔔 Action item 1 of **INC-1** is due **Wednesday 18 Mar 2026**, in 2 days.\n> Alert on free space\n-# Shop is down · preventive · high priority · #{Chat.Channel("inc-1").Name}");

        // Put off, he is asked again on that day and not on the date itself; a restart changes nothing.
        (await Chat.PressesOn("tunde", reminder, "In 3 days")).Text.ShouldContain("You are reminded of action item 1 again on Thursday 19 Mar 2026. It stays due Wednesday 18 Mar 2026");
        Chat.World.Text(reminder).ShouldBe("-# 🔔 Action item 1 of **INC-1** · 💤 again on Thursday 19 Mar 2026 by Tunde Bello");
        await Chat.Restart();
        await Chat.Advance(new DateTimeOffset(2026, 3, 19, 8, 59, 0, TimeSpan.Zero) - Chat.Now);
        Chat.World.DmsOf("tunde").Count.ShouldBe(1);
        await Chat.Advance(TimeSpan.FromMinutes(1));
        var second = Chat.World.DmsOf("tunde")[1];
        Chat.World.Text(second).ShouldContain("was due **Wednesday 18 Mar 2026**, 1 day ago.");

        // Dropped from the message, with its reason; never asked again.
        (await Chat.Fills("tunde", await Chat.PressesOn("tunde", second, "Drop…"), ("Why it will not be done", "Bought one"))).Text.ShouldContain("Action item 1 will not be done: Bought one");
        Chat.World.Text(second).ShouldBe("-# 🔔 Action item 1 of **INC-1** · ✖ dropped by Tunde Bello: Bought one");
        (await Chat.File(1)).Entries.Where(entry => entry.Kind == EntryKind.Reminder && entry.Text.Contains("action item", StringComparison.Ordinal)).Select(entry => entry.Text)
            .ShouldBe([$"Reminded <@{Chat.User("tunde").Id}> of action item 1", $"Reminded <@{Chat.User("tunde").Id}> of action item 1"]);
        await Chat.Advance(TimeSpan.FromDays(60));
        Chat.World.DmsOf("tunde").Count.ShouldBe(2);
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Bought one");
    }

    [Fact]
    public async Task After_a_long_absence_one_reminder_comes_and_the_commander_hears_of_it_where_direct_messages_are_closed_in_the_channel()
    {
        await Chat.Declares();
        await Chat.Presses("ada", "Take command", "inc-1");
        await Chat.Types("ada", """/action add text:"Alert" owner:@tunde due:2026-03-06""", "inc-1");
        await Chat.Types("ada", """/action add text:"Done in time" owner:@tunde due:2026-03-06""", "inc-1");
        await Chat.Types("ada", "/action done action:2", "inc-1");
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ClosedDms, Person = "tunde", Times = int.MaxValue });
        await Chat.Driven.StopBotUntilAsync(new DateTimeOffset(2026, 4, 8, 23, 0, 0, TimeSpan.Zero));
        await Chat.Advance(new DateTimeOffset(2026, 4, 9, 8, 59, 0, TimeSpan.Zero) - Chat.Now);
        Chat.Reads("inc-1").ShouldNotContain(text => text.StartsWith("🔔", StringComparison.Ordinal));
        await Chat.Advance(TimeSpan.FromMinutes(1));

        var said = Chat.Messages("inc-1").Where(message => message.Content.StartsWith("🔔", StringComparison.Ordinal)).ShouldHaveSingleItem();
        Chat.World.Text(said).ShouldStartWith("🔔 @Tunde Bello Action item 1 of **INC-1** was due **Friday 6 Mar 2026**, 34 days ago.\n> Alert\n");
        Chat.World.Text(said).ShouldContain(" · said here because direct messages are closed\n[Done] [In 1 day] [In 3 days] [In a week] [Drop…]");
        said.Pinged.Select(user => user.Username).ShouldBe(["tunde"]);
        var escalated = Chat.World.DmsOf("ada").ShouldHaveSingleItem();
        Chat.World.Text(escalated).ShouldStartWith("🔔 Action item 1 of **INC-1** is long overdue: it was due Friday 6 Mar 2026, 34 days ago. Its owner is @Tunde Bello. Ask how it stands");
        await Chat.PressesOn("ada", escalated, "Done");
        Chat.World.Text(said).ShouldBe("-# 🔔 Action item 1 of **INC-1** · ✅ done by Ada Obi");
        Chat.World.Text(escalated).ShouldBe("-# 🔔 Action item 1 of **INC-1** · ✅ done by Ada Obi");
        (await Chat.File(1)).Entries.Select(entry => entry.Text).ShouldContain($"Told <@{Chat.User("ada").Id}> that action item 1 is long overdue");
    }

    [Fact]
    public async Task Of_a_private_incident_only_those_hear_who_may_see_it()
    {
        await Chat.Types("ada", """/incident declare title:"Keys leaked" private:true""");
        await Chat.Types("ada", "/action add text:Revoke owner:@zainab due:2026-03-06", "inc-1");
        await Chat.Types("ada", "/action add text:Rotate owner:@ada due:2026-03-06", "inc-1");
        await Chat.Types("ada", """/incident declare title:"Trial" drill:true""");
        await Chat.Types("ada", "/action add text:Exercise owner:@tunde due:2026-03-06 incident:2");
        await Chat.Advance(TimeSpan.FromDays(6));
        Chat.World.DmsOf("zainab").ShouldBeEmpty();
        Chat.World.DmsOf("tunde").ShouldBeEmpty();
        Chat.ReadsDirectly("ada").ShouldAllBe(text => text.Contains("Rotate", StringComparison.Ordinal));
        Chat.ReadsDirectly("ada").ShouldNotBeEmpty();
        var instead = Chat.Messages("inc-1").Where(message => message.Content.StartsWith("🔔", StringComparison.Ordinal)).ToList();
        instead.ShouldNotBeEmpty();
        instead.ShouldAllBe(message => message.Content.Contains("Revoke", StringComparison.Ordinal) && message.Pinged.Count == 0);

        // Monday's digest is for everyone, so nothing is to be told of either.
        Chat.FindChannel("incidents")?.Messages.ToList().ShouldNotContain(message => message.Content.StartsWith("📋", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_digest_by_owner_is_posted_once_a_week_in_the_servers_own_time()
    {
        await Chat.Types("ada", "/bot settings timezone:Europe/Berlin");
        await Chat.Declares();
        (await Chat.Types("ada", "/action settings action_digest:\"monday 08:00\" action_digest_channel:#general")).Text.ShouldBe(
            $"""
            Owners of action items are reminded: 2 days before the date, on it, 3 days after it and then every 7 days
            They are reminded from 09:00 on, never at night
            The incident commander hears of an item 14 days after its date
            Digest of action items: Monday 08:00
            It is posted in #general
            Action items go to no tracker
            """.ReplaceLineEndings("\n"));
        (await Chat.Types("ada", "/action settings action_digest:\"sometimes\"")).ShouldRefuse("does not begin with a day of the week");
        await Chat.Types("ada", "/action add text:Alert owner:@tunde due:2026-03-06", "inc-1");
        await Chat.Types("ada", "/action add text:Runbook", "inc-1");
        await Chat.Advance(new DateTimeOffset(2026, 3, 9, 6, 59, 0, TimeSpan.Zero) - Chat.Now);
        Digests().ShouldBeEmpty();
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Digests().ShouldHaveSingleItem().ShouldStartWith(
            "📋 **2 action items to be done**, 1 of them overdue · Monday 9 Mar 2026\n@Tunde Bello · 1 open, 1 overdue\n⚠️ **INC-1** #1 Alert (due 6 Mar 2026, **3 days overdue**)\n**Nobody's yet** · 1 open\n☐ **INC-1** #2 Runbook\n");
        Chat.Pinged.ShouldBeEmpty();
        await Chat.Restart();
        await Chat.Types("ada", "/action done action:2", "inc-1");
        Digests().Count.ShouldBe(1);

        // Clocks are put forward on the 29th: eight in the morning is an hour earlier.
        await Chat.Advance(new DateTimeOffset(2026, 3, 30, 5, 59, 0, TimeSpan.Zero) - Chat.Now);
        Digests().Count.ShouldBe(3);
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Digests().Count.ShouldBe(4);

        // Away on Monday morning: late that day it still comes, the next day it does not. Nothing left: nothing is posted.
        await Chat.Driven.StopBotUntilAsync(new DateTimeOffset(2026, 4, 6, 15, 0, 0, TimeSpan.Zero));
        await Chat.Advance(new DateTimeOffset(2026, 4, 6, 15, 1, 0, TimeSpan.Zero) - Chat.Now);
        Digests().Count.ShouldBe(5);
        await Chat.Driven.StopBotUntilAsync(new DateTimeOffset(2026, 4, 14, 7, 0, 0, TimeSpan.Zero));
        await Chat.Advance(new DateTimeOffset(2026, 4, 14, 7, 1, 0, TimeSpan.Zero) - Chat.Now);
        Digests().Count.ShouldBe(5);
        await Chat.Types("ada", "/action done action:1", "inc-1");
        await Chat.Advance(TimeSpan.FromDays(14));
        Digests().Count.ShouldBe(5);
    }

    private IReadOnlyList<string> Digests() => [.. Chat.Reads("general").Where(text => text.StartsWith("📋", StringComparison.Ordinal))];

    private async Task FillDetailsAsync(Answer asked, string owner, string due)
    {
        var form = await Chat.PressesOn(owner, asked.View.Message!, "Owner, date, priority…");
        (await Chat.Fills(owner, form, ("Owner", $"{Chat.User(owner).Id}"), ("Due", due), ("Kind", "corrective"), ("Priority", "urgent"))).IsRefused.ShouldBeFalse();
    }
}
