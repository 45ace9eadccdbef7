using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>Somebody is called for help, and is asked until somebody answers.</summary>
public sealed class PagingTests : EndToEndTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_page_that_went_out_unrecorded_and_was_answered_before_it_could_be_looked_for_is_recorded_and_says_so()
    {
        await Chat.Declares();
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.BrokenConnection, AfterEffect = true, Method = "POST", Route = "/channels/*/messages", Times = 10 });
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        (await Chat.File(1)).Escalations.Single().Pages.ShouldBeEmpty();
        var page = Chat.Messages("inc-1").Single(m => m.Content.StartsWith("📟", StringComparison.Ordinal));
        await Chat.PressesOn("tunde", page, "Acknowledge");
        Chat.World.Faults.Clear();
        await Chat.Advance(TimeSpan.FromMinutes(1));

        var file = await Chat.File(1);
        file.Escalations.Single().Pages.Single().Mention!.Value.Message.Value.ShouldBe(page.Id);
        file.Entries.ShouldContain(e => e.Text.Contains("went out at", StringComparison.Ordinal) && e.Text.Contains("it could be recorded only after it had ended", StringComparison.Ordinal));
        Chat.World.Text(page).ShouldSatisfyAllConditions(t => t.ShouldContain("Acknowledged by"), t => t.ShouldNotContain("[Acknowledge]"));
    }

    [Fact]
    public async Task A_person_is_mentioned_in_the_channel_and_written_to()
    {
        await DeclareAsync();
        var answer = await Chat.Types("ada", """/escalate to:@tunde reason:"The database is slow" """, "inc-1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.IsPrivate.ShouldBeFalse();
        answer.Text.ShouldContain("Paging @Tunde Bello: The database is slow");

        var page = Pages().ShouldHaveSingleItem();
        page.Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
        Chat.Pinged.ShouldBe(["tunde"]);
        var text = Chat.World.Text(page);
        text.ShouldContain("INC-1");
        text.ShouldContain("Ada Obi asks for your help: The database is slow");
        text.ShouldContain("Page 1 of 5");
        var direct = Chat.ReadsDirectly("tunde").ShouldHaveSingleItem();
        direct.ShouldContain("The database is slow");
        direct.ShouldContain($"/{Chat.Channel("inc-1").Id}");
        Chat.CardText().ShouldContain("Tunde Bello, no answer yet");
    }

    [Fact]
    public async Task A_role_is_mentioned_and_each_of_its_people_is_written_to()
    {
        await DeclareAsync();
        await Chat.Types("tunde", """/escalate to:@operations reason:"Need hands" """, "inc-1");
        var page = Pages().ShouldHaveSingleItem();
        page.Pinged.Select(u => u.Username).Order().ShouldBe(["ada", "chioma"]);
        Chat.ReadsDirectly("ada").ShouldHaveSingleItem();
        Chat.ReadsDirectly("chioma").ShouldHaveSingleItem();
        Chat.ReadsDirectly("tunde").ShouldBeEmpty();
        Chat.ReadsDirectly("zainab").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_is_repeated_every_five_minutes_five_times_and_then_it_is_said_aloud()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        for (var n = 1; n <= 5; n++)
        {
            Pages().Count.ShouldBe(n);
            Chat.ReadsDirectly("tunde").Count.ShouldBe(n);
            Chat.World.Text(Pages()[^1]).ShouldContain($"Page {n} of 5");
            await Chat.Advance(Interval - TimeSpan.FromSeconds(1));
            Pages().Count.ShouldBe(n);
            await Chat.Advance(TimeSpan.FromSeconds(1));
        }

        Pages().Count.ShouldBe(5);
        Chat.Reads("inc-1").Count(m => m.Contains("**Nobody answered.**", StringComparison.Ordinal)).ShouldBe(1);
        Chat.Reads("inc-1")[^1].ShouldContain("@Tunde Bello got 5 pages in 25 minutes");
        await Chat.Advance(TimeSpan.FromHours(3));
        Pages().Count.ShouldBe(5);
        Chat.Pinged.Count.ShouldBe(5);
        Pages().ShouldAllBe(p => Buttons(p) == 0);
    }

    [Fact]
    public async Task Every_step_stands_in_the_timeline()
    {
        await DeclareAsync();
        await Chat.Types("ada", """/escalate to:@tunde reason:"Slow" """, "inc-1");
        await Chat.Advance(Interval);
        await Chat.Presses("tunde", "Acknowledge", "inc-1");
        var entries = (await Chat.File(1)).Entries;
        entries.Count(e => e.Kind == EntryKind.Escalation).ShouldBe(1);
        entries.Where(e => e.Kind == EntryKind.Page).Select(e => e.HappenedAt).ShouldBe([Chat.Now - Interval, Chat.Now]);
        entries.Single(e => e.Kind == EntryKind.Acknowledged).By!.Value.Value.ShouldBe(Chat.User("tunde").Id);
        var shown = (await Chat.Types("ada", "/timeline show", "inc-1")).Text;
        shown.ShouldContain("help: Slow");
        shown.ShouldContain("Page 1 of 5 to");
        shown.ShouldContain("after 5 minutes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_acknowledgement_ends_the_paging_and_the_pages_say_so(bool inTheChannel)
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Advance(Interval);
        var answer = await Chat.PressesOn("tunde", inTheChannel ? Pages()[^1] : Chat.World.DmsOf("tunde")[^1], "Acknowledge");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("acknowledged after 5 minutes");

        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().Count.ShouldBe(2);
        Pages().ShouldAllBe(p => Buttons(p) == 0);
        Chat.World.DmsOf("tunde").Where(m => Chat.World.Text(m).Contains("asks for your help", StringComparison.Ordinal)).ShouldAllBe(m => Buttons(m) == 0);
        Chat.World.Text(Pages()[0]).ShouldContain("Acknowledged by Tunde Bello after 5 minutes");
        Chat.ReadsDirectly("tunde")[0].ShouldContain("Acknowledged by Tunde Bello after 5 minutes");
        Chat.CardText().ShouldNotContain("no answer yet");
        Chat.Reads("inc-1").Count(m => m.Contains("acknowledged", StringComparison.Ordinal) && !m.Contains("asks for your help", StringComparison.Ordinal)).ShouldBe(1);
        (await Chat.File(1)).Incident.Milestones.Acknowledged.ShouldNotBeNull();
        Chat.Pinged.ShouldBe(["tunde", "tunde"]);
    }

    [Fact]
    public async Task The_second_press_is_told_who_was_first()
    {
        await DeclareAsync();
        await Chat.Types("tunde", "/escalate to:@operations", "inc-1");
        var (ada, chioma) = (Chat.World.DmsOf("ada")[0], Chat.World.DmsOf("chioma")[0]);
        var views = await Task.WhenAll(Chat.Person("ada").PressAsync(ada, "Acknowledge"), Chat.Person("chioma").PressAsync(chioma, "Acknowledge"));
        await Chat.Settle();
        var texts = views.Select(v => v.Text).ToList();
        texts.Count(t => t.Contains("paging has ended", StringComparison.Ordinal)).ShouldBe(1);
        texts.Count(t => t.Contains("was first", StringComparison.Ordinal)).ShouldBe(1);
        (await Chat.File(1)).Entries.Count(e => e.Kind == EntryKind.Acknowledged).ShouldBe(1);
        Buttons(Pages()[0]).ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_who_was_not_asked_may_take_it_on()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        var answer = await Chat.PressesOn("zainab", Pages()[0], "Acknowledge");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        answer.Text.ShouldContain("@Zainab Musa acknowledged");
        (await Chat.File(1)).Escalations.Single().AcknowledgedBy!.Value.Value.ShouldBe(Chat.User("zainab").Id);
    }

    [Fact]
    public async Task Cant_help_asks_that_person_no_more_and_the_others_are_asked_on()
    {
        await DeclareAsync();
        await Chat.Types("tunde", "/escalate to:@operations", "inc-1");
        (await Chat.PressesOn("ada", Chat.World.DmsOf("ada")[0], "Can't help")).Text.ShouldContain("cannot help");
        (await Chat.PressesOn("ada", Chat.World.DmsOf("ada")[0], "Can't help")).IsRefused.ShouldBeTrue();
        (await Chat.PressesOn("zainab", Pages()[0], "Can't help")).ShouldRefuse("not you");
        await Chat.Advance(Interval);
        Chat.ReadsDirectly("ada").Count(t => t.Contains("Page 2", StringComparison.Ordinal)).ShouldBe(0);
        Chat.ReadsDirectly("chioma").Count(t => t.Contains("Page 2", StringComparison.Ordinal)).ShouldBe(1);
        Pages()[1].Pinged.Select(u => u.Username).ShouldNotContain("ada");

        (await Chat.PressesOn("chioma", Chat.World.DmsOf("chioma")[0], "Can't help")).Text.ShouldContain("nobody else was asked");
        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().Count.ShouldBe(2);
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("nobody else was asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_who_cannot_help_ends_the_paging_and_may_change_his_mind()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Can't help")).IsRefused.ShouldBeFalse();
        Chat.Reads("inc-1").ShouldContain(m => m.Contains("Ask somebody else with `/escalate`", StringComparison.Ordinal));
        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().Count.ShouldBe(1);
        (await Chat.Types("tunde", "/escalation ack", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Acknowledged);
    }

    [Fact]
    public async Task Snooze_puts_the_next_page_off()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Snooze")).Text.ShouldContain("put off until");
        await Chat.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Pages().Count.ShouldBe(1);
        await Chat.Advance(TimeSpan.FromSeconds(1));
        Pages().Count.ShouldBe(2);
        await Chat.Advance(Interval);
        Pages().Count.ShouldBe(3);

        (await Chat.Types("tunde", "/escalation snooze for:30m", "inc-1")).IsRefused.ShouldBeFalse();
        (await Chat.Types("tunde", "/escalation snooze for:5h", "inc-1")).ShouldRefuse("5 to 60 minutes");
        await Chat.Advance(TimeSpan.FromMinutes(29));
        Pages().Count.ShouldBe(3);
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Pages().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Stop_ends_it_and_no_page_follows()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        (await Chat.Types("ada", "/escalation stop", "inc-1")).Text.ShouldContain("is stopped");
        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().Count.ShouldBe(1);
        Buttons(Pages()[0]).ShouldBe(0);
        (await Chat.Types("ada", "/escalation stop", "inc-1")).ShouldRefuse();
        (await Chat.Types("tunde", "/escalation ack", "inc-1")).ShouldRefuse("nothing left to acknowledge");
    }

    [Theory]
    [InlineData("/incident resolve fix:done")]
    [InlineData("/incident cancel reason:nothing")]
    public async Task Nothing_goes_out_after_the_end_of_the_incident(string end)
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        var direct = Chat.World.DmsOf("tunde")[0];
        await Chat.Types("ada", end, "inc-1");
        Buttons(direct).ShouldBe(0);
        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().Count.ShouldBe(1);
        Chat.ReadsDirectly("tunde").Count.ShouldBe(1);
        (await Chat.Types("tunde", "/escalation ack", "inc-1")).ShouldRefuse("INC-1 was");
    }

    [Fact]
    public async Task A_press_that_crosses_with_the_end_is_told_so()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        var direct = Chat.World.DmsOf("tunde")[0];
        var resolve = await Chat.Person("ada").CommandAsync(Chat.Channel("inc-1"), "/incident resolve fix:done");
        var press = await Chat.Person("tunde").PressAsync(direct, "Acknowledge");
        await Chat.Settle();
        resolve.Failed.ShouldBeFalse();
        press.Failed.ShouldBeFalse();
        press.Text.ShouldMatch("acknowledged after|was resolved by");
        Pages().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Closed_direct_messages_are_recorded_and_said()
    {
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ClosedDms, Person = "tunde", Times = int.MaxValue });
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        Pages().ShouldHaveSingleItem().Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
        Chat.Reads("inc-1").Count(m => m.Contains("could not be sent as a direct message to @Tunde Bello", StringComparison.Ordinal)).ShouldBe(1);
        (await Chat.File(1)).Entries.Single(e => e.Kind == EntryKind.Page).Text.ShouldContain("direct messages are closed");
        (await Chat.PressesOn("tunde", Pages()[0], "Acknowledge")).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public async Task A_role_without_people_is_said_to_reach_nobody()
    {
        await Chat.OwnerAsks(HttpMethod.Post, $"/guilds/{Chat.World.Guild.Id}/roles", new System.Text.Json.Nodes.JsonObject { ["name"] = "night-shift", ["mentionable"] = true });
        await Chat.Settle();
        await DeclareAsync();
        var answer = await Chat.Types("ada", "/escalate to:@night-shift", "inc-1");
        answer.IsRefused.ShouldBeFalse(answer.Text);
        Chat.Pinged.ShouldBeEmpty();
        Chat.Reads("inc-1")[^1].ShouldBe("Nobody has the role @night-shift, so nobody was reached. Ask somebody else with `/escalate`.");
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
        (await Chat.Types("ada", "/escalation status", "inc-1")).Text.ShouldContain("Nobody has that role");
        await Chat.Advance(TimeSpan.FromHours(1));
        Pages().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_given_or_a_bot_given_is_refused()
    {
        await DeclareAsync();
        (await Chat.Types("ada", "/escalate", "inc-1")).ShouldRefuse("Say whom to page", "Nobody was paged");
        (await Chat.Uses("ada", "escalate", "inc-1", ("to", $"{Chat.World.Bot.Id}"))).ShouldRefuse("A bot cannot answer");
        (await Chat.Types("ada", "/escalate to:@tunde")).ShouldRefuse("not an incident's channel");
        Pages().ShouldBeEmpty();
        (await Chat.Types("ada", "/escalation status", "inc-1")).Text.ShouldContain("Nobody has been paged");
        (await Chat.Types("ada", "/escalation ack", "inc-1")).ShouldRefuse("Nobody has been paged");
    }

    [Fact]
    public async Task The_same_person_is_not_paged_twice_at_once()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        (await Chat.Types("chioma", "/escalate to:@tunde", "inc-1")).ShouldRefuse("being paged already");
        await Chat.PressesOn("tunde", Pages()[0], "Acknowledge");
        (await Chat.Types("chioma", "/escalate to:@tunde", "inc-1")).IsRefused.ShouldBeFalse();
        Pages().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Everyone_is_not_paged()
    {
        await DeclareAsync();
        (await Chat.Uses("ada", "escalate", "inc-1", ("to", $"{Chat.World.Guild.Id}"))).ShouldRefuse("Nobody was paged");
        Chat.Pinged.ShouldBeEmpty();
        foreach (var who in (string[])["ada", "tunde", "chioma", "zainab"]) Chat.ReadsDirectly(who).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_cards_button_asks_whom_and_why()
    {
        await DeclareAsync();
        var form = await Chat.PressesOn("ada", Chat.Card(), "Escalate");
        form.Form.ShouldNotBeNull();
        var answer = await Chat.Fills("ada", form, ("to", $"{Chat.User("tunde").Id}"), ("reason", "Slow"));
        answer.IsRefused.ShouldBeFalse(answer.Text);
        Pages().ShouldHaveSingleItem().Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
        Chat.World.Text(Pages()[0]).ShouldContain("Slow");
    }

    [Fact]
    public async Task Preview_tells_what_would_happen_and_pages_nobody()
    {
        await DeclareAsync();
        var answer = await Chat.Types("ada", "/escalation preview to:@tunde", "inc-1");
        answer.IsPrivate.ShouldBeTrue();
        foreach (var word in (string[])["Nobody was paged", "03:05", "03:25"]) answer.Text.ShouldContain(word);
        Pages().ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_tells_where_each_stands()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Advance(Interval);
        (await Chat.Types("chioma", "/escalation status", "inc-1")).Text.ShouldContain("2 of 5 pages sent");
        await Chat.PressesOn("tunde", Pages()[0], "Acknowledge");
        (await Chat.Types("chioma", "/escalation status", "inc-1")).Text.ShouldContain("@Tunde Bello acknowledged at 03:05");
    }

    [Fact]
    public async Task A_drill_says_that_it_is_one()
    {
        await Chat.Types("ada", """/incident declare title:"Fire drill" drill:true""");
        await Chat.Types("ada", "/escalate to:@tunde reason:\"smoke in the hall\"", "drill-inc-1");
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem().ShouldContain("smoke in the hall. This is a drill.");
        Chat.Reads("drill-inc-1").ShouldContain(m => m.Contains("This is a drill.", StringComparison.Ordinal));
        await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge");
        Chat.ReadsDirectly("tunde")[0].ShouldContain("This is a drill.");
    }

    [Fact]
    public async Task In_a_private_incident_those_who_are_asked_are_let_in()
    {
        await Chat.Types("ada", """/incident declare title:"Keys leaked" private:true""");
        Chat.CanSee("tunde", "inc-1").ShouldBeFalse();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        Chat.CanSee("tunde", "inc-1").ShouldBeTrue();
        Pages().ShouldHaveSingleItem().Pinged.Select(u => u.Username).ShouldBe(["tunde"]);
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge")).IsRefused.ShouldBeFalse();
        Chat.CanSee("zainab", "inc-1").ShouldBeFalse();
    }

    [Fact]
    public async Task Reason_and_names_ping_nobody_else()
    {
        await DeclareAsync();
        await Chat.Uses("ada", "escalate", "inc-1", ("to", "@tunde"), ("reason", $"@everyone <@{Chat.User("chioma").Id}> @here"));
        Chat.Pinged.ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task While_the_bot_is_away_what_fell_due_is_sent_once_and_the_rest_follows_in_step()
    {
        await DeclareAsync();
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddMinutes(20));
        await Chat.Advance(TimeSpan.FromMinutes(20));
        Pages().Count.ShouldBe(2);
        Chat.World.Text(Pages()[^1]).ShouldContain("Page 2 of 5");
        Chat.ReadsDirectly("tunde").Count.ShouldBe(2);
        await Chat.Advance(TimeSpan.FromMinutes(4));
        Pages().Count.ShouldBe(2);
        await Chat.Advance(TimeSpan.FromMinutes(1));
        Pages().Count.ShouldBe(3);
        await Chat.PressesOn("tunde", Pages()[^1], "Acknowledge");
        Pages().ShouldAllBe(p => Buttons(p) == 0);
        (await Chat.File(1)).Entries.Count(e => e.Kind == EntryKind.Page).ShouldBe(3);
    }

    [Fact]
    public async Task Two_incidents_overdue_after_an_absence_are_each_paged_once()
    {
        await DeclareAsync();
        await Chat.Types("ada", """/incident declare title:"Search is slow" """);
        await Chat.Types("ada", "/escalate to:@tunde", "inc-1");
        await Chat.Types("ada", "/escalate to:@chioma", "inc-2");
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddMinutes(20));
        await Chat.Advance(TimeSpan.FromMinutes(20));
        Chat.ReadsDirectly("tunde").Count.ShouldBe(2);
        Chat.ReadsDirectly("chioma").Count.ShouldBe(2);
    }

    private Task<Answer> DeclareAsync() => Chat.Types("ada", """/incident declare title:"Shop is down" severity:sev1""");

    /// <summary>The pages in the incident's channel, oldest first.</summary>
    private List<Message> Pages() => [.. Chat.Messages("inc-1").Where(m => m.Author == Chat.World.Bot && Chat.World.Text(m).Contains("asks for your help", StringComparison.Ordinal))];

    private static int Buttons(Message message) => message.Components.Count;
}
