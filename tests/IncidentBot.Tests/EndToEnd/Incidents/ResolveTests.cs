using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Tests.EndToEnd.Incidents;

public sealed class ResolveTests : EndToEndTest
{
    protected override async Task<Chat> StartAsync()
    {
        var chat = await Chat.StartAsync();
        await chat.Declares("Shop is down", "severity:sev2");
        await chat.Advance(TimeSpan.FromMinutes(42));
        return chat;
    }

    [Fact]
    public async Task By_options_it_is_resolved_in_one_line()
    {
        var answer = await Chat.Types("tunde", "/incident resolve fix:\"Deleted the logs\" cause:\"Disk full\" impact:\"nobody could pay\" prevent:\"Alert on disk use; Rotate logs\"", "inc-1");
        answer.IsPrivate.ShouldBeFalse();
        answer.Text.ShouldBe("@Tunde Bello **resolved** INC-1 after 42 minutes. 2 preventive action items added. The postmortem follows in a moment.");

        var file = await Chat.File(1);
        file.Incident.ShouldSatisfyAllConditions(
            i => i.Status.ShouldBe(IncidentStatus.Resolved), i => i.Fix!.Text.ShouldBe("Deleted the logs"), i => i.Cause!.Text.ShouldBe("Disk full"), i => i.Impacts[0].Text.ShouldBe("nobody could pay"));
        file.Actions.Select(action => (action.Text, action.Kind)).ShouldBe([("Alert on disk use", ActionKind.Preventive), ("Rotate logs", ActionKind.Preventive)]);
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("**resolved**");
        Chat.Reads("incidents")[0].ShouldContain("after 42 minutes");
    }

    [Fact]
    public async Task The_form_is_filled_with_what_is_known_and_what_is_left_alone_is_not_recorded_twice()
    {
        await Chat.Types("ada", "/incident cause text:\"Disk full\"", "inc-1");
        await Chat.Types("ada", "/incident fix text:\"Deleted the logs\"", "inc-1");
        await Chat.Types("ada", "/incident impact text:\"nobody could pay\"", "inc-1");
        await Chat.Types("ada", "/action add text:\"Alert on disk use\" kind:preventive", "inc-1");

        var opened = await Chat.Presses("ada", "Resolve", "inc-1");
        opened.Prefilled("Root cause").ShouldBe("Disk full");
        opened.Prefilled("What fixed it").ShouldBe("Deleted the logs");
        opened.Prefilled("Impact").ShouldBe("nobody could pay");
        opened.Prefilled("What will prevent it").ShouldBe("Alert on disk use");
        var before = (await Chat.File(1)).Entries.Length;

        (await Chat.Fills("ada", opened, ("What will prevent it", "Alert on disk use\nRotate logs"))).Text.ShouldContain("1 preventive action item added");
        var file = await Chat.File(1);
        file.Actions.Select(action => action.Text).ShouldBe(["Alert on disk use", "Rotate logs"]);
        file.Entries.Length.ShouldBe(before + 1);
    }

    [Fact]
    public async Task An_empty_form_resolves_too()
    {
        (await Chat.Fills("zainab", await Chat.Types("zainab", "/incident resolve", "inc-1"))).Text.ShouldStartWith("@Zainab Musa **resolved** INC-1 after 42 minutes.");
        Chat.ReadsPostmortems()[0].ShouldStartWith("# Postmortem: INC-1 Shop is down");
    }

