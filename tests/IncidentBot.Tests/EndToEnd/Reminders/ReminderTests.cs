using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Tests.EndToEnd.Reminders;

/// <summary>People are reminded of what an incident lacks: kindly, seldom, the right person, and not once it is there.</summary>
public sealed class ReminderTests : EndToEndTest
{
    [Fact]
    public async Task While_nobody_is_commander_the_declarer_is_asked_and_once_somebody_is_the_reminder_says_so()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Advance(Minutes(5) - Seconds(1));
        Reminders().ShouldBeEmpty();
        await Chat.Advance(Seconds(1));
        var reminder = Reminders().ShouldHaveSingleItem();
        Chat.World.Text(reminder).ShouldBe(
            $"⏰ @Ada Obi **INC-1**, SEV1 (critical), has had no incident commander since <t:{Chat.Start.ToUnixTimeSeconds()}:t>. Who takes it?\n-# Reminder 1 of 3\n[I take command] [Snooze 30 min] [Dismiss]");
        reminder.Pinged.Select(user => user.Username).ShouldBe(["ada"]);

        await Chat.Advance(Minutes(2));
        (await Chat.Presses("tunde", "I take command", "inc-1")).Text.ShouldBe("@Tunde Bello is now **incident commander** of INC-1.");
        Chat.World.Text(reminder).ShouldBe($"-# ⏰ INC-1: no incident commander since <t:{Chat.Start.ToUnixTimeSeconds()}:t> · ✅ Tunde Bello is incident commander");
        await Chat.Advance(Minutes(20));
        Reminders().ShouldBeEmpty();
        Chat.Reminded.ShouldBe(["ada"]);
    }

    [Fact]
    public async Task A_repeat_takes_the_place_of_what_it_repeats_and_after_three_it_keeps_quiet()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Types("ada", "/bot settings remind_update:off remind_open:off");
        foreach (var (minutes, number) in ((int, int)[])[(5, 1), (15, 2), (35, 3)])
        {
            await Chat.Advance(Chat.Start + Minutes(minutes) - Chat.Now);
            var reminder = Reminders().ShouldHaveSingleItem();
            Chat.World.Text(reminder).ShouldContain($"Reminder {number} of 3");
            reminder.Pinged.Select(user => user.Username).ShouldBe(["ada"]);
        }

        await Chat.Advance(TimeSpan.FromDays(3));
        Chat.World.Text(Reminders().ShouldHaveSingleItem()).ShouldContain("Reminder 3 of 3");
    }

    [Fact]
    public async Task Whoever_has_promised_an_update_is_asked_for_it_when_it_is_due_and_writes_it_in_the_form_that_opens()
    {
        await Chat.Declares();
        await Chat.Types("tunde", "/incident update message:\"Asking the supplier\" next:20m", "inc-1");
        await Chat.Presses("chioma", "Take command", "inc-1");
        await Chat.Advance(Minutes(20));
        var reminder = Reminders().ShouldHaveSingleItem();
        reminder.Pinged.Select(user => user.Username).ShouldBe(["chioma"]);
        Chat.World.Text(reminder).ShouldContain("The next update on **INC-1** was promised for");

        var form = await Chat.Presses("chioma", "Write update", "inc-1");
        (await Chat.Fills("chioma", form, ("Update", "No news yet"), ("Next update in", "1h"))).IsRefused.ShouldBeFalse();
        Chat.World.Text(reminder).ShouldEndWith("· ✅ updated by Chioma Eze");
        await Chat.Advance(Minutes(59));
        Reminders().ShouldBeEmpty();
        await Chat.Advance(Minutes(1));
        Reminders().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Put_off_it_says_so_comes_back_when_the_time_is_over_and_never_after_it_was_dismissed()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Types("ada", "/bot settings remind_update:off remind_open:off");
        await Chat.Advance(Minutes(5));
        var first = Reminders().Single();
        var answer = await Chat.Presses("tunde", "Snooze 30 min", "inc-1");
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldBe($"I remind again <t:{(Chat.Start + Minutes(35)).ToUnixTimeSeconds()}:t>, if it is still needed then.");
        Chat.World.Text(first).ShouldEndWith($"· 💤 put off until <t:{(Chat.Start + Minutes(35)).ToUnixTimeSeconds()}:t> by Tunde Bello");
        first.Components.Count.ShouldBe(0);
        await Chat.Advance(Minutes(30) - Seconds(1));
        Reminders().ShouldBeEmpty();
        await Chat.Advance(Seconds(1));
        var second = Reminders().ShouldHaveSingleItem();

        (await Chat.Presses("chioma", "Dismiss", "inc-1")).Text.ShouldBe("I do not remind of it again in INC-1. Other reminders still come.");
        Chat.World.Text(second).ShouldEndWith("· 🔕 dismissed by Chioma Eze");
        await Chat.Advance(TimeSpan.FromDays(2));
        Reminders().ShouldBeEmpty();
        (await Chat.File(1)).Entries.Where(entry => entry.Kind == EntryKind.Reminder).Select(entry => entry.Text).ShouldBe(
        [
            $"Reminded <@{Chat.User("ada").Id}>: no incident commander",
            "Put the reminder off until 03:35 UTC: no incident commander",
            $"Reminded <@{Chat.User("ada").Id}>: no incident commander",
            "Dismissed the reminder: no incident commander",
        ]);
    }

    [Fact]
    public async Task A_restart_in_between_neither_loses_nor_doubles_one()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Advance(Minutes(3));
        await Chat.Restart();
        await Chat.Advance(Minutes(2));
        var reminder = Reminders().ShouldHaveSingleItem();
        await Chat.Restart();
        Reminders().ShouldHaveSingleItem().Id.ShouldBe(reminder.Id);
        await Chat.Types("ada", "/incident role role:commander person:@chioma", "inc-1");
        Chat.World.Text(reminder).ShouldEndWith("· ✅ Chioma Eze is incident commander");
        Chat.Reminded.ShouldBe(["ada"]);
    }

    [Fact]
    public async Task What_fell_due_while_the_bot_was_away_for_long_is_asked_anew_and_once_after_people_had_time_to_come_back()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Driven.StopBotAsync();
        await Chat.Advance(TimeSpan.FromHours(3));
        await Chat.Driven.StartBotAsync();
        await Chat.Advance(Minutes(9));
        Reminders().ShouldBeEmpty();
        await Chat.Presses("tunde", "Take command", "inc-1");
        await Chat.Advance(Minutes(1));
        Chat.World.Text(Reminders().ShouldHaveSingleItem()).ShouldContain("Nothing was said about where **INC-1** stands");
        Chat.Reminded.ShouldBe(["tunde"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_which_the_bot_never_learnt_that_it_was_said_is_found_and_not_said_again(bool restarted)
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Types("ada", "/bot settings remind_update:off remind_open:off");
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "POST", Route = "/channels/*/messages", Times = 40, AfterEffect = true });
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ServerError, Method = "GET", Route = "/channels/*/messages", Times = 40 });
        await Chat.Advance(Minutes(5));
        Reminders().ShouldHaveSingleItem();
        (await Chat.File(1)).Incident.Reminders.ShouldBeEmpty();
        if (restarted)
        {
            await Chat.Driven.KillBotAsync();
            await Chat.Advance(Minutes(50));
            await Chat.Driven.StartBotAsync();
        }

        Chat.World.Faults.Clear();
        await Chat.Advance(Minutes(6));
        var reminder = Reminders().ShouldHaveSingleItem();
        (await Chat.File(1)).Incident.Reminders.ShouldHaveSingleItem().Message!.Value.Message.Value.ShouldBe(reminder.Id);
        Chat.Reminded.ShouldBe(["ada"]);
    }

    [Fact]
    public async Task A_change_of_severity_counts_anew_by_its_own_times()
    {
        await Chat.Declares(options: "severity:sev4");
        await Chat.Advance(TimeSpan.FromHours(2));
        await Chat.Types("ada", "/incident severity level:sev1", "inc-1");
        await Chat.Advance(Minutes(5) - Seconds(1));
        Reminders().ShouldBeEmpty();
        await Chat.Advance(Seconds(1));
        var reminder = Reminders().ShouldHaveSingleItem();
        await Chat.Types("ada", "/incident severity level:sev2", "inc-1");
        Chat.World.Text(reminder).ShouldEndWith("· ✅ now SEV2 (major)");
        await Chat.Advance(Minutes(10));
        Reminders().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_the_bot_may_not_write_it_stands_in_the_timeline_and_is_not_tried_for_ever()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Types("ada", "/bot settings remind_update:off remind_open:off");
        var before = Chat.Messages("inc-1").Count;
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.MissingPermission, Permission = Permission.SendMessages, Times = int.MaxValue });
        await Chat.Advance(TimeSpan.FromDays(3));
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromDays(3));
        Chat.Messages("inc-1").Count.ShouldBe(before);
        var file = await Chat.File(1);
        file.Entries.Count(entry => entry.Kind == EntryKind.Reminder && entry.Text.StartsWith("Could not remind", StringComparison.Ordinal)).ShouldBe(3);
        file.Entries.ShouldNotContain(entry => entry.Kind == EntryKind.Note);
        (await Chat.Driven.Store.ListAgendaAsync(file.Incident.Id, TestContext.Current.CancellationToken)).ShouldAllBe(item => item.State == AgendaState.Done);
    }

    [Fact]
    public async Task A_reminder_of_a_private_incident_is_said_in_its_channel_and_nowhere_else()
    {
        await Chat.Declares("Key leaked", "severity:sev1 private:true");
        var elsewhere = Elsewhere();
        await Chat.Advance(TimeSpan.FromHours(1));
        Reminders().ShouldNotBeEmpty();
        Elsewhere().ShouldBe(elsewhere);
        foreach (var who in new[] { "ada", "tunde", "chioma", "zainab" }) Chat.ReadsDirectly(who).ShouldBeEmpty();
        Chat.Reminded.Distinct().ShouldBe(["ada"]);

        int Elsewhere() => Chat.World.Guild.Channels.Values.Where(channel => channel != Chat.Channel("inc-1")).Sum(channel => channel.Messages.Count());
    }

    [Fact]
    public async Task A_title_that_would_ping_pings_nobody_from_a_reminder()
    {
        await Chat.Declares("@everyone <@1> **x**", "severity:sev1");
        await Chat.Advance(TimeSpan.FromHours(1));
        Chat.Reminded.Distinct().ShouldBe(["ada"]);
        Chat.Pinged.ShouldBeEmpty();
        Reminders().ShouldAllBe(message => !message.MentionEveryone);
    }

    [Fact]
    public async Task Drills_are_reminded_unless_the_server_wants_them_quiet()
    {
        await Chat.Declares(options: "severity:sev1 drill:true");
        await Chat.Advance(Minutes(5));
        Chat.World.Text(Reminders("drill-inc-1").ShouldHaveSingleItem()).ShouldContain("**INC-1** (drill)");
        (await Chat.Types("ada", "/bot settings remind_in_drills:quiet")).Text.ShouldContain("Drills have no reminders");
        Reminders("drill-inc-1").ShouldBeEmpty();
        await Chat.Advance(TimeSpan.FromDays(3));
        Reminders("drill-inc-1").ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_that_are_set_hold_at_once_for_what_is_open_and_are_shown()
    {
        await Chat.Declares();
        var answer = await Chat.Types("ada", "/bot settings remind_commander:\"sev3: 2m, sev4: 1h\" remind_cause:off");
        answer.Text.ShouldContain("Remind while nobody is incident commander: sev1: 5m, sev2: 10m, sev3: 2m, sev4: 1h");
        answer.Text.ShouldContain("Remind that a resolved incident has no root cause: sev1: off, sev2: off, sev3: off, sev4: off");
        await Chat.Advance(Minutes(2));
        Reminders().ShouldHaveSingleItem();
        (await Chat.Types("ada", "/bot settings remind_commander:\"sev9: 2m\"")).ShouldRefuse("There is no SEV9");
        await Chat.Types("ada", "/bot settings remind_commander:off");
        Reminders().ShouldBeEmpty();
        Chat.Reads("inc-1")[^1].ShouldEndWith("· no longer wanted on this server");
    }

    [Fact]
    public async Task After_the_end_only_the_cause_is_asked_for_a_day_later_with_a_form_for_it()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/postmortem settings remind_postmortem:off remind_overdue:off");
        await Chat.Presses("chioma", "Take command", "inc-1");
        await Chat.Types("tunde", "/incident resolve fix:restarted", "inc-1");
        await Chat.Advance(TimeSpan.FromDays(1) - Seconds(1));
        Reminders().ShouldBeEmpty();
        await Chat.Advance(Seconds(1));
        var reminder = Reminders().ShouldHaveSingleItem();
        reminder.Pinged.Select(user => user.Username).ShouldBe(["chioma"]);

        var form = await Chat.Presses("chioma", "Record cause", "inc-1");
        (await Chat.Fills("chioma", form, ("Root cause", "The pool was too small"))).Text.ShouldContain("Root cause recorded");
        Chat.World.Text(reminder).ShouldEndWith("· ✅ recorded by Chioma Eze");
        (await Chat.File(1)).Incident.Cause!.Text.ShouldBe("The pool was too small");
        string.Join('\n', Chat.Reads("postmortems")).ShouldContain("The pool was too small");
        await Chat.Advance(TimeSpan.FromDays(30));
        Reminders().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_over_is_said_with_the_button_of_the_reminder_that_it_is_still_open()
    {
        await Chat.Declares();
        await Chat.Types("ada", "/bot settings remind_commander:off remind_update:off remind_open:1h");
        await Chat.Advance(TimeSpan.FromHours(1));
        var reminder = Reminders().ShouldHaveSingleItem();
        var form = await Chat.Presses("ada", "It is over", "inc-1");
        (await Chat.Fills("ada", form, ("What fixed it", "restarted"))).IsRefused.ShouldBeFalse();
        Chat.World.Text(reminder).ShouldEndWith("· ✅ resolved");
    }

    [Fact]
    public async Task The_postmortem_tells_nothing_of_reminders_and_the_timeline_only_when_asked_for_all()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Advance(TimeSpan.FromHours(2));
        await Chat.Types("ada", "/incident resolve fix:restarted", "inc-1");
        var posted = Chat.Messages("postmortems").Select(message => (message.Id, Chat.World.Text(message))).ToList();
        await Chat.Advance(TimeSpan.FromDays(2));
        Reminders().ShouldNotBeEmpty();
        Chat.Messages("postmortems").Select(message => (message.Id, Chat.World.Text(message))).ShouldBe(posted);
        string.Join('\n', posted).ShouldNotContain("Remind");
        (await Chat.Types("ada", "/timeline show", "inc-1")).Text.ShouldNotContain("Remind");
        (await Chat.Types("ada", "/timeline show all:true", "inc-1")).Text.ShouldContain("Reminded @Ada Obi: no incident commander");
    }

    [Fact]
    public async Task Who_may_not_use_incidents_may_not_answer_reminders_either()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Types("ada", "/bot settings allow:use to:@operations");
        await Chat.Advance(Minutes(5));
        foreach (var button in new[] { "I take command", "Snooze 30 min", "Dismiss" }) (await Chat.Presses("tunde", button, "inc-1")).ShouldRefuse("You may not");
        Reminders().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Deleted_by_hand_it_is_missed_by_nobody()
    {
        await Chat.Declares(options: "severity:sev1");
        await Chat.Advance(Minutes(5));
        var reminder = Reminders().Single();
        await Chat.OwnerAsks(HttpMethod.Delete, $"/channels/{reminder.Channel.Id}/messages/{reminder.Id}");
        await Chat.Settle();
        await Chat.Presses("tunde", "Take command", "inc-1");
        var file = await Chat.File(1);
        file.Incident.Reminders.ShouldHaveSingleItem().Message.ShouldBeNull();
        file.Entries.ShouldNotContain(entry => entry.Kind == EntryKind.Note);
    }

    /// <summary>Those that wait for an answer, oldest first.</summary>
    private List<Message> Reminders(string where = "inc-1") => [.. Chat.Messages(where).Where(message => message.Author == Chat.World.Bot && message.Content.StartsWith("⏰", StringComparison.Ordinal))];

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
