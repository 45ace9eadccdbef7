using System.Collections.Immutable;
using System.Text.RegularExpressions;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Insights;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reports;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Tests.Postmortems;
using NodaTime;

namespace IncidentBot.Domain.Tests.Insights;

public sealed partial class StatisticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Many_incidents_make_the_figures_that_were_approved()
    {
        var stats = Of([.. Month()], [Action(1, due: new DateOnly(2026, 3, 30)), Action(2, due: new DateOnly(2026, 4, 2)), Action(3, due: null), Action(4, due: null) with { State = ActionState.Done }]);
        Golden.Check("stats.txt", StatsText.Write(stats) + "\n");
        Golden.Check("stats.html", StatsPage.Write(stats, Now));
    }

    [Fact]
    public void Every_figure_counts_what_it_says()
    {
        var incidents = new[]
        {
            Incident(1, "2026-03-02T08:00", detected: 5, acknowledged: 7, mitigated: 30, resolved: 60, service: "shop"),
            Incident(2, "2026-03-03T08:30", detected: 15, acknowledged: 20, resolved: 120, service: "Shop", severity: Severity.Sev1),
            Incident(3, "2026-03-07T23:59", service: "mail", severity: Severity.Sev3),
        };
        var stats = Of(incidents);
        stats.ShouldSatisfyAllConditions(
            s => s.Incidents.ShouldBe(3),
            s => s.Open.ShouldBe(1),
            s => s.ToDetect.ShouldBe(new Spread(2, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15))),
            s => s.ToAcknowledge.ShouldBe(new Spread(2, TimeSpan.FromMinutes(3.5), TimeSpan.FromMinutes(5))),
            s => s.ToMitigate.ShouldBe(new Spread(1, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30))),
            s => s.ToResolve.ShouldBe(new Spread(2, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(120))),
            s => s.BySeverity.ShouldBe([(Severity.Sev1, 1), (Severity.Sev2, 1), (Severity.Sev3, 1), (Severity.Sev4, 0)]),
            s => s.ByService.ShouldBe([("shop", 2), ("mail", 1)]),
            s => s.ByWeekday.Where(day => day.Count > 0).ShouldBe([(IsoDayOfWeek.Monday, 1), (IsoDayOfWeek.Tuesday, 1), (IsoDayOfWeek.Sunday, 1)], "a minute to midnight in UTC is Sunday in Lagos"),
            s => s.ByHour.Index().Where(hour => hour.Item > 0).ShouldBe([(0, 1), (9, 2)]));
        Of(incidents, service: "SHOP").ShouldSatisfyAllConditions(s => s.Incidents.ShouldBe(2), s => s.Service.ShouldBe("shop"));
    }

    [Fact]
    public void Time_in_each_status_is_from_one_change_to_the_next_and_comes_together_when_it_comes_back()
    {
        var began = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var incident = Incident(1, "2026-03-02T08:00", resolved: 100) with
        {
            StatusHistory =
            [
                new(IncidentStatus.Investigating, began, Given.Ada), new(IncidentStatus.Identified, began.AddMinutes(10), Given.Ada), new(IncidentStatus.Investigating, began.AddMinutes(40), Given.Ada),
                new(IncidentStatus.Monitoring, began.AddMinutes(60), Given.Ada), new(IncidentStatus.Resolved, began.AddMinutes(100), Given.Ada),
            ],
        };
        Of([incident]).InStatus.Select(one => (one.Status, one.Spent.Median.TotalMinutes)).ShouldBe([(IncidentStatus.Investigating, 30), (IncidentStatus.Identified, 30), (IncidentStatus.Monitoring, 40)]);
    }

    [Fact]
    public void What_does_not_count_is_in_no_figure()
    {
        var counted = Incident(1, "2026-03-02T08:00", resolved: 60);
        var stats = Of([
            counted,
            counted with { Id = new(2), Number = 2, IsDrill = true },
            counted with { Id = new(3), Number = 3, IsPrivate = true },
            counted with { Id = new(4), Number = 4, Status = IncidentStatus.FalseAlarm },
            counted with { Id = new(5), Number = 5, Status = IncidentStatus.Duplicate },
            counted with { Id = new(6), Number = 6, Imported = new ImportedReport("a.md", "h", Now, default) { DayAssumed = true } },
            Incident(7, "2025-03-02T08:00", resolved: 60),
        ], [Action(2), Action(3), Action(4), Action(6), Action(7)]);
        stats.ShouldSatisfyAllConditions(s => s.Incidents.ShouldBe(1), s => s.ToResolve!.Count.ShouldBe(1), s => s.OpenActions.ShouldBe(0), s => s.Undated.ShouldBe(1));
        StatsText.Write(stats).ShouldContain("Drills, false alarms, duplicates and private incidents are not counted. Nor is 1 imported report that names no day.");
    }

    [Fact]
    public void What_an_imported_report_does_not_say_is_no_figure()
    {
        var imported = Incident(1, "2026-03-02T08:00", detected: 5, resolved: 60) with { Imported = new ImportedReport("a.md", "h", Now, default) { Guessed = [Milestone.Resolved] } };
        Of([imported]).ShouldSatisfyAllConditions(s => s.ToDetect!.Count.ShouldBe(1), s => s.ToResolve.ShouldBeNull(), s => s.InStatus.ShouldBeEmpty());
        var without = imported with { Imported = imported.Imported with { Guessed = [Milestone.Started] } };
        Of([without]).ShouldSatisfyAllConditions(s => s.ToDetect.ShouldBeNull(), s => s.ToResolve.ShouldBeNull(), s => s.ByHour.Sum().ShouldBe(0), s => s.Incidents.ShouldBe(1));
    }

    [Fact]
    public void Postmortems_are_counted_by_how_far_they_are()
    {
        var resolved = Incident(1, "2026-03-02T08:00", resolved: 60);
        var at = resolved.Milestones.Resolved!.Value;
        var stats = Of([
            resolved,
            Staged(2, PostmortemStage.Draft, new DateOnly(2026, 3, 30)),
            Staged(3, PostmortemStage.InReview, new DateOnly(2026, 3, 31)),
            Staged(4, PostmortemStage.Published, new DateOnly(2026, 3, 5), at.AddDays(4)),
            Staged(5, PostmortemStage.Published, due: null, at.AddDays(-1)),
            Staged(6, PostmortemStage.Draft, due: null) with { Imported = new ImportedReport("a.md", "h", Now, default) },
            Incident(7, "2026-03-02T08:00"),
        ]);
        stats.Postmortems.ShouldBe(new PostmortemFigures { Drafts = 2, InReview = 1, Published = 2, Overdue = 1, ToPublish = new Spread(1, TimeSpan.FromDays(4), TimeSpan.FromDays(4)) });
        StatsText.Write(stats).ShouldContain("Postmortems: 2 drafts, 1 in review and 2 published (median 4 d after the incident); 1 past its date (`/postmortem list`).\n");
        StatsPage.Write(stats, Now).ShouldContain("aria-label=\"Postmortems by stage: draft 2, in review 1, published 2.\"");
        StatsText.Write(Of([Incident(7, "2026-03-02T08:00")])).ShouldNotContain("Postmortems:");

        Incident Staged(int number, PostmortemStage stage, DateOnly? due, DateTimeOffset? set = null) => resolved with
        {
            Id = new(number),
            Number = number,
            Postmortem = new PostmortemState
            {
                Stage = stage,
                StageSet = set is { } when ? new TextChange(when, Given.Ada) : null,
                Due = due is { } day ? new PostmortemDue(day, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), at) : null,
            },
        };
    }

    [Fact]
    public void Nothing_and_one_are_worded_kindly()
    {
        StatsText.Write(Of([])).ShouldBe("""
            **0 incidents** in the last 90 days
            Nothing to count, then. May it stay so; `/stats period:all` looks further back.
            -# Drills, false alarms, duplicates and private incidents are not counted.
            """.ReplaceLineEndings("\n"));
        StatsText.Write(Of([Incident(1, "2026-03-02T08:00", resolved: 60)])).ShouldContain("One incident is a story, not a statistic: read its postmortem.");
        StatsPage.Write(Of([]), Now).ShouldContain("May it stay so.");
    }

    [Fact]
    public void The_message_fits_into_Discord_and_its_lines_onto_a_phone_whatever_is_in_it()
    {
        var services = Enumerable.Range(0, 20).Select(n => new string('W', 40) + n).ToImmutableArray();
        var stats = Of([.. Enumerable.Range(1, 60).Select(n => Incident(n, "2026-03-02T08:00", 5, 7, 30, 60 * 24 * 40) with { Services = services, Cause = new Statement($"{new string('x', 30 + (n / 2))} {new string('y', 500)} n{n}", Given.Ada, Now) })]);
        var text = StatsText.Write(stats);
        text.Length.ShouldBeLessThanOrEqualTo(2000);
        text.ShouldEndWith("are not counted.");
        foreach (var block in text.Split("```").Where((_, n) => n % 2 == 1)) block.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(34);
    }

    [Fact]
    public void The_page_asks_nothing_of_the_network_and_what_people_typed_stays_text()
    {
        var hostile = "<script>alert(1)</script>`\"'&\u202E";
        var page = StatsPage.Write(
            Of([Incident(1, "2026-03-02T08:00", service: hostile) with { Title = hostile, Cause = new Statement($"{hostile} pool", Given.Ada, Now) }, Incident(2, "2026-03-02T08:00", service: hostile) with { Title = hostile, Cause = new Statement($"{hostile} pool", Given.Ada, Now) }], service: hostile),
            Now);
        page.ShouldNotContain("<script");
        page.ShouldNotContain("\u202E");
        page.ShouldContain("&lt;script&gt;");
        page.ShouldContain("default-src 'none'");
        page.ShouldNotContain("style=\"");
        Address().Matches(page).ShouldBeEmpty();
        var xml = page.Replace("<!doctype html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal);
        System.Xml.Linq.XElement.Parse(Meta().Replace(xml, "")).ShouldNotBeNull("every element is closed");
        StatsText.Write(Of([Incident(1, "2026-03-02T08:00", service: hostile)])).Split("```").Length.ShouldBe(7, "a backtick in a name ends no block");
    }

    [Fact]
    public void Causes_that_share_two_words_side_by_side_came_back()
    {
        var found = RepeatCauses.Find([Caused(1, "The connection pool was exhausted"), Caused(2, "A pool of connections too small for the campaign"), Caused(3, "An expired certificate"), Caused(4, "Certificate had expired on the proxy"), Caused(5, "Disk full"), Caused(6, null)], 5);
        found.Select(cause => (cause.Phrase, string.Join(' ', cause.Incidents.Select(incident => incident.Number)))).ShouldBe([("certificate expired", "4 3"), ("pool connections", "2 1")]);
    }

    private static Incident Caused(int number, string? cause) => Incident(number, "2026-03-02T08:00") with { Cause = cause is null ? null : new Statement(cause, Given.Ada, Now) };

    private static Statistics Of(IEnumerable<Incident> incidents, IEnumerable<ActionItem>? actions = null, string? service = null) =>
        Statistics.Of(incidents, actions ?? [], StatsPeriod.Read(null, Now, "Africa/Lagos")!, service, "Africa/Lagos", Now);

    /// <summary>A month of a shop: more by day than by night, some of it the same again.</summary>
    private static IEnumerable<Incident> Month()
    {
        string[] services = ["shop", "checkout", "mail", "search"];
        string[] causes = ["The connection pool was exhausted", "An expired certificate on the proxy", "Disk full on the log host", "Certificate had expired again", "The connection pool of the checkout was too small"];
        for (var n = 1; n <= 24; n++)
        {
            var day = 1 + (n * 7 % 30);
            var hour = 6 + (n * 5 % 16);
            var resolved = n == 24 ? (double?)null : 20 + (n * n % 37 * 9);
            yield return Incident(n, $"2026-03-{day:00}T{hour:00}:10", n % 4 == 0 ? null : 2 + (n % 9), 4 + (n % 11), n % 3 == 0 ? null : 15 + (n % 5), resolved, services[n * n % 4], (Severity)(1 + (n % 4))) with
            {
                Title = $"Something with {services[n * n % 4]}",
                Cause = n % 2 == 0 ? new Statement(causes[n / 2 % 5], Given.Ada, Now) : null,
            };
        }
    }

    private static Incident Incident(
        int number, string began, double? detected = null, double? acknowledged = null, double? mitigated = null, double? resolved = null, string? service = null, Severity severity = Severity.Sev2)
    {
        var start = DateTimeOffset.Parse(began + "Z", System.Globalization.CultureInfo.InvariantCulture);
        var status = resolved is null ? IncidentStatus.Investigating : IncidentStatus.Resolved;
        return new Incident
        {
            Id = new(number),
            Server = Given.Server,
            Number = number,
            Title = "Shop is slow",
            Severity = severity,
            Status = status,
            DeclaredBy = Given.Ada,
            Services = service is null ? [] : [service],
            Milestones = new Milestones { Started = start, Detected = After(detected), Declared = After(detected) ?? start, Acknowledged = After(acknowledged), Mitigated = After(mitigated), Resolved = After(resolved) },
            StatusHistory = [new(IncidentStatus.Investigating, After(detected) ?? start, Given.Ada), .. resolved is null ? (StatusChange[])[] : [new(IncidentStatus.Resolved, After(resolved)!.Value, Given.Ada)]],
        };

        DateTimeOffset? After(double? minutes) => minutes is { } known ? start.AddMinutes(known) : null;
    }

    private static ActionItem Action(int incident, DateOnly? due = null) =>
        new() { Incident = new(incident), Number = 1, Text = "Mend it", Due = due, AddedBy = Given.Ada, AddedAt = Now };

    [GeneratedRegex("(?:https?:)?//|url\\(|@import|src=|href=\"(?!#)", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("<meta[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Meta();
}