    [Fact]
    public async Task Of_two_at_once_one_resolves_and_the_other_is_told_who_and_when()
    {
        var answers = await Chat.TypeTogether("inc-1", ("tunde", "/incident resolve fix:\"Restarted\""), ("chioma", "/incident resolve fix:\"Rolled back\""));
        var (first, second) = answers[0].IsRefused ? (answers[1], answers[0]) : (answers[0], answers[1]);
        first.IsRefused.ShouldBeFalse();
        var name = first.Text.StartsWith("@Tunde", StringComparison.Ordinal) ? "@Tunde Bello" : "@Chioma Eze";
        second.ShouldRefuse($"INC-1 was resolved by {name} at <t:{Chat.Now.ToUnixTimeSeconds()}:f>", "What you wrote was not recorded; add it with `/incident fix`");
        (await Chat.File(1)).Incident.StatusHistory.Count(change => change.Status == IncidentStatus.Resolved).ShouldBe(1);
        Chat.ReadsPostmortems().Count(text => text.StartsWith("# Postmortem", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_forms_sent_one_after_the_other_the_second_loses_nothing_silently()
    {
        var one = await Chat.Presses("tunde", "Resolve", "inc-1");
        var two = await Chat.Presses("chioma", "Resolve", "inc-1");
        await Chat.Fills("tunde", one, ("What fixed it", "Restarted"));
        (await Chat.Fills("chioma", two, ("Root cause", "A bad deploy"), ("What will prevent it", "Canaries"))).ShouldRefuse("resolved by @Tunde Bello", "`/incident cause` and `/action add`");
        (await Chat.Types("chioma", "/incident resolve", "inc-1")).ShouldRefuse("resolved by @Tunde Bello", "/incident reopen");
    }

    [Fact]
    public async Task It_can_be_reopened_with_a_reason_and_resolved_again()
    {
        await Chat.Types("ada", "/incident resolve fix:Restarted", "inc-1");
        (await Chat.Types("tunde", "/incident reopen reason:\"It is back\"", "inc-1")).Text.ShouldBe("INC-1 is open again and **investigating**: It is back");
        Chat.CardText().ShouldContain("**investigating**");
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("**investigating**");
        (await Chat.Types("tunde", "/incident reopen reason:again", "inc-1")).ShouldRefuse("INC-1 is open: it is investigating");

        var posted = Chat.Postmortems().Select(message => message.Id).ToList();
        (await Chat.Types("ada", "/incident resolve fix:\"Rolled back\"", "inc-1")).Text.ShouldContain("The posted postmortem is brought up to date.");
        Chat.Postmortems().Select(message => message.Id).Take(posted.Count).ShouldBe(posted);
        string.Join('\n', Chat.ReadsPostmortems()).ShouldContain("Rolled back");
    }

    [Fact]
    public async Task A_false_alarm_is_closed_with_its_reason_and_has_no_postmortem()
    {
        (await Chat.Types("tunde", "/incident cancel reason:\"the probe was broken\"", "inc-1")).Text.ShouldBe("INC-1 is closed as a **false alarm**: the probe was broken");
        Chat.CardText().ShouldContain("**false alarm**");
        Chat.CardText().ShouldContain("Closed. /incident reopen takes it up again.");
        Chat.Reads("incidents").ShouldHaveSingleItem().ShouldContain("**false alarm**");
        Chat.FindChannel("postmortems").ShouldBeNull();
    }

    [Fact]
    public async Task A_duplicate_closes_into_the_other_and_both_say_so()
    {
        await Chat.Declares("Payments fail");
        (await Chat.Types("tunde", "/incident link number:1 kind:duplicate", "inc-2")).Text.ShouldBe("INC-2 is closed as a duplicate of **INC-1**. Go on there: #inc-1-shop-is-down.");
        Chat.CardText("inc-2").ShouldContain("**duplicate of INC-1**");
        Chat.CardText("inc-1").ShouldContain("has duplicate INC-2");
        Chat.Reads("inc-1")[^1].ShouldBe("INC-2 was closed into this incident as a duplicate, by @Tunde Bello.");
        Chat.Reads("incidents")[1].ShouldContain("**duplicate of INC-1**");

        (await Chat.Types("tunde", "/incident link number:1 kind:duplicate", "inc-2")).ShouldRefuse("closed as a duplicate of INC-1 already");
        (await Chat.Types("tunde", "/incident link number:2 kind:duplicate", "inc-1")).ShouldRefuse("INC-2 was closed as a duplicate of INC-1");
        (await Chat.Types("tunde", "/incident update message:x", "inc-2")).ShouldRefuse("closed as a duplicate of INC-1 by @Tunde Bello");
    }

    [Fact]
    public async Task Related_incidents_show_each_other()
    {
        await Chat.Declares("Payments fail");
        (await Chat.Types("tunde", "/incident link number:1 kind:related", "inc-2")).Text.ShouldBe("INC-2 and INC-1 are linked as related. Both cards show it.");
        Chat.CardText("inc-1").ShouldContain("related to INC-2");
        Chat.CardText("inc-2").ShouldContain("related to INC-1");
        (await Chat.Types("tunde", "/incident link number:2 kind:related", "inc-1")).ShouldRefuse("linked already");
        (await Chat.Types("tunde", "/incident link number:1 kind:related", "inc-1")).ShouldRefuse("cannot be linked with itself");
        (await Chat.Types("tunde", "/incident link number:9 kind:duplicate", "inc-1")).ShouldRefuse("There is no INC-9");
    }
}
