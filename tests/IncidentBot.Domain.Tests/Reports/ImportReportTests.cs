using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Reports;

namespace IncidentBot.Domain.Tests.Reports;

public sealed class ImportReportTests
{
    private static readonly Asker Importer = Given.By(Given.Ada) with { Now = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero) };

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder()).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Each_report_becomes_a_sound_closed_incident_that_says_all_the_report_says(string name)
    {
        var report = ReportReader.Read(File.ReadAllText(Path.Combine(Folder(), name)));
        var decision = ImportReport.Decide(report, new ReportSource(name, "hash"), known: null, new IncidentId(1), 1, Importer).Decided();
        var state = new IncidentState(decision.Incident).With(decision);
        Invariants.Violations(state).ShouldBeEmpty();
        decision.Owes.ShouldBeEmpty();
        decision.Incident.ShouldSatisfyAllConditions(i => i.Status.ShouldBe(IncidentStatus.Resolved), i => i.IsHistory.ShouldBeTrue(), i => i.Milestones.Resolved.ShouldNotBeNull());

        var kept = string.Join('\n', [decision.Incident.Title, decision.Incident.Summary ?? "", .. decision.Entries.Select(e => e.Text), .. decision.Actions.Select(a => a.Text), .. decision.Incident.WrittenSections.Values.Select(s => s.Text), .. decision.Incident.Imported!.Unplaced]);
        foreach (var said in new[] { report.Summary, report.Impact, report.Detection, report.RootCause, report.Resolution }.OfType<string>()
            .Concat(report.Timeline.Select(line => line.Text)).Concat(report.Misleading).Concat(report.Corrective).Concat(report.Preventive).Concat(report.Measures).Concat(report.Tasks).Concat(report.Lessons).Concat(report.Escalations).Concat(report.Unplaced))
        {
            foreach (var word in said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) kept.ShouldContain(Domain.Words.Harmless.Plain(word));
        }

        var document = DiscordRenderer.Render(PostmortemComposer.Compose(new IncidentFile(decision.Incident, decision.Entries, [], [], decision.Actions, [], Given.Settings)));
        string.Concat(document).ShouldContain(name);
    }

    [Fact]
    public void Any_text_at_all_is_imported_soundly_or_refused_in_words() => Prop.ForAll<string, int>((text, seed) =>
    {
        // Lines of real reports in any order, with anything among them.
        var lines = Directory.GetFiles(Folder()).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).ToArray();
        var random = new System.Random(seed);
        var mixed = string.Join('\n', Enumerable.Range(0, random.Next(1, 30)).Select(_ => lines[random.Next(lines.Length)]).Append(text ?? ""));
        var outcome = ImportReport.Decide(ReportReader.Read(mixed), new ReportSource("a.md", "hash"), known: null, new IncidentId(1), 1, Importer);
        outcome.Sentence.ShouldNotBeEmpty();
        if (outcome.Decision is { } decision) Invariants.Violations(new IncidentState(decision.Incident).With(decision)).ShouldBeEmpty();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_past_midnight_of_a_day_nobody_named_lie_on_the_next()
    {
        var decision = Import("Summary: the mail was down\nTimeline:\n23:50 - Mail queue stops\n00:20 - Restarted the queue, mail flows again\nRoot cause: disk full");
        var entries = decision.Entries.Where(e => e.Kind == Domain.Timeline.EntryKind.KeyEvent).ToList();
        (entries[1].HappenedAt - entries[0].HappenedAt).ShouldBe(TimeSpan.FromMinutes(30));
        entries[1].HappenedAt.ShouldBeLessThanOrEqualTo(Importer.Now);
    }

    [Fact]
    public void Where_no_end_is_given_the_last_time_stands_for_it_and_is_no_figure()
    {
        var decision = Import("Date: 2023-01-05\nTimeline:\n- 10:00 UTC Errors rise\n- 10:40 UTC A thing was tried\nRoot cause: unknown to us");
        decision.Incident.Milestones.Resolved.ShouldBe(new DateTimeOffset(2023, 1, 5, 10, 40, 0, TimeSpan.Zero));
        decision.Incident.Imported!.Guessed.ShouldContain(Milestone.Resolved);
        decision.Answer.ShouldContain("It does not say when it was over: the last time in it was taken.");
    }

    [Fact]
    public void A_clock_that_shows_a_time_twice_means_the_first()
    {
        var berlin = Importer with { Settings = Given.Settings with { TimeZone = "Europe/Berlin" } };
        var report = ReportReader.Read("Date: 2023-10-29\nTimeline:\n- 02:30 Errors rise\n- 04:00 Resolved\nRoot cause: clocks");
        var decision = ImportReport.Decide(report, new ReportSource("a.md", "h"), null, new IncidentId(1), 1, berlin).Decided();
        decision.Incident.Milestones.Started.ShouldBe(new DateTimeOffset(2023, 10, 29, 0, 30, 0, TimeSpan.Zero));
    }

    private static Decision Import(string text) => ImportReport.Decide(ReportReader.Read(text), new ReportSource("a.md", "hash"), null, new IncidentId(1), 1, Importer).Decided();

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "files");
}
