using IncidentBot.Tests.Replay;

namespace IncidentBot.Tests.Scenarios;

/// <summary>Incidents of other kinds: across midnight with the bot away, nothing marked at all, and a tour of the commands.</summary>
public class OtherPostmortemTests
{
    [Fact]
    public async Task an_incident_across_midnight_shows_its_dates_and_keeps_its_order()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("expired-certificate-midnight");

        postmortem.Summary.ShouldTell("2024-11-19|19 Nov", "2024-11-20|20 Nov", @"\b23:30\b", @"\b00:45\b", @"\bCET\b|UTC\+1", "1 hour(,| and|, and)? 15 minutes");
        postmortem.Timeline.ShouldTellInOrder("19 Nov|2024-11-19", "23:34", "23:46", "20 Nov|2024-11-20", "00:31");
        postmortem.Record.ShouldTellInOrder("Jonas Weber", "Aylin Kaya");
    }

    [Fact]
    public async Task what_was_said_and_edited_while_the_bot_was_away_is_in_the_record()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("expired-certificate-midnight");

        postmortem.RootCause.ShouldTell("certificate expired", "renewal job fails silently");
        postmortem.Timeline.ShouldHaveALineWith("23:58", "certificate expired");
        postmortem.Investigation.ShouldTellInOrder("i suspect the load balancer update", "not the update");
        postmortem.Escalation.ShouldTell("Mateus Pires", "23:50", "00:06|16 min");
        postmortem.Whole.ShouldNotTell("give me 5");
    }

    [Fact]
    public async Task paging_by_a_policy_is_told_step_by_step_with_the_time_each_level_took()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("operations-policy");

        postmortem.Escalation.ShouldTellInOrder(
            "the policy .*store.* was taken, because store is given to it",
            "06:02.* level 1: Pieter Nel \\(on call in nights\\) was asked",
            "06:03.* acknowledged by Pieter Nel, 1 minute after level 1 was asked",
            "06:15.* Pieter Nel escalated to the next level: 500 comes from the purchase scripts",
            "06:15.* level 2: everyone who has @developers was asked",
            "06:25.* level 2, round 2: everyone who has @developers was asked",
            "06:35.* level 2, round 3: everyone who has @developers was asked",
            "06:41.* acknowledged by Thabo Molefe, 6 minutes after level 2 was asked",
            "level 1: 1 minute; level 2 .asked 3 times.: 6 minutes");
        postmortem.Timeline.ShouldTellInOrder("Paging by the policy store began", "Thabo Molefe answered");
    }

    [Fact]
    public async Task a_code_block_in_talk_stays_whole()
    {
        var markdown = (await PlayedScenarios.PostmortemOf("expired-certificate-midnight")).Whole;

        markdown.ShouldContain("notAfter=Nov 19 22:30:00 2024 GMT");
        (markdown.Split('\n').Count(l => l.TrimStart().StartsWith("```", StringComparison.Ordinal)) % 2).ShouldBe(0);
    }

    [Fact]
    public async Task messy_talk_without_a_mark_still_gives_a_postmortem()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("payments-unmarked");

        postmortem.Summary.ShouldTell("14 Jun|2024-06-14", @"\b17:12\b", @"\b18:35\b", @"\bWEST\b|UTC\+1", "1 hour(,| and|, and)? 23 minutes");
        postmortem.Investigation.ShouldTellInOrder("our deploy from 16:50", "no change after the rollback");
        postmortem.RootCause.ShouldTell("suggested", "frankfurt lost power");
        postmortem.Resolution.ShouldTell("suggested", "switched all card traffic over to the second provider");
        postmortem.Measures.ShouldTell("switch over automatically", "second provider every month");
    }

    [Fact]
    public async Task messy_talk_leaves_its_chatter_outside()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("payments-unmarked");

        postmortem.Timeline.ShouldHaveALineWith("18:20", "second provider");
        postmortem.Whole.ShouldNotTell("charger", "beer", "friday 17h", "great. not great");
    }

    [Fact]
    public async Task what_was_recorded_by_hand_stands_once_and_in_its_place()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("lab-results-by-hand");

        postmortem.Summary.ShouldTell("22 August 2023", "from 09:40 to 13:00 IST", "3 hours, 20 minutes", "SEV2 .major., first SEV3, at its worst SEV1", @"64% of users \(310 people\)", "mitigated at 12:27", "head nurse of ward 7");
        postmortem.Timeline.ShouldTellInOrder("09:40 .*Started", "10:50 .*Detected", "11:05 Declared, SEV3", "SEV3 → SEV1", "11:46 .*5 minutes", "11:55.*Root cause.*lost its index", "12:27 .*Fix.*Index is back", "SEV1 → SEV2", "13:00 Resolved");
        postmortem.Timeline.Split('\n').Count(line => line.StartsWith("- 13:00", StringComparison.Ordinal)).ShouldBe(1);
        postmortem.Whole.ShouldNotTell("suggested");
        postmortem.Investigation.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldTellInOrder("Network between lab and data centre", "ruled out", "Packet loss is zero", "18 minutes later");
        postmortem.RootCause.ShouldTell("vacuum script dropped the index on patient.?id");
        postmortem.Corrective.ShouldTell("three other indexes.*Fatima Shaikh, due 23 Aug 2023, done 22 Aug 2023");
        postmortem.Preventive.ShouldTell("HL7 queue.*Ravi Kulkarni, due 29 Aug 2023, open", "compare the schema before and after");
        postmortem.Record.ShouldTell("Ravi Kulkarni, from 11:08 to 12:12", "Fatima Shaikh, from 12:12", "Time to detect:.* 1 hour, 10 minutes", "Time to mitigate:.* 2 hours, 47 minutes");
        postmortem["Lessons learned"].ShouldTell("SEV3 became SEV1");
    }

    [Fact]
    public async Task an_incident_led_by_buttons_through_the_repeated_hour_keeps_its_times_apart_and_no_secret()
    {
        var postmortem = await PlayedScenarios.PostmortemOf("smart-locks-repeated-hour");

        postmortem.Summary.ShouldTell("6 April 2024, 22:03 NZDT to Sunday, 7 April 2024, 04:00 NZST", "6 hours, 57 minutes", "SEV3 .minor., first SEV1", "three guests stand before locked doors", "46,000 locks");
        postmortem.Timeline.ShouldTellInOrder("put back from 03:00 NZDT to 02:00 NZST on 7 April", "6 April", "22:05 Declared", "22:07 .*Finn Hale took it on", "22:10.*Grace Li for help: Cloud side", "22:13 .*Grace Li answered", "22:16 .*Redacted a message", "22:20 .*Update", "22:32.*Root cause", "SEV1 → SEV3", "7 April", "04:00 Resolved");
        postmortem.Timeline.ShouldNotTell("04:00 .*Root cause");
        postmortem.Whole.ShouldNotTell("Tr0ub4dor");
        postmortem.Measures.ShouldTell("Stop the rollout of firmware 2.9.1.*Finn Hale, due 7 Apr 2024, done 8 Apr 2024", "Grace Li, due 20 Apr 2024");
        postmortem.Whole.ShouldTell("Published 9 Apr 2024, 06:00 NZST, by Aroha Ngata, without the sign-off");

        var said = (await PlayedScenarios.RecordOf("smart-locks-repeated-hour")).Talk.Where(message => message.Text.Contains("still quiet", StringComparison.Ordinal)).Select(message => message.SaidAt).ToList();
        (said[1] - said[0]).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task the_tour_of_the_commands_goes_through_to_its_last_step() =>
        (await ScenarioRunner.RunAsync(ScenarioFiles.Named("tour"))).PostmortemMarkdown.ShouldContain("Laptop lost in a taxi");

    [Fact]
    public async Task an_alert_opens_it_and_its_end_is_heard_though_the_bot_was_away()
    {
        var text = (await ScenarioRunner.RunAsync(ScenarioFiles.Named("alerted"))).PostmortemMarkdown;
        text.ShouldStartWith("# Postmortem: INC-1 More than 10,000 orders wait");
        text.ShouldContain("Alert from Grafana: More than 10,000 orders wait");
        text.ShouldContain("Alert over, after 17 minutes: More than 10,000 orders wait");
        text.ShouldContain("05:57 EAT");
        text.ShouldContain("SEV2 (major)");
    }
}
