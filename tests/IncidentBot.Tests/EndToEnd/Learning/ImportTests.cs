using System.Text;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage;

namespace IncidentBot.Tests.EndToEnd.Learning;

/// <summary>Reports that were written before the bot came become closed incidents, quietly, and say what of them is not certain.</summary>
public sealed class ImportTests : EndToEndTest
{
    private const string Report = """
        # Shop down during the campaign

        Date: 2023-11-05, 14:00 to 16:30 EST. Severity: major

        ## Impact
        30% of customers saw errors.

        ## Timeline
        - 14:00 Monitoring detected rising response times
        - 14:10 The team assumed a DDoS attack
        - 16:30 Servers were added and the shop was back

        ## Root cause
        The connection pool of the checkout was exhausted by a surge in traffic.

        ## Resolution
        The team added servers.

        ## Preventive measures
        - Load tests before campaigns
        - Alerts on traffic surges
        """;

    private Task<Answer> Imports(string text, string name = "report.md", string options = "", string who = "ada") =>
        Chat.TypesWith(who, $"/postmortem import report:{name} {options}", (name, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_report_becomes_a_closed_incident_without_channel_and_nobody_is_told()
    {
        var channels = Chat.World.Guild.Channels.Count;
        var answer = await Imports(Report);
        answer.IsPrivate.ShouldBeTrue();
        answer.Text.ShouldStartWith("**INC-1** is in the record: Shop down during the campaign · SEV2 (major)");
        answer.Text.ShouldContain("It is closed, has no channel, and nobody was told.");

        var file = await Chat.File(1);
        file.Incident.ShouldSatisfyAllConditions(
            i => i.Status.ShouldBe(IncidentStatus.Resolved),
            i => i.Milestones.Started.ShouldBe(new DateTimeOffset(2023, 11, 5, 19, 0, 0, TimeSpan.Zero)),
            i => i.Milestones.Detected.ShouldBe(new DateTimeOffset(2023, 11, 5, 19, 0, 0, TimeSpan.Zero)),
            i => i.Milestones.Resolved.ShouldBe(new DateTimeOffset(2023, 11, 5, 21, 30, 0, TimeSpan.Zero)),
            i => i.Cause!.Text.ShouldStartWith("The connection pool"),
            i => i.Fix!.Text.ShouldStartWith("The team added servers"),
            i => i.Impacts.ShouldHaveSingleItem().Percent.ShouldBe(30),
            i => i.Imported!.File.ShouldBe("report.md"),
            i => i.Channel.ShouldBeNull());
        file.Entries.Where(e => e.Kind is EntryKind.KeyEvent or EntryKind.RuledOut).Select(e => e.HappenedAt.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(["19:00", "19:10", "21:30"]);
        file.Actions.Select(a => (a.Kind, a.Text)).ShouldBe([(ActionKind.Preventive, "Load tests before campaigns"), (ActionKind.Preventive, "Alerts on traffic surges")]);
        Invariants.Violations(Domain.IncidentState.Of(file)).ShouldBeEmpty();

        await Chat.Advance(TimeSpan.FromHours(1));
        Chat.World.Guild.Channels.Count.ShouldBe(channels);
        Chat.Pinged.ShouldBeEmpty();
        (await Chat.Driven.Store.ListAgendaAsync(file.Incident.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_file_is_told_and_changes_nothing_and_a_changed_one_is_another()
    {
        await Imports(Report);
        (await Imports(Report, "copy.md")).ShouldRefuse("\"copy.md\" was imported before, as INC-1", "Nothing was changed.");
        (await Imports(Report + "\nMore.", "report.md")).Text.ShouldStartWith("**INC-2**");
        await Chat.Declares();
        (await Chat.File(3)).Incident.Title.ShouldBe("Shop is down", "numbers go on without holes");
    }

    [Fact]
    public async Task What_a_report_leaves_out_is_assumed_in_the_plainest_way_and_said()
    {
        const string Untidy = "INCIDENT SUMMARY\nThe server failed from 2.00 P.M to 3.00 P.M.\n\nROOT CAUSE\nToo many requests for one server.\n";
        var answer = await Imports(Untidy, "old.txt");
        answer.Text.ShouldContain("The report names no day: 3 March 2026, the last it can have been, was taken.");
        answer.Text.ShouldContain("It names no time zone that is known: its times were read in this server's, Etc/UTC.");
        answer.Text.ShouldContain("It gives no severity: SEV3 (minor) was taken.");
    }

    [Fact]
    public async Task A_day_that_is_still_to_come_is_refused_and_can_be_given()
    {
        const string Untidy = "INCIDENT SUMMARY\nThe server failed from 2.00 P.M to 3.00 P.M.\n\nROOT CAUSE\nToo many requests for one server.\n";
        (await Imports("Date: 2031-01-02\n" + Untidy, "old.txt")).ShouldRefuse("which has not come yet", "`day`", "Nothing was imported.");
        (await Imports(Untidy, "old.txt", "day:2021-02-03 service:shop")).Text.ShouldContain("3 February 2021 was given for it");
        var incident = (await Chat.File(1)).Incident;
        incident.Milestones.Started.ShouldBe(new DateTimeOffset(2021, 2, 3, 14, 0, 0, TimeSpan.Zero));
        incident.Imported!.DayAssumed.ShouldBeFalse();
        incident.Services.ShouldBe(["shop"]);
        (await Imports(Untidy, "old.txt", "day:3.2.2021")).ShouldRefuse("is not a day as I read it");
    }

    [Fact]
    public async Task What_is_no_report_is_refused()
    {
        (await Imports("Dear all, see you on Monday.", "letter.txt")).ShouldRefuse("Nothing in \"letter.txt\" reads like an incident report");
        (await Chat.TypesWith("ada", "/postmortem import report:photo.png", ("photo.png", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]))).ShouldRefuse("\"photo.png\" cannot be read: it is not a text.");
        (await Chat.Driven.Store.ListIncidentsAsync(new Domain.ServerId(Chat.World.Guild.Id), new IncidentFilter())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Corrections_to_it_make_no_noise_until_its_postmortem_is_posted_on_request()
    {
        await Imports(Report);
        await Chat.Uses("ada", "incident cause", "general", ("text", "The pool was exhausted"), ("incident", "1"));
        await Chat.Types("ada", "/action done number:1 incident:1");
        await Chat.Settle();
        Chat.FindChannel("postmortems").ShouldBeNull();
        await Chat.Types("ada", "/postmortem regenerate incident:1");
        await Chat.Advance(TimeSpan.FromMinutes(1));
        string.Join('\n', Chat.Reads("postmortems")).ShouldContain("Shop down during the campaign");
        Chat.FindChannel("incidents").ShouldBeNull();
    }

    [Fact]
    public async Task Hostile_text_in_a_report_pings_nobody_and_stays_text()
    {
        var answer = await Imports(Report.Replace("Shop down during the campaign", "@everyone **[x](https://evil.example)** <@&1>", StringComparison.Ordinal), "@everyone.md");
        answer.Text.ShouldNotContain("**[x](https://evil.example)**");
        Chat.Pinged.ShouldBeEmpty();
        foreach (var part in (await Chat.Types("ada", "/postmortem show incident:1")).Text.Split('\n')) part.ShouldNotContain("[x](https://evil.example)");
        Chat.Pinged.ShouldBeEmpty();
    }
}
