using System.Text.RegularExpressions;

namespace IncidentBot.Tests.Scenarios;

/// <summary>
/// Five incidents that really happened, replayed as chat: each postmortem must hold what the report about it knows, in the section where a reader looks for it.
/// Facts are regular expressions over the text as read, so that wording is free and facts are not.
/// </summary>
public class SeedPostmortemTests
{
    private static Task<PostmortemText> Postmortem(string scenario) => PlayedScenarios.PostmortemOf(scenario);

    public static TheoryData<string> Scenarios => ["backup-server-cold", "campaign-surge", "memory-leak", "erp-database", "cart-500"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task every_postmortem_has_its_sections_in_order_and_none_is_empty(string scenario)
    {
        var postmortem = await Postmortem(scenario);

        postmortem.Title.ShouldStartWith("# Postmortem: INC-1 ");
        postmortem.Headings.ShouldBe(PostmortemText.Sections);
        foreach (var section in PostmortemText.Sections) postmortem[section].ShouldNotBeNullOrWhiteSpace(section);
        postmortem.Measures.ShouldTellInOrder("### Corrective", "### Preventive", "### Tasks");
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task every_timeline_runs_forward_with_the_time_first(string scenario)
    {
        var postmortem = await Postmortem(scenario);

        var times = TimesOf(postmortem.Timeline);
        times.Count.ShouldBeGreaterThan(5);
        times.ShouldBe(times.Order());
    }

    // The overloaded server with the cold backup (no date or zone in the report).

    [Fact]
    public async Task overloaded_server_the_summary_says_when_how_long_and_who_was_hurt()
    {
        var summary = (await Postmortem("backup-server-cold")).Summary;

        summary.ShouldTell("2024-02-13|13 Feb|Feb\\w* 13", @"\b14:00\b", @"\b15:00\b", @"\bGMT\b|UTC\+0", "1 hour|one hour", "sev1|critical");
        summary.ShouldTell("account", "could not process orders", "available goods", "cart");
        summary.ShouldTell("100", "120");
        summary.ShouldTell("backup server");
    }

    [Fact]
    public async Task overloaded_server_the_timeline_knows_the_call_on_the_hotline()
    {
        var timeline = (await Postmortem("backup-server-cold")).Timeline;

        timeline.ShouldHaveALineWith(@"^\W*(\S+ )?14:05", "hotline", "cart");
        timeline.ShouldHaveALineWith(@"14:35|14:36", "100", "120");
        timeline.ShouldHaveALineWith("14:41", "boot");
        timeline.ShouldHaveALineWith("14:57", "moved|backup");
        timeline.ShouldNotTell("coffee", "hacked");
    }

    [Fact]
    public async Task overloaded_server_the_investigation_tells_the_assumption_and_the_line_that_was_fine()
    {
        var investigation = (await Postmortem("backup-server-cold")).Investigation;

        investigation.ShouldTell("physical server has failed or the web server software", "internet");
        investigation.ShouldHaveALineWith("14:18", "internet connection", "works");
        investigation.ShouldNotTell("phisical", "hot, fans on full");
    }

    [Fact]
    public async Task overloaded_server_went_to_the_technical_department_and_its_head_engineer_answered()
    {
        var postmortem = await Postmortem("backup-server-cold");

        postmortem.Escalation.ShouldTell("technical", "14:20", "14:22|2 min", "Kwame Darko", "Ines Kouassi");
        postmortem.Record.ShouldTell("incident commander", "Ines Kouassi");
    }

    [Fact]
    public async Task overloaded_server_the_cause_is_the_chain_from_software_to_heat()
    {
        var postmortem = await Postmortem("backup-server-cold");

        postmortem.RootCause.ShouldTell("web server software", @"\b100\b", @"\b120\b", "overheat");
        postmortem.Resolution.ShouldTell("backup server", "boot", "data logs|transactions");
    }

    [Fact]
    public async Task overloaded_server_has_its_measures_by_kind_with_owner_and_due()
    {
        var postmortem = await Postmortem("backup-server-cold");

        postmortem.Corrective.ShouldTell("second physical server", "always");
        postmortem.Preventive.ShouldTell("monitoring", "before customers");
        postmortem.Corrective.ShouldNotTell("monitoring system that catches");
        postmortem.Measures.ShouldHaveALineWith("second physical server", "Ines Kouassi", "2024-03-15|15 Mar|Mar\\w* 15");
        postmortem.Measures.ShouldHaveALineWith("monitoring", "Samir Haddad", "2024-02-27|27 Feb|Feb\\w* 27");
    }

    // The campaign nobody load tested; nothing was marked.

    [Fact]
    public async Task campaign_the_summary_is_in_the_winter_time_that_began_that_morning()
    {
        var summary = (await Postmortem("campaign-surge")).Summary;

        summary.ShouldTell("2023-11-05|5 Nov|Nov\\w* 5", @"\b14:00\b", @"\b16:30\b", @"\bEST\b|UTC[-−]0?5", "2 hours(,| and|, and)? 30 minutes");
        summary.ShouldNotTell(@"\bEDT\b", @"\b19:00\b");
        summary.ShouldTell("30 ?%|30 percent");
        summary.ShouldTell("marketing campaign", "load test");
    }

    [Fact]
    public async Task campaign_the_timeline_has_detection_surge_scaling_and_recovery()
    {
        var timeline = (await Postmortem("campaign-surge")).Timeline;

        timeline.ShouldHaveALineWith("14:00", "monitoring", "alert", "response time", "error rate");
        timeline.ShouldHaveALineWith("14:30", "not a ddos");
        timeline.ShouldHaveALineWith("15:00", "optimize|config");
        timeline.ShouldHaveALineWith("15:30", "scal|adding");
        timeline.ShouldHaveALineWith("16:00", "new servers", "deployed");
        timeline.ShouldHaveALineWith("16:29|16:30", "operational|resolved");
        timeline.ShouldNotTell("pizza", "grafana", "its you");
    }

    [Fact]
    public async Task campaign_the_investigation_tells_the_attack_that_was_none_and_the_tuning_that_failed()
    {
        var investigation = (await Postmortem("campaign-surge")).Investigation;

        investigation.ShouldTellInOrder("assume its a ddos", "not a ddos", "did not help");
        investigation.ShouldTell("14:10", "14:30", "15:00", "suggested");
    }

    [Fact]
    public async Task campaign_the_cause_and_the_fix_come_from_the_talk_and_say_so()
    {
        var postmortem = await Postmortem("campaign-surge");

        postmortem.RootCause.ShouldTell("suggested", "surge in traffic", "marketing campaign", "without proper load testing", "overwhelmed");
        postmortem.RootCause.ShouldNotTell("we assume its a ddos");
        postmortem.Resolution.ShouldTell("suggested", "new servers", "deployed", "fully operational|back to normal");
        postmortem.Resolution.ShouldNotTell("pizza");
    }

    [Fact]
    public async Task campaign_all_five_follow_ups_are_among_the_measures()
    {
        var measures = (await Postmortem("campaign-surge")).Measures;

        measures.ShouldTell("load test before any new marketing campaign", "scalable and elastic", "monitoring so it detects traffic surges", "incident response plan", "train the team");
        measures.ShouldNotTell("i'll come to that one");
    }

    [Fact]
    public async Task campaign_nobody_was_called_and_the_escalation_says_so_without_inventing_one()
    {
        var escalation = (await Postmortem("campaign-surge")).Escalation;

        escalation.ShouldNotTell("acknowledged by", "paged .* (at|after)");
        escalation.ShouldTell(@"/escalate|\bnobody\b|\bno one\b|\bnot\b|\bnone\b");
    }

    // The memory leak.

    [Fact]
    public async Task memory_leak_the_summary_says_when_how_long_how_many_and_why()
    {
        var summary = (await Postmortem("memory-leak")).Summary;

        summary.ShouldTell("2023-05-10|10 May|May 10", @"\b14:30\b", @"\b17:00\b", @"\bWAT\b|UTC\+0?1", "2 hours(,| and|, and)? 30 minutes", "sev1|critical");
        summary.ShouldTell("80 ?%|80 percent", "all functions", "memory leak", "restarted|fixed in the code");
    }

    [Fact]
    public async Task memory_leak_the_timeline_has_the_report_s_steps()
    {
        var timeline = (await Postmortem("memory-leak")).Timeline;

        timeline.ShouldHaveALineWith("14:30", "monitoring team");
        timeline.ShouldHaveALineWith("14:35", "restart", "no change");
        timeline.ShouldHaveALineWith("14:40", "server configuration");
        timeline.ShouldHaveALineWith("15:00", "leak");
        timeline.ShouldHaveALineWith("15:45", "cache", "frees");
        timeline.ShouldHaveALineWith("16:30", "deployed", "restarted");
        timeline.ShouldHaveALineWith("16:40", "working again");
        timeline.ShouldNotTell("wrong channel", "town hall", "👀", "🎉", "Restarting the server");
    }

    [Fact]
    public async Task memory_leak_the_investigation_tells_the_restart_and_the_configuration()
    {
        var investigation = (await Postmortem("memory-leak")).Investigation;

        investigation.ShouldTell("problem in the server configuration", "configs are the same", "restarted the server to get it back, no change", "looks like a leak");
        investigation.ShouldTell("14:40", "14:58", "15:00");
    }

    [Fact]
    public async Task memory_leak_development_was_asked_more_than_once_before_it_answered()
    {
        var escalation = (await Postmortem("memory-leak")).Escalation;

        escalation.ShouldTell("developers", "15:03", "Ada Obi", "memory leak in the application code, operations cannot fix it");
        escalation.ShouldTell("15:14|11 min", "Tunde Bello");
        escalation.ShouldTell("15:08|15:13|3 (pages|times)|three|page 3|attempt 3");
        escalation.ShouldTell("Zainab Musa");
    }

    [Fact]
    public async Task memory_leak_cause_and_resolution_are_what_people_recorded()
    {
        var postmortem = await Postmortem("memory-leak");

        postmortem.RootCause.ShouldTell("memory leak in the application code", "until the server shut down");
        postmortem.Resolution.ShouldTell("fixed in the code", "optimized", "restarted", "full potential");
        postmortem.RootCause.ShouldNotTell("suggested.*configuration");
    }

    [Fact]
    public async Task memory_leak_has_all_measures_by_kind_with_owner_and_due()
    {
        var postmortem = await Postmortem("memory-leak");

        postmortem.Corrective.ShouldTell("review the application code");
        postmortem.Preventive.ShouldTell("code reviews", "before the code reaches production", "granular resource usage", "robust monitoring", "documentation and training");
        postmortem.Measures.ShouldHaveALineWith("review the application code", "Tunde Bello", "2023-05-17|17 May|May 17");
        postmortem.Measures.ShouldHaveALineWith("training", "Femi Adeyemi", "2023-06-09|9 Jun|Jun\\w* 9");
    }

    // The ERP system and its database server; nothing was marked.

    [Fact]
    public async Task erp_the_summary_says_three_hours_and_everybody()
    {
        var summary = (await Postmortem("erp-database")).Summary;

        summary.ShouldTell("2019-06-20|20 Jun|Jun\\w* 20", @"\b10:00\b", @"\b13:00\b", @"\bEAT\b|UTC\+0?3", "3 hours|three hours", "sev1|critical");
        summary.ShouldTell("100 ?%|100 percent", "database server");
    }

    [Fact]
    public async Task erp_the_timeline_runs_from_the_finance_team_to_the_restart()
    {
        var timeline = (await Postmortem("erp-database")).Timeline;

        timeline.ShouldHaveALineWith("10:0[01]", "finance team");
        timeline.ShouldHaveALineWith("10:15", "IT team");
        timeline.ShouldHaveALineWith("11:00", "database server", "does not respond");
        timeline.ShouldHaveALineWith("12:00", "restarted the database server");
        timeline.ShouldHaveALineWith("12:04|12:06", "working again|confirms");
        timeline.ShouldNotTell("payroll", "early tea", "cake", "60%", "morning everyone");
    }

    [Fact]
    public async Task erp_the_investigation_tells_web_server_and_network_and_how_they_were_refuted()
    {
        var investigation = (await Postmortem("erp-database")).Investigation;

        investigation.ShouldTell("web server itself", "restart of the web server did not help", "network between the two rooms", "not the network");
        investigation.ShouldTell("10:24", "10:36", "10:46");
    }

    [Fact]
    public async Task erp_the_it_team_was_called_in_after_a_quarter_of_an_hour() =>
        (await Postmortem("erp-database")).Escalation.ShouldHaveALineWith("10:15", "IT team");

    [Fact]
    public async Task erp_cause_and_resolution_come_from_the_talk()
    {
        var postmortem = await Postmortem("erp-database");

        postmortem.RootCause.ShouldTell("suggested", "failure of one of the database servers", "cpu", "does not respond", "web server unresponsive");
        postmortem.Resolution.ShouldTell("restarted the database server", "working again|confirms");
    }

    [Fact]
    public async Task erp_all_eight_measures_are_there()
    {
        var measures = (await Postmortem("erp-database")).Measures;

        measures.ShouldTell("capacity of the database server", "automatic failover", "real-time monitoring", "regular maintenance");
        measures.ShouldTell("regular load testing", "disaster recovery plan", "system architecture regularly", "training for the operations team");
        measures.ShouldNotTell("cake", "what must we repair");
    }

    [Fact]
    public async Task erp_what_was_called_corrective_or_preventive_stands_there()
    {
        var postmortem = await Postmortem("erp-database");

        postmortem.Corrective.ShouldTell("automatic failover");
        postmortem.Preventive.ShouldTell("disaster recovery plan");
        postmortem.Preventive.ShouldNotTell("automatic failover");
    }

    // The 500 on "add to cart".

    [Fact]
    public async Task cart_the_summary_is_the_third_of_march_and_major()
    {
        var summary = (await Postmortem("cart-500")).Summary;

        summary.ShouldTell("2024-03-03|3 Mar|Mar\\w* 3", @"\b06:00\b", @"\b07:40\b", @"\bSAST\b|UTC\+0?2", "1 hour(,| and|, and)? 40 minutes", "sev2|major");
        summary.ShouldTell("significant number of users", "misconfiguration", "rolled back|rollback");
    }

    [Fact]
    public async Task cart_the_timeline_has_detection_isolation_rollback_and_logging()
    {
        var timeline = (await Postmortem("cart-500")).Timeline;

        timeline.ShouldHaveALineWith("06:00", "monitoring", "500");
        timeline.ShouldHaveALineWith("06:05", "add to cart");
        timeline.ShouldHaveALineWith("06:20", "isolated");
        timeline.ShouldHaveALineWith("07:05", "last known stable configuration");
        timeline.ShouldHaveALineWith("07:10", "error logging", "monitoring");
        timeline.ShouldNotTell("off to bed", "awake, sort of", "there transactions");
    }

    [Fact]
    public async Task cart_the_database_was_suspected_and_cleared()
    {
        var investigation = (await Postmortem("cart-500")).Investigation;

        investigation.ShouldTellInOrder("could it be the database", "db is fine");
        investigation.ShouldTell("06:10", "06:14");
    }

    [Fact]
    public async Task cart_development_slept_through_the_first_pages()
    {
        var postmortem = await Postmortem("cart-500");

        postmortem.Escalation.ShouldTell("developers", "06:15", "06:27|12 min", "Thabo Molefe", "need somebody who knows them");
        postmortem.Escalation.ShouldTell("06:20|06:25|3 (pages|times)|three|page 3|attempt 3");
        postmortem.Record.ShouldTell("Pieter Nel", "Lindiwe Zulu", "06:47");
    }

    [Fact]
    public async Task cart_the_cause_is_preliminary_and_the_resolution_has_three_parts()
    {
        var postmortem = await Postmortem("cart-500");

        postmortem.RootCause.ShouldTell("misconfiguration", "server-side scripts", "purchase transactions", "unhandled exception", "preliminary");
        postmortem.Resolution.ShouldTell("isolated", "last (known )?stable", "rolled back");
    }

    [Fact]
    public async Task cart_has_its_measures_by_kind_with_owner_and_due()
    {
        var postmortem = await Postmortem("cart-500");

        postmortem.Corrective.ShouldTell("pinpoints the specific misconfiguration", "permanent fix", "communication plan");
        postmortem.Preventive.ShouldTell("audits of the server configuration", "testing protocols");
        postmortem.Corrective.ShouldNotTell("audits");
        postmortem.Measures.ShouldHaveALineWith("communication plan", "Sara Pillay", "2024-03-06|6 Mar|Mar\\w* 6");
        postmortem.Measures.ShouldHaveALineWith("audits", "Lindiwe Zulu", "open");
    }

    /// <summary>The first HH:mm of each line; none of the five crosses midnight.</summary>
    private static List<TimeOnly> TimesOf(string timeline) =>
    [
        .. timeline.Split('\n').Select(l => Regex.Match(PostmortemText.AsRead(l), @"^\W*(?<time>\d{2}:\d{2})\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Where(m => m.Success).Select(m => TimeOnly.Parse(m.Groups["time"].Value)),
    ];
}
