using IncidentBot.Domain.Incidents;

namespace IncidentBot.Tests.EndToEnd.Incidents;

/// <summary>An open incident is brought forward: updates, status, severity, and the facts.</summary>
public sealed class RunTests : EndToEndTest
{
    protected override async Task<Chat> StartAsync()
    {
        var chat = await Chat.StartAsync();
        await chat.Types("ada", "/bot settings timezone:Africa/Lagos");
        await chat.Declares("Shop is down", "severity:sev2");
        await chat.Advance(TimeSpan.FromMinutes(10));
        return chat;
    }

    [Fact]
    public async Task An_update_is_read_in_the_channel_on_the_card_and_in_the_announcement()
    {
        var answer = await Chat.Types("tunde", "/incident update message:\"Found it: disk full\" status:identified severity:sev1 next:30m", "inc-1");
        var due = Chat.Now.AddMinutes(30).ToUnixTimeSeconds();
        answer.IsPrivate.ShouldBeFalse();
        answer.Text.ShouldBe($"**Update** by @Tunde Bello · now identified · SEV2 → SEV1 (critical) · next update <t:{due}:t>\nFound it: disk full");
        foreach (var place in new[] { Chat.CardText(), Chat.Reads("incidents").ShouldHaveSingleItem() })
        {
            place.ShouldContain("Found it: disk full");
            place.ShouldContain("**SEV1 (critical)** · **identified**");
            place.ShouldContain($"<t:{due}:R>");
        }
    }

    [Fact]
    public async Task The_cards_form_posts_an_update_under_its_authors_name()
    {
        var opened = await Chat.Presses("tunde", "Update", "inc-1");
        (await Chat.Fills("tunde", opened, ("Update", "Restarting"), ("Status", "monitoring"), ("Next update in", "1h"))).Text.ShouldStartWith("**Update** by @Tunde Bello · now monitoring");
    }

    [Fact]
    public async Task The_cards_form_changes_the_severity_under_its_authors_name()
    {
        var opened = await Chat.Presses("tunde", "Severity", "inc-1");
        (await Chat.Fills("tunde", opened, ("Severity", "SEV1 critical"), ("Reason", "nobody can pay"))).Text.ShouldBe("@Tunde Bello moved INC-1 from SEV2 to **SEV1 (critical)**: nobody can pay");
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("SEV1 (critical)");
    }

    [Fact]
    public async Task What_stands_already_is_said_so()
    {
        (await Chat.Types("ada", "/incident status status:investigating", "inc-1")).ShouldRefuse("INC-1 is investigating already");
        (await Chat.Types("ada", "/incident severity level:sev2", "inc-1")).ShouldRefuse("INC-1 is SEV2 (major) already");
        (await Chat.Types("ada", "/incident rename title:\"Shop is down\"", "inc-1")).ShouldRefuse("that title already");
    }

    [Fact]
    public async Task Status_and_title_follow_on_card_and_announcement()
    {
        (await Chat.Types("ada", "/incident status status:monitoring", "inc-1")).Text.ShouldBe("INC-1 is now **monitoring** (it was investigating).");
        (await Chat.Types("ada", "/incident rename title:\"Payments are down\"", "inc-1")).Text.ShouldBe("INC-1 is now called **Payments are down**.");
        foreach (var place in new[] { Chat.CardText(), Chat.Reads("incidents").ShouldHaveSingleItem() })
        {
            place.ShouldContain("INC-1 Payments are down");
            place.ShouldContain("**monitoring**");
        }
    }

    [Theory, InlineData("soon"), InlineData("0m"), InlineData("30 days")]
    public async Task A_promise_that_cannot_be_understood_posts_nothing(string next)
    {
        var before = Chat.Reads("inc-1").Count;
        (await Chat.Uses("ada", "incident update", "inc-1", ("message", "Working"), ("next", next))).IsRefused.ShouldBeTrue();
        Chat.Reads("inc-1").Count.ShouldBe(before);
    }

