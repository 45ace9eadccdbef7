using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Timeline;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Tests.EndToEnd.Escalation;

/// <summary>Incidents page by the policy that is for them. It is four in the morning in Lagos; tunde is on call in operations.</summary>
public sealed class PolicyTests : EndToEndTest
{
    private const string TwoLevels = """
        schedules:
          ops: { timezone: Africa/Lagos, layers: [{ name: all, people: [tunde] }] }
        policies:
          shop:
            default: true
            levels:
              - { page: schedule:ops, ack: 5m }
              - { page: [role:operations], ack: 10m }
        """;

    [Fact]
    public async Task Declaring_pages_who_is_on_call_at_once()
    {
        await Chat.Applies(TwoLevels);
        var answer = await Declares("""severity:sev1 summary:"No orders for ten minutes" """);
        answer.Text.ShouldContain("Paging by the policy shop (it is the default)");

        var page = Pages().ShouldHaveSingleItem();
        page.Pinged.Select(user => user.Username).ShouldBe(["tunde"]);
        Chat.Pinged.ShouldBe(["tunde"]);
        Chat.World.Text(page).ShouldStartWith("📟 @Tunde Bello **INC-1** ");
        Chat.World.Text(page).ShouldContain("SEV1 (critical), Shop is down: your help is needed: No orders for ten minutes");
        var direct = Chat.ReadsDirectly("tunde").ShouldHaveSingleItem();
        direct.ShouldContain("SEV1 (critical), Shop is down: your help is needed: No orders for ten minutes");
        direct.ShouldContain("You are on call in ops (policy shop, level 1).");
        direct.ShouldContain($"/{Chat.Channel("inc-1").Id}");
        direct.ShouldContain("Page 1 · level 1 of 2. Press Acknowledge if you take it on; if nobody does, level 2 is asked at");
        Entries(EntryKind.Escalation, await Chat.File(1)).ShouldHaveSingleItem().ShouldBe("Paging by the policy shop, because it is the default");
        Entries(EntryKind.Page, await Chat.File(1)).ShouldHaveSingleItem().ShouldBe($"Page 1, level 1: <@{Chat.User("tunde").Id}> (on call in ops)");
    }

    [Fact]
    public async Task Nobody_answers_and_each_level_is_asked_in_its_time_and_then_it_is_said_aloud()
    {
        await Chat.Applies(TwoLevels);
        await Declares();
        await Chat.Advance(Minutes(5) - Seconds(1));
        Pages().Count.ShouldBe(1);
        await Chat.Advance(Seconds(1));
        Pages().Count.ShouldBe(2);
        Pages()[1].Pinged.Select(user => user.Username).Order().ShouldBe(["ada", "chioma"]);
        Chat.ReadsDirectly("chioma").ShouldHaveSingleItem().ShouldContain("You are one of operations (policy shop, level 2).");
        Chat.CardText().ShouldContain("policy shop, level 2, no answer yet");
        await Chat.Advance(Minutes(10));
        Chat.Reads("inc-1")[^1].ShouldBe("**Nobody answered.** All levels of the policy shop were asked, 2 pages in 15 minutes; no more are sent. Ask somebody else with `/escalate to:`.");
        await Chat.Advance(TimeSpan.FromHours(30));
        Pages().Count.ShouldBe(2);
        Pages().ShouldAllBe(page => page.Components.Count == 0);
        Pages().Select(Chat.World.Text).ShouldBe(
        [
            "@Tunde Bello **INC-1** SEV1 (critical), Shop is down: your help is needed.\n⏹ Nobody answered",
            "@operations **INC-1** SEV1 (critical), Shop is down: your help is needed.\n⏹ Nobody answered",
        ]);
        Chat.Pinged.Count.ShouldBe(3, "to be named in an edit pings nobody");
        (await Chat.File(1)).Escalations.Single().State.ShouldBe(EscalationState.Unanswered);
    }

