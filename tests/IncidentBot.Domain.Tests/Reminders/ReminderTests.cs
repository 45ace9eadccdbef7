using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Reminders;

public sealed class ReminderTests
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    /// <summary>A SEV2: nobody is commander, reminded after 10 minutes; no update after an hour; still open after 8 hours.</summary>
    [Fact]
    public void Left_alone_an_incident_reminds_a_few_times_ever_more_seldom_and_then_keeps_quiet()
    {
        var run = new ReminderRun(Given.Incident()).Until(60 * Day);
        run.Told.ShouldBe(
            "10 NoCommander, 30 NoCommander, 60 NoUpdate, 70 NoCommander, 180 NoUpdate, 420 NoUpdate, 480 StillOpen, 1440 StillOpen, 3360 StillOpen");
        run.Looks.ShouldBeLessThan(2 * run.Reminders.Count);
    }

    public static TheoryData<Severity, string> Severities => new()
    {
        { Severity.Sev1, "5 NoCommander, 15 NoCommander, 30 NoUpdate, 40 NoCommander, 90 NoUpdate" },
        { Severity.Sev2, "10 NoCommander, 30 NoCommander, 60 NoUpdate, 70 NoCommander" },
        { Severity.Sev3, "30 NoCommander, 90 NoCommander" },
        { Severity.Sev4, "" },
    };

    [Theory, MemberData(nameof(Severities))]
    public void The_worse_it_is_the_sooner_they_come(Severity severity, string told) => new ReminderRun(Given.Incident(severity: severity)).Until(100).Told.ShouldBe(told);

    [Fact]
    public void Somebody_who_takes_command_in_time_is_not_reminded_of_it() =>
        Commanded(new(Given.Incident()), 9).Until(59).Told.ShouldBeEmpty();

    [Fact]
    public void When_somebody_takes_command_the_reminder_is_brought_to_its_end_at_once()
    {
        var run = new ReminderRun(Given.Incident()).Until(10);
        run.Standing.ShouldBe([ReminderKind.NoCommander]);
        Commanded(run, 11).Standing.ShouldBeEmpty();
    }

    [Fact]
    public void An_update_or_a_change_of_status_counts_the_hour_anew()
    {
        var run = Commanded(new(Given.Incident()), 1).At(50, Update("looking")).At(100, (s, a) => SetStatus.Decide(s, IncidentStatus.Identified, a));
        run.Until(159).Told.ShouldBeEmpty();
        run.Until(160).Told.ShouldBe("160 NoUpdate");
    }

    [Fact]
    public void An_update_that_is_taken_out_of_the_timeline_was_read_all_the_same()
    {
        var run = Commanded(new(Given.Incident()), 1).At(50, Update("looking"));
        run.At(70, (s, a) => RemoveEntry.Decide(s, s.Entries[^1].Number, a)).Until(109).Told.ShouldBeEmpty();
        run.Until(110).Told.ShouldBe("110 NoUpdate");
    }

    [Fact]
    public void What_is_promised_is_asked_for_when_it_is_due_and_not_before()
    {
        var run = Commanded(new(Given.Incident()), 1).At(5, Update("waiting for the supplier", "3h"));
        run.Until(184).Told.ShouldBeEmpty();
        run.Until(185).Told.ShouldBe("185 UpdateDue");
        run.At(190, Update("they have answered")).Standing.ShouldBeEmpty();
        run.Until(249).Told.ShouldBe("185 UpdateDue");
    }

    [Fact]
    public void A_promise_that_is_not_kept_is_asked_for_again_after_pauses_that_double() =>
        Commanded(new(Given.Incident()), 1).At(5, Update("looking", "30m")).Until(7 * Hour).Told.ShouldBe("35 UpdateDue, 45 UpdateDue, 65 UpdateDue");

    [Fact]
    public void Whoever_changes_the_severity_is_not_told_at_once_that_it_should_have_been_long_ago()
    {
        var run = new ReminderRun(Given.Incident(severity: Severity.Sev4)).At(90, Severe(Severity.Sev1));
        run.Told.ShouldBeEmpty();
        run.Until(95).Told.ShouldBe("95 NoCommander");
    }

    [Fact]
    public void Made_less_severe_it_asks_no_more_for_what_the_lesser_severity_does_not_ask_for()
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(11, Severe(Severity.Sev4));
        run.Standing.ShouldBeEmpty();
        run.Until(7 * Day).Told.ShouldBe("10 NoCommander");
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("resolve")]
    public void Once_it_is_closed_nothing_that_belongs_to_an_open_incident_comes(string how)
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(12, (s, a) => how == "cancel" ? Cancel.Decide(s, "a test", a) : Resolve.Decide(s, new ResolveCommand(Cause: "pool"), a));
        run.Standing.ShouldBeEmpty();
        run.Until(60 * Day).Told.ShouldBe("10 NoCommander");
    }

    [Fact]
    public void Resolved_without_a_cause_it_is_asked_for_a_day_later_and_no_more_once_it_is_there()
    {
        var run = new ReminderRun(Given.Incident()).At(5, (s, a) => Resolve.Decide(s, new ResolveCommand(Fix: "restarted"), a), Given.Tunde);
        run.Until(5 + Day - 1).Told.ShouldBeEmpty();
        run.Until(5 + Day).Reminders.ShouldHaveSingleItem().To.ShouldBe(Given.Tunde);
        run.At(6 + Day, (s, a) => SetCause.Decide(s, "the pool was too small", a)).Standing.ShouldBeEmpty();
        run.Until(60 * Day).Reminders.Count.ShouldBe(1);
    }

    [Fact]
    public void A_root_cause_that_people_wrote_as_the_section_is_one()
    {
        var run = new ReminderRun(Given.Incident()).At(5, (s, a) => Resolve.Decide(s, new ResolveCommand(), a)).Until(2 * Day);
        run.Standing.ShouldBe([ReminderKind.NoCause]);
        run.At(2 * Day, (s, a) => WriteSection.Decide(s, new("root-cause", "It was the pool, and why it was so small.", SectionHistory.Now(s.Incident, s.Entries, "root-cause", ""), ""), a)).Standing.ShouldBeEmpty();
        run.Until(60 * Day).Reminders.Count.ShouldBe(1);
    }

    [Fact]
    public void Reopened_it_is_reminded_as_a_new_one_is()
    {
        var run = new ReminderRun(Given.Incident()).At(5, (s, a) => Resolve.Decide(s, new ResolveCommand(), a)).At(3 * Hour, (s, a) => Reopen.Decide(s, "it is back", a));
        run.Until((3 * Hour) + 9).Told.ShouldBeEmpty();
        run.Until((3 * Hour) + 10).Told.ShouldBe("190 NoCommander");
    }

    [Fact]
    public void Two_that_are_due_at_once_come_one_after_the_other()
    {
        var settings = Rules(rules => rules with { NoCommander = All(30), NoUpdate = All(30), StillOpen = All(30) });
        new ReminderRun(Given.Incident(), settings).Until(55).Told.ShouldBe("30 NoCommander, 40 NoUpdate, 50 StillOpen");
    }

    [Fact]
    public void Put_off_it_comes_when_the_time_is_over_and_no_sooner()
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(12, Snooze(ReminderKind.NoCommander));
        run.Standing.ShouldBeEmpty();
        run.Until(41).Told.ShouldBe("10 NoCommander");
        run.Until(42).Told.ShouldBe("10 NoCommander, 42 NoCommander");
    }

    [Fact]
    public void It_can_be_put_off_four_times_and_then_only_dismissed()
    {
        var run = new ReminderRun(Given.Incident(), Rules(rules => new() { NoCommander = All(10), NoUpdate = ReminderTimes.Never, StillOpen = ReminderTimes.Never }));
        for (var minute = 11; minute < 4 * Hour; minute += 31) run.At(minute, Snooze(ReminderKind.NoCommander));
        run.Reminders.Count.ShouldBe(5);
        var last = NextReminder.LogOf(run.State.Incident, ReminderKind.NoCommander)!;
        last.Snoozes.ShouldBe(SnoozeReminder.Most);
        SnoozeReminder.Decide(run.State, ReminderKind.NoCommander, Given.By(Given.Ada, 4 * Hour)).Refused().ShouldBe("It was put off 4 times already. **Dismiss** ends it for this incident.");
        run.Until(60 * Day).Reminders.Count.ShouldBe(5);
    }

    [Fact]
    public void Dismissed_it_never_comes_again_and_the_others_do()
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(11, (s, a) => DismissReminder.Decide(s, ReminderKind.NoCommander, a));
        run.Standing.ShouldBeEmpty();
        run.Until(90).Told.ShouldBe("10 NoCommander, 60 NoUpdate");
        run.At(90, (s, a) => Resolve.Decide(s, new ResolveCommand(Cause: "x"), a)).At(100, (s, a) => Reopen.Decide(s, "again", a)).Until(150).Told.ShouldNotContain("110 NoCommander");
    }

    [Fact]
    public void What_is_settled_dismissed_or_unknown_can_neither_be_put_off_nor_dismissed()
    {
        var run = Commanded(new ReminderRun(Given.Incident()).Until(10), 11);
        var late = Given.By(Given.Tunde, 12);
        SnoozeReminder.Decide(run.State, ReminderKind.NoCommander, late).Refused().ShouldBe("It is settled already: I do not remind of it any more.");
        SnoozeReminder.Decide(run.State, ReminderKind.StillOpen, late).Refused().ShouldBe("I do not know this reminder any more.");
        SnoozeReminder.Decide(run.State, null, late).Refused().ShouldBe("I do not know this reminder any more.");
        run.Until(62).At(63, (s, a) => DismissReminder.Decide(s, ReminderKind.NoUpdate, a));
        DismissReminder.Decide(run.State, ReminderKind.NoUpdate, Given.By(Given.Tunde, 64)).Refused().ShouldBe("<@11> dismissed this reminder; it does not come again in INC-7.");
    }

    [Fact]
    public void Pressed_twice_it_is_put_off_once()
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(11, Snooze(ReminderKind.NoCommander));
        SnoozeReminder.Decide(run.State, ReminderKind.NoCommander, Given.By(Given.Tunde, 12)).Refused().ShouldBe("It is put off until <t:1683727860:t> already, by <@11>.");
    }

    [Fact]
    public void A_stranger_to_a_private_incident_can_answer_none_of_its_reminders()
    {
        var run = new ReminderRun(Given.Incident(isPrivate: true)).Until(10);
        SnoozeReminder.Decide(run.State, ReminderKind.NoCommander, Given.By(Given.Grace, 11)).Refused().ShouldContain("There is no INC-7");
        DismissReminder.Decide(run.State, ReminderKind.NoCommander, Given.By(Given.Grace, 11)).Refused().ShouldContain("There is no INC-7");
    }

    [Fact]
    public void Drills_are_reminded_as_real_incidents_are_unless_they_are_to_be_quiet()
    {
        var drill = Given.Incident() with { };
        drill = drill with { Incident = drill.Incident with { IsDrill = true } };
        new ReminderRun(drill).Until(10).Told.ShouldBe("10 NoCommander");
        new ReminderRun(drill, Rules(rules => rules with { QuietInDrills = true })).Until(60 * Day).Told.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_recorded_who_was_reminded_of_what_and_who_put_it_off_or_dismissed_it()
    {
        var run = new ReminderRun(Given.Incident()).Until(10).At(12, Snooze(ReminderKind.NoCommander), Given.Tunde).Until(42).At(43, (s, a) => DismissReminder.Decide(s, ReminderKind.NoCommander, a));
        run.State.Entries.Where(entry => entry.Kind == EntryKind.Reminder).Select(entry => $"{entry.By}: {entry.Text}").ShouldBe(
        [
            ": Reminded <@11>: no incident commander",
            "12: Put the reminder off until 15:12 WAT: no incident commander",
            ": Reminded <@11>: no incident commander",
            "11: Dismissed the reminder: no incident commander",
        ]);
    }

    [Fact]
    public void It_is_the_communications_leads_to_say_where_things_stand_else_the_commanders_else_the_declarers()
    {
        var nobody = Given.Incident();
        ReminderMatter.To(nobody, ReminderKind.NoUpdate).ShouldBe(Given.Ada);
        var commanded = nobody.Then(s => TakeCommand.Decide(s, Given.By(Given.Tunde)));
        ReminderMatter.To(commanded, ReminderKind.NoUpdate).ShouldBe(Given.Tunde);
        ReminderMatter.To(commanded, ReminderKind.StillOpen).ShouldBe(Given.Tunde);
        var led = commanded.Then(s => AssignRole.Decide(s, "communications", Given.Grace, isBot: false, Given.By(Given.Ada)));
        ReminderMatter.To(led, ReminderKind.NoUpdate).ShouldBe(Given.Grace);
        ReminderMatter.To(led, ReminderKind.UpdateDue).ShouldBe(Given.Grace);
        ReminderMatter.To(led, ReminderKind.StillOpen).ShouldBe(Given.Tunde);
    }

    [Fact]
    public void A_promise_is_asked_for_from_whoever_gave_it_when_nobody_has_a_role() =>
        ReminderMatter.To(Given.Incident().Then(s => PostUpdate.Decide(s, new UpdateCommand("looking", Next: "30m"), Given.By(Given.Grace))), ReminderKind.UpdateDue).ShouldBe(Given.Grace);

    [Fact]
    public void What_an_alert_opened_asks_nobody_by_name_until_somebody_answers_a_page()
    {
        var state = Given.Incident();
        state = state with { Incident = state.Incident with { OpenedByAlert = true } };
        ReminderMatter.To(state, ReminderKind.NoCommander).ShouldBeNull();
        state = state.Then(s => Domain.Escalation.StartEscalation.Decide(s, new(Given.ToTunde, null, null), Given.By(Given.Ada), Given.NothingApplied))
            .Then(s => Domain.Escalation.AnswerPage.Decide(s, 1, Given.By(Given.Tunde, 2)));
        ReminderMatter.To(state, ReminderKind.NoCommander).ShouldBe(Given.Tunde);
    }

    [Fact]
    public void Where_it_cannot_be_said_it_is_recorded_and_counts_so_that_it_is_not_tried_for_ever()
    {
        var state = Given.Incident();
        var failed = RecordReminders.Decide(state, Given.Settings, [], new(ReminderKind.NoCommander, Given.Now, Given.Ada, null, "Missing Permissions"), Given.Now.AddMinutes(10))!;
        failed.Entries.ShouldHaveSingleItem().Text.ShouldBe("Could not remind <@11>: no incident commander (Missing Permissions)");
        failed.Owes.OfType<Remind>().ShouldHaveSingleItem().Due.ShouldBe(Given.Now.AddMinutes(30));
    }

    [Fact]
    public void Neither_a_reminder_nor_its_answers_bring_the_posted_postmortem_into_step()
    {
        var run = new ReminderRun(Given.Incident()).At(5, (s, a) => Resolve.Decide(s, new ResolveCommand(), a)).Until(2 * Day);
        var asker = Given.By(Given.Ada, (2 * Day) + 1);
        SnoozeReminder.Decide(run.State, ReminderKind.NoCause, asker).Decided().Owes.ShouldAllBe(owed => owed is Remind);
        DismissReminder.Decide(run.State, ReminderKind.NoCause, asker).Decided().Owes.ShouldAllBe(owed => owed is Remind);
    }

    private static ReminderRun Commanded(ReminderRun run, double minutes) => run.At(minutes, TakeCommand.Decide, Given.Tunde);

    private static Func<IncidentState, Asker, Outcome> Update(string text, string? next = null) => (state, asker) => PostUpdate.Decide(state, new UpdateCommand(text, Next: next), asker);

    private static Func<IncidentState, Asker, Outcome> Severe(Severity severity) => (state, asker) => SetSeverity.Decide(state, severity, null, asker);

    private static Func<IncidentState, Asker, Outcome> Snooze(ReminderKind kind) => (state, asker) => SnoozeReminder.Decide(state, kind, asker);

    private static ReminderTimes All(double minutes) => new(TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes));

    private static ServerSettings Rules(Func<ReminderRules, ReminderRules> change) => ReminderRun.WithoutDueDates with { Reminders = change(ReminderRules.Default) };
}
