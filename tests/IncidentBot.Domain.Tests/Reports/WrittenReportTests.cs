using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Reports;
using IncidentBot.Domain.Tests.Postmortems;

namespace IncidentBot.Domain.Tests.Reports;

public sealed class WrittenReportTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder()).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_report_is_read_as_a_person_reads_it(string file) =>
        Golden.Check(Path.ChangeExtension(file, ".json"), ReportJson.Write(ReportReader.Read(Text(file)), indented: true) + "\n");

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_of_a_report_is_dropped(string file)
    {
        var report = ReportReader.Read(Text(file));
        var kept = Words(ReportJson.Write(report));
        foreach (var block in ReportBlocks.Read(Text(file)).Where(block => block.Kind is not (BlockKind.Heading or BlockKind.TableHead) && ReportHeadings.OfPlainLine(block.Text) is null))
        {
            // The words of a label and of a date are kept as what they say.
            var content = ReportHeadings.OfLabel(block.Text, 7)?.Content ?? block.Text;
            if (ReportHeadings.OfLabel(block.Text, 7) is { Part: Part.Severity }) continue;
            if (block.Text.EndsWith(':') || (ReportTimes.All(content) is [var time, ..] && time.Length > content.Length / 2)) continue;
            var lost = Words(content).Except(kept).Where(word => word.Length > 5).ToArray();
            (lost.Length * 4).ShouldBeLessThanOrEqualTo(Words(content).Count, $"lost from \"{block.Text}\": {string.Join(", ", lost)}");
        }
    }

    [Fact]
    public void Any_text_at_all_is_read_without_complaint() => Prop.ForAll<string>(text => ReportReader.Read(text ?? "") is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_shuffling_of_the_lines_of_reports_is_read_without_complaint()
    {
        var lines = Directory.GetFiles(Folder()).SelectMany(File.ReadAllLines).ToArray();
        Prop.ForAll(Gen.Elements(lines).ListOf(40).ToArbitrary(), some => ReportReader.Read(string.Join('\n', some)) is not null).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("from 2.00 P.M to 3.00 P.M", "14:00:00", "15:00:00")]
    [InlineData("from 2:30 to 5:00 PM", "14:30:00", "17:00:00")]
    [InlineData("between 11am and 12:30pm", "11:00:00", "12:30:00")]
    [InlineData("from 10:00 PM to 1:15 AM", "22:00:00", "01:15:00")]
    [InlineData("from 06:00 AM until noon, about", "06:00:00", "12:00:00")]
    [InlineData("14h05 - 15h20", "14:05:00", "15:20:00")]
    [InlineData("from 0930 UTC to 11:00 UTC", "09:30:00", "11:00:00")]
    public void Times_are_read_however_they_are_written(string window, string start, string end)
    {
        var report = ReportReader.Read($"Summary:\n\nThe shop was down {window}.");
        report.Start?.Time.ShouldBe(TimeOnly.Parse(start));
        report.End?.Time.ShouldBe(TimeOnly.Parse(end));
    }

    [Theory]
    [InlineData("2024-03-09")]
    [InlineData("2024/03/09")]
    [InlineData("9 March 2024")]
    [InlineData("9th of March, 2024")]
    [InlineData("March 9th, 2024")]
    [InlineData("Saturday, Mar 9 2024")]
    [InlineData("09.03.2024")]
    [InlineData("09-03-2024")]
    public void Dates_are_read_however_they_are_written(string date) =>
        ReportReader.Read($"Date: {date}\n\nRoot cause: a full disk").Start?.Date.ShouldBe(new DateOnly(2024, 3, 9));

    [Theory]
    [InlineData("03/14/2024", "2024-03-14")]
    [InlineData("14/03/2024", "2024-03-14")]
    public void A_month_of_more_than_twelve_is_a_day(string date, string read) =>
        ReportReader.Read($"Date: {date}\n\nRoot cause: a full disk").Start?.Date.ShouldBe(DateOnly.Parse(read));

    [Theory]
    [InlineData("Severity: P1", Severity.Sev1)]
    [InlineData("Severity: SEV-2", Severity.Sev2)]
    [InlineData("Incedent Severity: Major", Severity.Sev2)]
    [InlineData("Priority: 3", Severity.Sev3)]
    [InlineData("Severity level: low", Severity.Sev4)]
    [InlineData("This was a high severity incident.", Severity.Sev2)]
    [InlineData("A major part of the shop was down.", null)]
    public void Severities_are_read_by_any_name(string line, Severity? severity) => ReportReader.Read($"Summary\n\n{line}").Severity.ShouldBe(severity);

    [Theory]
    [InlineData("About 30% of our customers were affected.", 30.0)]
    [InlineData("The issue hit 12.5 percent of active users.", 12.5)]
    [InlineData("Half of the users could not log in.", 50.0)]
    [InlineData("All users were affected.", 100.0)]
    [InlineData("The CPU was at 95%.", null)]
    [InlineData("The disk was 100% full and customers complained.", null)]
    public void The_share_of_users_is_told_from_other_percentages(string line, double? share) =>
        ReportReader.Read($"Impact:\n\n{line}").AffectedPercent.ShouldBe((decimal?)share);

    [Fact]
    public void Two_dates_that_contradict_each_other_are_said()
    {
        var report = ReportReader.Read("Date: 09-03-2024\n\nTimeline:\n\nAt 06:00 AM on March 3rd, 2024 the shop failed.\n\nAt 07:00 AM on March 3rd, 2024 it was back.");
        report.Start?.Date.ShouldBe(new DateOnly(2024, 3, 3));
        report.Unplaced.ShouldContain("The report names 2024-03-09 as well; 2024-03-03 was taken.");
    }

    [Fact]
    public void What_is_labelled_as_detected_may_say_when_and_another_label_how()
    {
        var report = ReportReader.Read("Timeline:\n\n- Issue detected: July 29, 2023, 09:00 AM (UTC)\n- Detection method: An alert on the delay of the replica\n- Resolution: July 29, 10:30 AM (UTC). The replica was made anew.");
        report.Detection.ShouldBe("An alert on the delay of the replica");
        report.Timeline.Select(line => (line.At?.Time, line.Text)).ShouldBe([(new TimeOnly(9, 0), "An alert on the delay of the replica"), (new TimeOnly(10, 30), "The replica was made anew.")]);
    }

    [Fact]
    public void A_month_stands_before_the_day_where_the_time_zone_is_American()
    {
        ReportReader.Read("Summary:\n\nThe shop was down on 9/11/18 from 12:00pm to 12:35pm (PDT).").Start?.Date.ShouldBe(new DateOnly(2018, 9, 11));
        ReportReader.Read("Summary:\n\nThe shop was down on 9/11/18 from 12:00pm to 12:35pm (CET).").Start?.Date.ShouldBe(new DateOnly(2018, 11, 9));
    }

    [Theory]
    [InlineData("06:05 Central African Time (CAT)", "CAT")]
    [InlineData("06:05 West Africa Time", "WAT")]
    [InlineData("6:05 PM Pacific Standard Time", "PST")]
    [InlineData("06:05 GMT + 1", "GMT+1")]
    [InlineData("14:05 UTC - 3 servers were restarted", "UTC")]
    [InlineData("2024-05-01T14:05:00-03:00", "-03:00")]
    public void Zones_are_read_however_they_are_written(string time, string zone) => ReportReader.Read($"Timeline:\n\n- {time} the shop failed").Zone.ShouldBe(zone);

    [Theory]
    [InlineData("14:05 - 3 servers were down", "3 servers were down")]
    [InlineData("00:00 PST - 500 error for everybody", "500 error for everybody")]
    [InlineData("10:00-10:30 AM (UTC): Looked in the wrong place", "Looked in the wrong place")]
    [InlineData("On May 10, 3 customers called", "3 customers called")]
    public void A_number_behind_a_time_belongs_to_the_text(string line, string text) =>
        ReportReader.Read($"Date: May 10, 2023\n\nTimeline:\n\n- {line}").Timeline.ShouldHaveSingleItem().Text.ShouldEndWith(text);

    [Theory]
    [InlineData("On 5 November, 2023, from 2:00 PM to 4:30 PM (EST), the web server of our shop experienced an outage, resulting in error messages.", "Outage of the web server of our shop")]
    [InlineData("The outage affected our main web application, causing trouble for many.", "Outage of our main web application")]
    [InlineData("This outage occurred from 3:00 PM to 4:30 PM CAT on April 17th. During this time, the website was down and nobody could use it.", "Website down")]
    [InlineData("Imagine a Saturday morning without coffee. Our coffee machine was unreachable for two hours.", "Coffee machine unreachable")]
    [InlineData("Upon the release of version 3, approximately 4:00 GMT, an error occurred on the small server.", "Error on the small server")]
    [InlineData("The incident constituted a server failure on our online shop.", "Server failure on our online shop")]
    public void A_report_without_a_title_is_named_by_what_was_out_of_order(string summary, string title) =>
        ReportReader.Read($"Issue summary:\n\n{summary}\n\nRoot cause:\n\nsomething").Title.ShouldBe(title);

    [Theory]
    [InlineData("# 2018-02-12, Hub does not start", "Hub does not start")]
    [InlineData("# Postmortem: Web outage - April 10, 2024", "Web outage")]
    [InlineData("# Web outage on 4 May 2024 - Incident report", "Web outage")]
    [InlineData("# INC-2026-001: Slow checkout", "Slow checkout")]
    [InlineData("Postmoterm Report: The grey seats\n\nIssue Summary:", "The grey seats")]
    [InlineData("Web server 02 down.\n\nIssue Summary:", "Web server 02 down")]
    public void A_title_is_what_happened_without_its_day_and_the_kind_of_document(string top, string title) =>
        ReportReader.Read($"{top}\n\nThe disk of the server was full.\n\nRoot cause:\n\nsomething").Title.ShouldBe(title);

    // Each word is used once: one that is missing was lost, not repeated elsewhere.
    [Fact]
    public void Every_word_that_is_no_heading_and_no_value_is_somewhere_in_what_was_read() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new System.Random(seed);
        var used = new List<string>();
        var text = string.Join('\n', Enumerable.Range(0, random.Next(1, 40)).Select(_ => Line(random, used)));
        var json = ReportJson.Write(ReportReader.Read(text));
        used.Where(word => !json.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(text);
    }).QuickCheckThrowOnFailure();

    private static string Line(System.Random random, List<string> used)
    {
        string[] headings = ["# Issue summary", "## Timeline", "Root cause:", "**Impact**", "Corrective and preventative measures:", "### Resolution", "TASKS", "Lessons learned", "## Something else", "Detection", "Root cause and resolution", "Debugging process", "Escalation:"];
        string[] labels = ["Impact: ", "- **Root cause:** ", "Resolution: ", "- Task: ", "* Detection: ", "Deadline: ", "- Monitoring: ", "Severity: high, ", "Conclusion: "];
        string[] starts = ["10:05 AM - ", "- 14:00 UTC: ", "| 09:30 | ", "* ", "  - ", "1. ", "    ", "> ", "- [ ] ", "T+5 ", "#### 11:10 ", "The outage was caused by ", "It was resolved by ", "We suspected ", "From 2:00 PM to 4:30 PM "];
        string Words()
        {
            var words = Enumerable.Range(0, random.Next(3, 12)).Select(_ => $"q{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}x{used.Count + random.Next(1000, 9999)}z{random.Next(10_000)}").ToArray();
            used.AddRange(words);
            return string.Join(' ', words) + (random.Next(2) == 0 ? "." : "");
        }

        return random.Next(5) switch
        {
            0 => headings[random.Next(headings.Length)],
            1 => labels[random.Next(labels.Length)] + Words(),
            2 => starts[random.Next(starts.Length)] + Words(),
            3 => "",
            _ => Words() + " " + Words(),
        };
    }

    [Theory]
    [InlineData("a")]
    [InlineData("10:00 ")]
    [InlineData("10:00\n")]
    [InlineData("May 10, 2023 ")]
    [InlineData("1 ")]
    [InlineData("**a ")]
    [InlineData("`a")]
    [InlineData("![")]
    [InlineData("[a](")]
    [InlineData("<a ")]
    [InlineData("<!--")]
    [InlineData("5% ")]
    [InlineData("a, ")]
    [InlineData("Root cause: ")]
    [InlineData("5 minutes and ")]
    [InlineData("# a\n")]
    [InlineData("- Tasks:\n")]
    [InlineData("x. 10:00: y. ")]
    public void A_text_that_repeats_itself_is_read_like_any_other(string piece)
    {
        // Its expressions give up after a second; a report that makes one of them give up comes back as lines that fit nowhere.
        var text = "Summary\n\n" + string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
        var report = ReportReader.Read(text);
        report.Unplaced.ShouldNotContain("Summary");
    }

    [Fact]
    public void An_empty_report_says_nothing() => ReportJson.Write(ReportReader.Read(" \n\n")).ShouldContain("\"title\":null,\"start\":null,\"end\":null");

    private static HashSet<string> Words(string text) => [.. text.ToLowerInvariant().Split([' ', '\n', ',', '.', ':', ';', '"', '\\', '(', ')', '—', '–', '-', '/', '*', '`', '[', ']', '{', '}', '!', '?', '|', '=', '_'], StringSplitOptions.RemoveEmptyEntries)];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder(), file));

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "files");
}
