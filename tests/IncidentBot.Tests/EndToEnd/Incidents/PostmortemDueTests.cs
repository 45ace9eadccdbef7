using IncidentBot.Domain.Reviews;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>Whose a postmortem is, by when, and who is reminded of it; and who sees that at all.</summary>
public sealed class PostmortemDueTests : EndToEndTest
{
    [Fact]
    public async Task The_owner_is_reminded_before_and_after_the_day_and_reviewers_until_they_answer()
    {
        // In Lagos it is 4:00 on Wednesday; SEV2 is due after 5 working days: on Wednesday, and 10:00 there is 9:00 UTC.
        await Chat.Types("ada", "/bot settings timezone:Africa/Lagos remind_cause:off");
        await Resolved("severity:sev2");
        var due = (await Chat.File(1)).Incident.Postmortem.Due!;
        (due.Date, due.Morning, due.SetBy).ShouldBe((new DateOnly(2026, 3, 11), new DateTimeOffset(2026, 3, 11, 9, 0, 0, TimeSpan.Zero), null));
        await Chat.Advance(due.Morning - TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1) - Chat.Now);
        Reminders().ShouldBeEmpty();
        await Chat.Advance(TimeSpan.FromSeconds(1));
        Reminders().ShouldHaveSingleItem().ShouldBe(
            "⏰ @Ada Obi The postmortem of **INC-1** is due **Wed 11 Mar 2026**, and is a draft that nobody was asked to review yet. When it says what it should, ask for a review.\n-# Reminder before the day\n[Ask for review] [Snooze 1 d] [Dismiss]");
        Chat.Reminded.ShouldBe(["ada"]);
        await Chat.Advance(TimeSpan.FromDays(1));
        Reminders().ShouldHaveSingleItem();