    [Fact]
    public async Task An_acknowledgement_ends_it_and_every_page_says_so()
    {
        await Chat.Applies(TwoLevels);
        await Declares();
        await Chat.Advance(Minutes(7));
        (await Chat.PressesOn("chioma", Chat.World.DmsOf("chioma")[0], "Acknowledge")).Text.ShouldContain("acknowledged after 7 minutes; paging has ended");
        await Chat.Advance(TimeSpan.FromHours(2));
        Pages().Count.ShouldBe(2);
        Pages().Select(Chat.World.Text).ShouldBe(
        [
            "@Tunde Bello **INC-1** SEV1 (critical), Shop is down: your help is needed.\n✅ Acknowledged by Chioma Eze after 7 minutes",
            "@operations **INC-1** SEV1 (critical), Shop is down: your help is needed.\n✅ Acknowledged by Chioma Eze after 7 minutes",
        ]);
        foreach (var message in Pages().Concat(Chat.World.DmsOf("tunde")).Concat(Chat.World.DmsOf("ada")).Append(Chat.World.DmsOf("chioma")[0]))
        {
            message.Components.Count.ShouldBe(0);
            Chat.World.Text(message).ShouldContain("Acknowledged by Chioma Eze after 7 minutes");
        }
    }

    [Fact]
    public async Task A_page_that_cannot_be_delivered_is_said_and_the_next_are_asked_at_once()
    {
        await Chat.Applies(TwoLevels);
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ClosedDms, Person = "tunde", Times = int.MaxValue });
        await Declares();
        Pages().Count.ShouldBe(2);
        Chat.ReadsDirectly("chioma").ShouldHaveSingleItem();
        Chat.Reads("inc-1").Count(text => text.Contains("could not be sent as a direct message to @Tunde Bello (direct messages are closed)", StringComparison.Ordinal)).ShouldBe(1);
        Entries(EntryKind.Page, await Chat.File(1))[0].ShouldContain("direct messages are closed");
    }

    [Fact]
    public async Task Somebody_who_has_left_the_server_is_said_to_have()
    {
        await Chat.Applies(TwoLevels);
        Chat.World.Faults.Add(new Fault { Kind = FaultKind.ClosedDms, Person = "tunde", Times = int.MaxValue });
        lock (Chat.World.Gate) Chat.World.Guild.Members.Remove(Chat.User("tunde").Id);
        await Declares();
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("(is not on this server any more)", StringComparison.Ordinal));
        Chat.ReadsDirectly("chioma").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Somebody_without_an_account_is_said_to_have_none_and_the_next_is_asked_at_once()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: ["@deniz", "@zainab"] }
            """, "deniz: Deniz Aydin");
        await Declares();
        Chat.Pinged.ShouldBe(["zainab"]);
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("The page could not be delivered to @deniz (no account is known for @deniz).", StringComparison.Ordinal));
        Chat.ReadsDirectly("zainab").ShouldHaveSingleItem().ShouldContain("You are asked by name (policy shop, level 2).");
    }

    [Fact]
    public async Task Where_nobody_is_on_call_the_level_is_skipped_and_that_is_said()
    {
        await Chat.Applies("""
            schedules:
              ops: { timezone: Africa/Lagos, layers: [{ name: day, people: [tunde], hours: { mon-sun: "08:00-18:00" } }] }
            policies:
              shop: { default: true, repeat: 2, levels: [schedule:ops, "@zainab"] }
            """);
        await Declares();
        Chat.Pinged.ShouldBe(["zainab"]);
        Chat.Reads("inc-1").Count(text => text.Contains("Level 1 of the policy shop is skipped: nobody is on call in ops.", StringComparison.Ordinal)).ShouldBe(1);
        Entries(EntryKind.Page, await Chat.File(1))[0].ShouldBe("Level 1 was skipped: nobody is on call in ops");

        // In the second round it is eight o'clock.
        await Chat.Driven.StopBotUntilAsync(Chat.Now.AddHours(4));
        await Chat.Advance(TimeSpan.FromHours(4));
        Chat.Pinged.ShouldBe(["zainab", "tunde"]);
    }

    [Fact]
    public async Task Who_comes_in_just_before_is_the_one_who_is_asked()
    {
        await Chat.Applies("""
            schedules:
              ops: { timezone: Africa/Lagos, layers: [{ name: all, people: [tunde] }] }
            policies:
              shop: { default: true, levels: ["@zainab", schedule:ops] }
            """);
        await Declares();
        await Chat.Advance(Minutes(5) - Seconds(1));
        await Chat.Overrides("ops", "chioma", TimeSpan.FromHours(1));
        await Chat.Advance(Seconds(1));
        Chat.Pinged.ShouldBe(["zainab", "chioma"]);
    }

    [Fact]
    public async Task Cant_help_asks_the_next_at_once()
    {
        await Chat.Applies(TwoLevels);
        await Declares();
        await Chat.Advance(Minutes(1));
        var answer = await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Can't help");
        answer.Text.ShouldContain("cannot help. The next are asked now.");
        Pages().Count.ShouldBe(2);
        Chat.ReadsDirectly("ada").ShouldHaveSingleItem();
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("@Tunde Bello cannot help. The next are asked now.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_hours_hold_a_mild_incident_until_it_becomes_a_bad_one()
    {
        await Chat.Applies("""
            timezone: Africa/Lagos
            policies:
              shop:
                default: true
                quiet_hours: { between: "22:00-07:00", severity: sev3, then: hold }
                levels: ["@tunde", "@zainab"]
            """);
        await Declares("severity:sev3");
        Pages().ShouldBeEmpty();
        Chat.Reads("inc-1").ShouldContain(text => text.Contains("Quiet hours: nobody is paged before", StringComparison.Ordinal));
        await Chat.Advance(Minutes(30));
        Pages().ShouldBeEmpty();
        await Chat.Types("ada", "/incident severity level:sev1", "inc-1");
        Chat.Pinged.ShouldBe(["tunde"]);
        await Chat.Advance(Minutes(5));
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
    }

    [Fact]
    public async Task Quiet_hours_end_and_what_they_held_goes_out_then_also_after_a_restart()
    {
        await Chat.Applies("""
            timezone: Africa/Lagos
            policies:
              shop: { default: true, quiet_hours: { between: "22:00-07:00", severity: sev3, then: hold }, levels: ["@tunde"] }
            """);
        await Declares("severity:sev3");
        await Chat.Restart();
        var seven = Chat.Start + TimeSpan.FromHours(3);
        await Chat.Advance(seven - Seconds(1) - Chat.Now);
        Pages().ShouldBeEmpty();
        await Chat.Advance(Seconds(1));
        Chat.Pinged.ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task A_person_who_escalates_is_not_held_up_by_quiet_hours()
    {
        await Chat.Applies("""
            timezone: Africa/Lagos
            policies:
              shop: { default: true, quiet_hours: { between: "22:00-07:00", severity: sev3, then: hold }, levels: ["@tunde"] }
            """);
        await Declares("severity:sev3");
        (await Chat.Types("ada", "/escalate level:1", "inc-1")).Text.ShouldContain("escalates to **level 1** of the policy shop");
        Chat.Pinged.ShouldBe(["tunde"]);
    }

    [Fact]
    public async Task An_acknowledgement_after_which_nothing_is_heard_goes_stale_and_pages_again()
    {
        await Chat.Applies("""
            schedules:
              ops: { timezone: Africa/Lagos, layers: [{ name: all, people: [tunde] }] }
            policies:
              shop: { default: true, ack_timeout: 30m, levels: [schedule:ops, "@zainab"] }
            """);
        await Declares();
        await Chat.Advance(Minutes(2));
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Acknowledge")).Text.ShouldContain("If nothing is heard from you for 30 minutes, it pages again; a message in the channel or `/incident update` is enough.");
        await Chat.Advance(Minutes(20));
        await Chat.Types("tunde", "/incident update message:\"Looking at the queue\"", "inc-1");
        await Chat.Advance(Minutes(20));
        await Chat.Says("tunde", "It is the queue of the mailer", "inc-1");
        await Chat.Says("zainab", "And the one of the shop", "inc-1");
        await Chat.Overrides("ops", "chioma", TimeSpan.FromHours(3));
        await Chat.Advance(Minutes(30) - Seconds(1));
        Pages().Count.ShouldBe(1);
        await Chat.Restart();
        await Chat.Advance(Seconds(1));

        Chat.Reads("inc-1").ShouldContain(text => text.Contains("**Nothing was heard from @Tunde Bello for 30 minutes** after the acknowledgement, so I page again.", StringComparison.Ordinal));
        Pages().Count.ShouldBe(2);
        Pages()[1].Pinged.Select(user => user.Username).ShouldBe(["tunde", "chioma"]);
        Chat.ReadsDirectly("tunde")[^1].ShouldContain("You acknowledged this, and nothing was heard from you since.");
        Chat.ReadsDirectly("chioma")[^1].ShouldContain("You are on call in ops");
        await Chat.PressesOn("chioma", Chat.World.DmsOf("chioma")[^1], "Acknowledge");
        await Chat.Types("ada", "/incident resolve fix:done", "inc-1");
        await Chat.Advance(TimeSpan.FromHours(40));
        Pages().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Escalating_without_a_name_goes_to_the_next_level_and_with_a_number_to_that_one()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: ["@tunde", "@zainab", "@chioma"] }
            """);
        await Declares();
        (await Chat.Types("ada", "/escalate reason:\"Too slow\"", "inc-1")).Text.ShouldContain("@Ada Obi escalates to **level 2** of the policy shop: Too slow. It is asked now.");
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
        await Chat.PressesOn("zainab", Chat.World.DmsOf("zainab")[0], "Acknowledge");
        (await Chat.Types("zainab", "/escalate level:3", "inc-1")).IsRefused.ShouldBeFalse();
        Chat.Pinged.ShouldBe(["tunde", "zainab", "chioma"]);
        (await Chat.Types("zainab", "/escalate level:4", "inc-1")).ShouldRefuse("There is no level 4", "Nobody else was paged");
        (await Chat.Types("zainab", "/escalate", "inc-1")).ShouldRefuse("That was the last level");
    }

    [Fact]
    public async Task Somebody_else_is_asked_instead_and_then_paging_goes_on()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: ["@tunde", "@chioma"] }
            """);
        await Declares();
        await Chat.Advance(Minutes(1));
        (await Chat.Types("ada", "/escalation reassign to:@zainab", "inc-1")).Text.ShouldContain("@Zainab Musa is asked instead, now.");
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
        await Chat.Advance(Minutes(5));
        Chat.Pinged.ShouldBe(["tunde", "zainab", "chioma"]);
    }

    [Fact]
    public async Task Snooze_stop_and_a_call_besides_work_as_in_any_escalation()
    {
        await Chat.Applies(TwoLevels);
        await Declares();
        (await Chat.PressesOn("tunde", Chat.World.DmsOf("tunde")[0], "Snooze")).Text.ShouldContain("put off until");
        (await Chat.Types("ada", "/escalate to:@zainab", "inc-1")).IsRefused.ShouldBeFalse();
        await Chat.Advance(Minutes(15) - Seconds(1));
        Chat.Pinged.ShouldNotContain("chioma");
        await Chat.Advance(Seconds(1));
        Chat.Pinged.ShouldContain("chioma");
        (await Chat.Types("ada", "/escalation stop escalation:1", "inc-1")).Text.ShouldContain("Paging the policy shop is stopped");
        var before = Chat.Pinged.Count(who => who != "zainab");
        await Chat.Advance(TimeSpan.FromHours(1));
        Chat.Pinged.Count(who => who != "zainab").ShouldBe(before);
    }

    [Fact]
    public async Task Turns_go_on_from_incident_to_incident_also_over_a_restart()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: [{ page: ["@tunde", "@zainab", "@chioma"], in_turn: true }] }
            """);
        await Chat.Declares("One");
        await Chat.Declares("Two");
        await Chat.Restart();
        await Chat.Declares("Three");
        await Chat.Declares("Four");
        Chat.Pinged.ShouldBe(["tunde", "zainab", "chioma", "tunde"]);
    }

    [Fact]
    public async Task The_policy_of_the_service_is_taken_and_one_that_is_not_for_drills_is_not()
    {
        await Chat.Applies("""
            services: { checkout: money }
            policies:
              money: { levels: ["@zainab"] }
              other: { for: { drill: no }, levels: ["@tunde"] }
            """);
        (await Declares("service:checkout")).Text.ShouldContain("Paging by the policy money (checkout is given to it)");
        Chat.Pinged.ShouldBe(["zainab"]);
        (await Chat.Declares("Second")).Text.ShouldContain("policy other");
        Chat.Pinged.ShouldBe(["zainab", "tunde"]);
        (await Chat.Declares("Third", "drill:true")).Text.ShouldNotContain("Paging");
        Chat.Pinged.Count.ShouldBe(2);
        (await Chat.Types("ada", "/escalate", "drill-inc-3")).ShouldRefuse("No escalation policy is for this incident", "Nobody was paged");
        (await Chat.Types("ada", "/escalate policy:money", "drill-inc-3")).IsRefused.ShouldBeFalse();
        Chat.ReadsDirectly("zainab")[^1].ShouldContain("This is a drill.");
    }

    [Fact]
    public async Task A_schedule_can_be_called_like_a_person()
    {
        await Chat.Applies("""
            schedules:
              ops: { timezone: Africa/Lagos, layers: [{ name: all, people: [tunde] }] }
            policies:
              shop: { for: { severity: sev1 }, levels: ["@chioma"] }
            """);
        await Declares("severity:sev4");
        (await Chat.Offered("ada", "escalate", "schedule", "o", "inc-1")).ShouldBe(["ops"]);
        (await Chat.Offered("ada", "escalate", "policy", "", "inc-1")).ShouldBe(["shop"]);
        (await Chat.Types("ada", "/escalate schedule:ops reason:\"Need hands\"", "inc-1")).Text.ShouldContain("Paging whoever is on call in ops: Need hands");
        Chat.Pinged.ShouldBe(["tunde"]);
        Chat.ReadsDirectly("tunde").ShouldHaveSingleItem().ShouldContain("Ada Obi asks for your help: Need hands");
        await Chat.Overrides("ops", "zainab", TimeSpan.FromHours(1));
        await Chat.Advance(Minutes(5));
        Chat.Pinged.ShouldBe(["tunde", "zainab"]);
        (await Chat.Types("ada", "/escalate schedule:nowhere", "inc-1")).ShouldRefuse("There is no on-call schedule nowhere; there is ops");
        (await Chat.Types("ada", "/escalate policy:shop schedule:ops", "inc-1")).ShouldRefuse("Give one of");
    }

    [Fact]
    public async Task A_channel_is_told_and_of_a_private_incident_it_learns_nothing()
    {
        await Chat.Applies("""
            policies:
              shop: { default: true, levels: [{ page: ["#general", "@tunde"] }] }
            """);
        await Declares();
        var told = Chat.Messages("general").Where(message => Chat.World.Text(message).StartsWith("📟", StringComparison.Ordinal)).ShouldHaveSingleItem();
        Chat.World.Text(told).ShouldContain("Shop is down: people are being paged.");
        told.Pinged.ShouldBeEmpty();
        (await Chat.PressesOn("zainab", told, "Acknowledge")).IsRefused.ShouldBeFalse();
        told.Components.Count.ShouldBe(0);

        await Chat.Declares("Keys leaked", "private:true");
        var secret = Chat.Reads("general").Where(text => text.StartsWith("📟", StringComparison.Ordinal)).ToList()[^1];
        secret.ShouldContain("A private incident needs attention");
        secret.ShouldNotContain("Keys");
        Chat.CanSee("tunde", "inc-2").ShouldBeTrue();
        Chat.CanSee("zainab", "inc-2").ShouldBeFalse();
    }

    [Fact]
    public async Task Status_and_preview_say_in_plain_words_what_happens_when()
    {
        await Chat.Applies(TwoLevels);
        await Chat.Types("ada", "/bot settings timezone:Africa/Lagos");
        await Declares();
        await Chat.Advance(Minutes(1));
        var status = (await Chat.Types("chioma", "/escalation status", "inc-1")).Text;
        status.ShouldContain("**1** · Paging by the policy shop since 04:00 WAT. Nobody has answered yet: 1 page sent, now at level 1 of 2.");
        status.ShouldContain("· 04:05 WAT level 2: page everyone who has @operations");
        status.ShouldContain("· 04:15 WAT nobody has answered: said in the channel, and no more pages");
        (await Chat.Types("chioma", "/escalation preview", "inc-1")).Text.ShouldContain("· 04:05 WAT level 2: page everyone who has @operations");
        var other = (await Chat.Types("chioma", "/escalation preview policy:shop", "inc-1")).Text;
        other.ShouldContain("If paging began now, 04:01 WAT, by the policy shop, and nobody answered:");
        other.ShouldContain("· 04:01 WAT level 1: page @Tunde Bello (on call in ops)");
        other.ShouldContain("Nobody was paged.");
    }

    [Fact]
    public async Task The_cards_form_offers_policies_and_schedules_and_what_fits_when_nothing_is_chosen()
    {
        await Chat.Applies(TwoLevels);
        await Declares();
        var form = await Chat.PressesOn("ada", Chat.Card(), "Escalate");
        (await Chat.Fills("ada", form, ("Or by policy or on-call schedule", "On call in ops"), ("Why", "Slow"))).Text.ShouldContain("Paging whoever is on call in ops: Slow");
        form = await Chat.PressesOn("ada", Chat.Card(), "Escalate");
        (await Chat.Fills("ada", form)).Text.ShouldContain("escalates to **level 2** of the policy shop");
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static List<string> Entries(EntryKind kind, Domain.IncidentFile file) => [.. file.Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Text)];

    private Task<Answer> Declares(string options = "severity:sev1") => Chat.Declares("Shop is down", options);

    /// <summary>The pages in the incident's channel, oldest first.</summary>
    private List<Message> Pages() => [.. Chat.Messages("inc-1").Where(message => message.Author == Chat.World.Bot && Chat.World.Text(message).StartsWith("📟", StringComparison.Ordinal) || Chat.World.Text(message).Contains("your help is needed", StringComparison.Ordinal))];
}
