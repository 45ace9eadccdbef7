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
        foreach (var block in ReportBlocks.Read(Text(file)).Where(block => block.Kind != BlockKind.Heading && ReportHeadings.OfPlainLine(block.Text) is null))
        {
            // The words of a label and of a date are kept as what they say.
            var content = ReportHeadings.OfLabel(block.Text, 7)?.Content ?? block.Text;
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
    public void An_empty_report_says_nothing() => ReportJson.Write(ReportReader.Read(" \n\n")).ShouldContain("\"title\":null,\"start\":null,\"end\":null");

    private static HashSet<string> Words(string text) => [.. text.ToLowerInvariant().Split([' ', '\n', ',', '.', ':', ';', '"', '\\', '(', ')', '—', '–', '-', '/', '*', '`', '[', ']', '{', '}', '!', '?', '|', '=', '_'], StringSplitOptions.RemoveEmptyEntries)];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder(), file));

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "files");
}
