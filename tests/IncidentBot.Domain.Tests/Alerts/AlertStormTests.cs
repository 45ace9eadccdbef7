using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Alerts;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Tests.Alerts;

/// <summary>Whatever a monitoring system sends, in whatever order and however often.</summary>
public sealed class AlertStormTests
{
    private static readonly Asker Bot = new(new PersonId(99), Given.Now, Given.Settings) { ManagesServer = true };

    private static Arbitrary<Report[]> Storms => Arb.From(
        from reports in (
            from thing in Gen.Choose(0, 25)
            from firing in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from episode in Gen.Choose(0, 2)
            from grouped in Gen.Elements(false, false, true)
            from severity in Gen.Choose(1, 4)
            from wait in Gen.Choose(0, 90)
            select new Report(thing, firing, episode, grouped, severity, wait)).ListOf()
        select reports.ToArray(),
        storm => Enumerable.Range(0, storm.Length).Select(left => storm.Where((_, i) => i != left).ToArray()));

    [Fact]
    public void However_many_come_five_incidents_are_opened_in_ten_minutes_at_most_and_every_record_is_legal() => Tell(board =>
    {
        var opened = board.Incidents.Values.Where(state => state.Incident.OpenedByAlert).Select(state => state.Incident.Milestones.Declared).Order().ToList();
        opened.Zip(opened.Skip(AlertRoute.MostDeclared)).ShouldAllBe(pair => pair.Second - pair.First >= AlertRoute.StormWindow);
        foreach (var state in board.Incidents.Values)
        {
            Invariants.Violations(state).ShouldBeEmpty();
            state.Incident.Alerts.Select(alert => alert.Key).ShouldBeUnique();
            state.Entries.Count(entry => entry.Kind == EntryKind.Alert).ShouldBeLessThanOrEqualTo(ReceiveAlert.MostEntries + 1);
            (AlertWords.News(state.Incident)?.Length ?? 0).ShouldBeLessThanOrEqualTo(2000);
            state.Incident.IsOpen.ShouldBeTrue("an alert never closes an incident");
        }
    });

    [Fact]
    public void A_report_that_is_sent_twice_is_counted_and_changes_nothing_else() => Tell(
        board => { },
        (board, alert, now) =>
        {
            var before = board.Incidents.ToDictionary(state => state.Key, state => state.Value);
            board.Take(alert, now).ShouldBeOneOf(AlertVerdict.Repeat, AlertVerdict.Ignore);
            board.Incidents.Keys.ShouldBe(before.Keys, ignoreOrder: true);
            foreach (var (id, state) in board.Incidents) state.Entries.ShouldBe(before[id].Entries);
        });

    [Theory]
    [InlineData(AlertHandling.Attach, Severity.Sev1, AlertVerdict.Ignore)]
    [InlineData(AlertHandling.Declare, Severity.Sev3, AlertVerdict.Declare)]
    [InlineData(AlertHandling.Declare, Severity.Sev4, AlertVerdict.Ignore)]
    public void What_belongs_to_no_incident_opens_one_as_the_server_has_it(AlertHandling handling, Severity severity, AlertVerdict verdict) =>
        AlertRoute.Of(new Report(1, Firing: true, 0, Grouped: false, (int)severity, 0).Alert, [], Given.Settings with { Alerts = handling }, Given.Now).Verdict.ShouldBe(verdict);

    [Fact]
    public void What_is_over_without_ever_having_fired_is_left_alone() =>
        AlertRoute.Of(new Report(1, Firing: false, 0, Grouped: false, 1, 0).Alert, [Given.Incident().Incident], Given.Settings, Given.Now).Verdict.ShouldBe(AlertVerdict.Ignore);

    [Fact]
    public void Only_the_same_group_of_the_same_source_belongs_together()
    {
        var board = new Board();
        var first = new Report(1, Firing: true, 0, Grouped: true, 1, 0).Alert;
        board.Take(first, Given.Now).ShouldBe(AlertVerdict.Declare);
        AlertRoute.Of(first with { Key = "other" }, board.All, Given.Settings, Given.Now).Verdict.ShouldBe(AlertVerdict.Attach);
        AlertRoute.Of(first with { Key = "other", Services = [], Source = "Another" }, board.All, Given.Settings, Given.Now).Verdict.ShouldBe(AlertVerdict.Declare);
    }

    private static void Tell(Action<Board> atEachStep, Action<Board, Alert, DateTimeOffset>? andThen = null) => Prop.ForAll(Storms, storm =>
    {
        var board = new Board();
        var now = Given.Now;
        foreach (var report in storm)
        {
            now = now.AddSeconds(report.Wait);
            board.Take(report.Alert, now);
            atEachStep(board);
            andThen?.Invoke(board, report.Alert, now);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(120).WithQuietOnSuccess(true));

    private sealed record Report(int Thing, bool Firing, int Episode, bool Grouped, int Severity, int Wait)
    {
        public Alert Alert => new Alert
        {
            Source = "Monitor",
            Key = $"thing-{Thing}",
            Title = $"@everyone thing {Thing} **fails** {new string('*', 90)}",
            Status = Firing ? AlertStatus.Firing : AlertStatus.Resolved,
            Severity = (Severity)Severity,
            Services = [$"service-{Thing}"],
            GroupKey = Grouped ? "group" : null,
            StartsAt = Given.Now.AddMinutes(Episode),
            Url = "https://monitor.example/" + new string('[', 80),
        }.Tidy();
    }

    /// <summary>The incidents there are, as the record would keep them.</summary>
    private sealed class Board
    {
        public Dictionary<IncidentId, IncidentState> Incidents { get; } = [];

        public List<Incident> All => [.. Incidents.Values.Select(state => state.Incident)];

        public AlertVerdict Take(Alert alert, DateTimeOffset now)
        {
            var asker = Bot with { Now = now };
            var route = AlertRoute.Of(alert, All, asker.Settings, now);
            var number = Incidents.Count + 1;
            var decision = route.Verdict == AlertVerdict.Declare
                ? ReceiveAlert.Declare(alert, new IncidentId(number), number, asker).Decided()
                : route.Incident is { } known ? ReceiveAlert.Decide(Incidents[known.Id], alert, route, asker) : null;
            if (decision is not null) Incidents[decision.Incident.Id] = (Incidents.TryGetValue(decision.Incident.Id, out var state) ? state : new IncidentState(decision.Incident)).With(decision);
            return route.Verdict;
        }
    }
}