        // Asked from the reminder itself.
        await Chat.Chooses("ada", await Chat.Presses("ada", "Ask for review"), "tunde", "chioma");
        await Chat.Advance(TimeSpan.FromHours(2));
        await Chat.Presses("tunde", "Approve");
        await Chat.Advance(TimeSpan.FromHours(22));
        Reminders().ShouldContain(said => said.StartsWith("⏰ @Ada Obi The postmortem of **INC-1** was due **Wed 11 Mar 2026**, and is in review.", StringComparison.Ordinal));
        await Chat.Advance(TimeSpan.FromMinutes(11));
        Reminders().ShouldContain(said => said.StartsWith("⏰ @Chioma Eze The postmortem of **INC-1** waits for your review since ", StringComparison.Ordinal) && said.EndsWith("[Approve] [Request changes] [Snooze 1 d] [Dismiss]", StringComparison.Ordinal));
        (await Chat.Types("zainab", "/postmortem list state:overdue")).Text.ShouldContain("⚠️ [**INC-1**]");
        await Chat.Restart();
        await Chat.Presses("chioma", "Approve");
        Reminders().ShouldContain(said => said.EndsWith("waits for review since <t:1773219600:f> · ✅ answered", StringComparison.Ordinal));
        await Chat.Presses("ada", "Publish");
        Reminders().ShouldContain(said => said.Contains("the postmortem was due <t:1773219600:D> · ✅ published by Ada Obi", StringComparison.Ordinal));
        var reminded = Chat.Reminded.Count;
        await Chat.Advance(TimeSpan.FromDays(10));
        Chat.Reminded.Count.ShouldBe(reminded);
        PrintTo(Environment.GetEnvironmentVariable("PRINT"));
    }

    [Fact]
    public async Task A_drill_has_no_due_date_and_no_reminders_and_stands_in_no_list()
    {
        await Resolved("severity:sev1 drill:True", "drill-inc-1");
        (await Chat.File(1)).Incident.Postmortem.Due.ShouldBeNull();
        Chat.Reads("drill-inc-1").ShouldContain(said => said.StartsWith("# Postmortem: INC-1", StringComparison.Ordinal) && said.Contains("**State:** Draft", StringComparison.Ordinal) && !said.Contains("**Due:**", StringComparison.Ordinal));
        (await Chat.Types("ada", "/postmortem due date:tomorrow", "drill-inc-1")).ShouldRefuse("no due date, because nothing of it counts");
        await Chat.Types("ada", "/bot settings remind_cause:off");
        await Chat.Types("ada", "/postmortem review reviewer:@tunde", "drill-inc-1");
        await Chat.Advance(TimeSpan.FromDays(8));
        Reminders("drill-inc-1").ShouldBeEmpty();
        (await Chat.Types("ada", "/postmortem list state:all")).Text.ShouldContain("There is none like that");
        await Chat.Presses("tunde", "Approve");
        (await Chat.Presses("ada", "Publish")).Text.ShouldContain("**published** the postmortem of INC-1");
    }

    [Fact]
    public async Task Of_a_private_incident_only_those_in_it_hear_and_who_is_asked_to_review_is_let_in()
    {
        await Resolved("private:True");
        (await Chat.Types("chioma", "/postmortem list state:all")).Text.ShouldContain("There is none like that");
        (await Chat.Types("chioma", "/postmortem status incident:1")).ShouldRefuse("There is no INC-1");
        (await Chat.Types("ada", "/postmortem list")).Text.ShouldContain("**INC-1**");
        (await Chat.Types("ada", "/postmortem review reviewer:@tunde", "inc-1")).Text.ShouldContain("@Tunde Bello is let into this private incident by that.");
        Chat.CanSee("tunde", "inc-1").ShouldBeTrue();
        Chat.CanSee("chioma", "inc-1").ShouldBeFalse();
        (await Chat.Presses("tunde", "Approve", "inc-1")).IsRefused.ShouldBeFalse();
        await Chat.Types("ada", "/postmortem publish", "inc-1");
        (await Chat.File(1)).Incident.Postmortem.Stage.ShouldBe(PostmortemStage.Published);
        Chat.FindChannel("postmortems").ShouldBeNull();
    }

    [Fact]
    public async Task Owner_date_reviewers_and_rules_can_be_changed_and_mistakes_are_explained()
    {
        await Resolved("severity:sev1");
        (await Chat.Types("ada", "/postmortem due date:yesterday", "inc-1")).ShouldRefuse("has passed");
        (await Chat.Types("ada", "/postmortem due date:2026-03-20", "inc-1")).Text.ShouldContain("is due Friday 20 Mar 2026");
        (await Chat.Types("tunde", "/postmortem due date:none", "inc-1")).Text.ShouldContain("has no due date any more");
        (await Chat.Types("tunde", "/postmortem due date:tomorrow", "inc-1")).IsRefused.ShouldBeFalse();
        await Chat.Advance(TimeSpan.FromHours(1));
        Reminders().ShouldBeEmpty("who has just set the date is not told of it at once");

        await Chat.Types("ada", "/postmortem review reviewer:@tunde reviewer2:@chioma", "inc-1");
        (await Chat.Types("ada", "/postmortem owner person:@tunde", "inc-1")).Text.ShouldContain("@Tunde Bello owns the postmortem of INC-1 now, and no longer reviews it.");
        (await Chat.Types("tunde", "/postmortem approve", "inc-1")).ShouldRefuse("You own this postmortem");
        (await Chat.Types("ada", "/postmortem review remove:@tunde", "inc-1")).ShouldRefuse("is not asked to review");
        await Chat.Types("chioma", "/postmortem request-changes what:\"Say who was hurt\"", "inc-1");
        (await Chat.Types("tunde", "/postmortem review remove:@chioma", "inc-1")).ShouldRefuse("only they themselves, or those who may change the settings, can take them off the list");
        (await Chat.Types("chioma", "/postmortem review remove:@chioma", "inc-1")).Text.ShouldContain("is no longer asked");

        (await Chat.Types("tunde", "/postmortem settings postmortem_approvals:2")).ShouldRefuse("You may not");
        (await Chat.Types("ada", "/postmortem settings postmortem_approvals:9")).ShouldRefuse("0 to 5 approvals");
        (await Chat.Types("ada", "/postmortem settings postmortem_due:\"sev1: soon\"")).ShouldRefuse("is not a number of days");
        var set = (await Chat.Types("ada", "/postmortem settings postmortem_approvals:0 postmortem_due:\"sev1: 1 week, sev4: 20 working days\" remind_overdue:off")).Text;
        set.ShouldContain("Postmortems are due after: sev1: 7 days, sev2: 5 working days, sev3: 10 working days, sev4: 20 working days");
        set.ShouldContain("Postmortems need no approval to be published");
        (await Chat.Types("zainab", "/postmortem publish", "inc-1")).Text.ShouldContain("**published** the postmortem of INC-1");
        (await Chat.Types("zainab", "/postmortem status", "inc-1")).Text.ShouldContain("The postmortem of INC-1 is **published**");
        (await Chat.Types("zainab", "/postmortem list state:published")).Text.ShouldStartWith("Drafts: 0 · in review: 0 · published: 1\n✅ [**INC-1**]");
    }

    private void PrintTo(string? path)
    {
        if (path is null) return;
        System.IO.File.AppendAllText(path, string.Join("\n---- due\n", Chat.Reads("inc-1")));
    }

    private async Task Resolved(string options, string place = "inc-1")
    {
        await Chat.Declares(options: options);
        await Chat.Types("ada", "/incident role role:commander person:@ada", place);
        await Chat.Types("ada", "/incident resolve fix:\"Deleted the logs\"", place);
    }

    private IReadOnlyList<string> Reminders(string place = "inc-1") => [.. Chat.Messages(place).Where(Chat.IsReminder).Select(Chat.World.Text)];
}