    [Fact]
    public async Task Impact_cause_fix_and_detection_are_said_back_and_stand_on_the_card()
    {
        (await Chat.Types("ada", "/incident impact text:\"nobody can pay\" percent:80% people:1,200 service:payments", "inc-1")).Text.ShouldBe("Impact recorded: nobody can pay (80% of users · 1,200 people · payments)");
        (await Chat.Types("ada", "/incident cause text:\"The disk was full\"", "inc-1")).Text.ShouldBe("Root cause recorded: The disk was full");
        (await Chat.Types("ada", "/incident fix text:\"Deleted the logs\"", "inc-1")).Text.ShouldBe("Fix recorded: Deleted the logs");
        (await Chat.Types("ada", "/incident detected text:\"An alert\" at:03:55", "inc-1")).Text.ShouldBe("Detection recorded: An alert, at 4 Mar 2026 03:55 WAT (15 minutes ago).");
        var card = Chat.CardText();
        foreach (var shown in new[] { "nobody can pay (80% of users, 1,200 people)", "The disk was full", "Deleted the logs", "payments" }) card.ShouldContain(shown);
        (await Chat.File(1)).Incident.Milestones.Detected.ShouldBe(new DateTimeOffset(2026, 3, 4, 2, 55, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Numbers_that_cannot_be_are_refused_with_an_example()
    {
        (await Chat.Types("ada", "/incident impact text:x percent:180", "inc-1")).ShouldRefuse("between 0 and 100");
        (await Chat.Types("ada", "/incident impact text:x people:many", "inc-1")).ShouldRefuse("\"many\"", "1200");
        (await Chat.File(1)).Incident.Impacts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("03:30", "Started: **4 Mar 2026 03:30 WAT (40 minutes ago)**.")]
    [InlineData("20m ago", "Started: **4 Mar 2026 03:50 WAT (20 minutes ago)**.")]
    [InlineData("yesterday 23:50", "Started: **3 Mar 2026 23:50 WAT (4 hours, 20 minutes ago)**.")]
    [InlineData("23:50", "Started: **3 Mar 2026 23:50 WAT (4 hours, 20 minutes ago)**.")]
    [InlineData("2026-03-04 02:30 UTC", "Started: **4 Mar 2026 03:30 WAT (40 minutes ago)**.")]
    [InlineData("2026-03-03 21:30 EST", "Started: **4 Mar 2026 03:30 WAT (40 minutes ago)**.")]
    public async Task What_was_understood_of_a_time_is_said_back(string typed, string understood) =>
        (await Chat.Uses("ada", "incident time", "inc-1", ("milestone", "started"), ("at", typed))).Text.ShouldBe(understood);

    [Theory]
    [InlineData("tomorrow 10:00", "is in the future")]
    [InlineData("in 10 minutes", "is in the future")]
    [InlineData("2030-01-01 00:00", "is in the future")]
    [InlineData("when it broke", "is not a time I understand. Write it like `14:05`")]
    [InlineData("25:61", "\"25:61\" is not a time of day")]
    public async Task A_time_that_cannot_be_is_refused_and_nothing_changes(string typed, string why)
    {
        (await Chat.Uses("ada", "incident time", "inc-1", ("milestone", "started"), ("at", typed))).ShouldRefuse(why);
        (await Chat.File(1)).Incident.Milestones.Started.ShouldBeNull();
    }

    [Fact]
    public async Task The_wrong_order_is_refused_with_both_times()
    {
        await Chat.Types("ada", "/incident detected text:\"An alert\" at:03:55", "inc-1");
        (await Chat.Types("ada", "/incident time milestone:started at:04:00", "inc-1")).ShouldRefuse("\"Started\" (04:00 WAT)", "\"detected\" (03:55 WAT)", "Nothing was changed");
        (await Chat.Types("ada", "/incident time milestone:resolved at:04:05", "inc-1")).ShouldRefuse("INC-1 is not resolved", "/incident resolve");
        (await Chat.File(1)).Incident.Milestones.Started.ShouldBeNull();
    }

    [Fact]
    public async Task A_corrected_time_says_from_what()
    {
        await Chat.Types("ada", "/incident time milestone:started at:03:30", "inc-1");
        (await Chat.Types("ada", "/incident time milestone:started at:03:20", "inc-1")).Text.ShouldBe("Started: **4 Mar 2026 03:20 WAT (50 minutes ago)**, corrected from 03:30 WAT.");
    }

    [Fact]
    public async Task In_a_wrong_channel_the_way_out_is_said()
    {
        (await Chat.Types("ada", "/incident status status:identified")).ShouldRefuse("This is not an incident's channel", "`incident:`", "/incident list");
        (await Chat.Types("ada", "/incident status status:identified incident:7")).ShouldRefuse("There is no INC-7 on this server", "/incident list");
    }

    [Fact]
    public async Task From_elsewhere_the_answer_is_private_and_the_incident_changes()
    {
        var answer = await Chat.Types("ada", "/incident status status:identified incident:1");
        answer.IsPrivate.ShouldBeTrue();
        (await Chat.File(1)).Incident.Status.ShouldBe(IncidentStatus.Identified);
        Chat.CardText().ShouldContain("identified");
    }
}
