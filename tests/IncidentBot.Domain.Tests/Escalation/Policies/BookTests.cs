using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.Escalation.Policies;

public sealed class BookTests
{
    private static readonly PolicyBook Book = new()
    {
        Zone = "Africa/Lagos",
        People = [new(new("ada"), "Ada Obi", new PersonId(11)), new(new("tunde"), "Tunde Bello")],
        Schedules = [new() { Name = "ops", Zone = "Africa/Lagos", Layers = [new() { Name = "always", Turns = [[new("ada")]] }] }],
        Services = [new("ledger", "money")],
        Policies =
        [
            Of("rest", "%ops") with { IsDefault = true },
            Of("bad", "ada") with { For = new() { Severity = Severity.Sev2 } },
            Of("money", "tunde") with { For = new() { Severity = Severity.Sev1, Services = ["checkout"] } },
            Of("drills", "ada") with { For = new() { Drill = true } },
        ],
    };

    [Theory]
    [InlineData(Severity.Sev4, "", false, "rest")]
    [InlineData(Severity.Sev2, "", false, "bad")]
    [InlineData(Severity.Sev1, "", false, "bad")]
    [InlineData(Severity.Sev1, "Checkout", false, "money")]
    [InlineData(Severity.Sev2, "checkout", false, "bad")]
    [InlineData(Severity.Sev4, "Ledger", false, "money")]
    [InlineData(Severity.Sev3, "", true, "drills")]
    public void An_incident_takes_the_policy_of_its_service_then_of_its_severity_then_the_default(Severity severity, string service, bool drill, string policy) =>
        ChoosePolicy.For(Book, new(severity, service.Length == 0 ? [] : [service], drill), Given.Now).ShouldNotBeNull().Policy.Name.ShouldBe(policy);

    [Fact]
    public void Without_a_default_an_incident_may_take_none() =>
        ChoosePolicy.For(Book with { Policies = [Book.Policies[1]] }, new(Severity.Sev4, []), Given.Now).ShouldBeNull();

    [Fact]
    public void A_sound_book_has_no_warnings() => PolicyLint.Check(Book, Given.Now).ShouldBeEmpty();

    [Fact]
    public void What_would_go_wrong_is_warned_of_in_a_sentence_with_its_subject()
    {
        var book = Book with
        {
            Schedules =
            [
                Book.Schedules[0] with { Layers = [Book.Schedules[0].Layers[0] with { Hours = [new(DayOfWeek.Monday, new(8, 0), new(18, 0))] }] },
                new() { Name = "dev", Zone = "Africa/Lagos", Layers = [new() { Name = "low", Turns = [[new("tunde")]] }, new() { Name = "high", Turns = [[new("ada")]] }] },
                new() { Name = "ghosts", Zone = "Africa/Lagos" },
            ],
            Services = [],
            Policies =
            [
                Of("a", "%ghosts") with { IsDefault = true, Then = "b" },
                Of("b", "") with { Then = "A", Quiet = new(new(new(0, 0), new(0, 0), [], "Africa/Lagos"), Severity.Sev3, QuietAction.Hold) },
                Of("c", "#ops") with { Levels = [new() { Targets = [Story.Target("#ops")], InTurn = true, When = new() { Drill = true, Services = ["pay"] } }], For = new() { Drill = false, Services = ["shop"] } },
                Of("idle", "ada"),
            ],
        };
        var warnings = PolicyLint.Check(book, Given.Now);
        Said(SubjectKind.Policy, "a", 1).ShouldContain("can never reach anybody: nobody is on call in ghosts");
        Said(SubjectKind.Policy, "a", null).ShouldContain("a → b → a");
        Said(SubjectKind.Policy, "b", 1).ShouldContain("asks nobody, so it is skipped");
        Said(SubjectKind.Policy, "b", null).ShouldContain("quiet hours of b never end");
        Said(SubjectKind.Policy, "c", null).ShouldContain("asks no person, role or schedule");
        Said(SubjectKind.Policy, "c", 1).ShouldContain("only one to ask");
        Said(SubjectKind.Policy, "c", 1).ShouldContain("can never be reached: the policy is not for drills, the level is only for drills");
        Said(SubjectKind.Policy, "idle", null).ShouldContain("no incident takes the policy idle");
        Said(SubjectKind.Schedule, "ops", null).ShouldContain("nobody is on call in ops for 343 days, 8 hours in the year ahead, in 53 gaps; the first is from Wed 10 May 2023 14:30 WAT to Mon 15 May 2023 08:00 WAT");
        Said(SubjectKind.Schedule, "ops", null).ShouldContain("Ada Obi is on call in dev and ops at the same time, 52 times");
        Said(SubjectKind.Schedule, "dev", 1).ShouldContain("layer low of dev never counts: high stands above it");
        Said(SubjectKind.Schedule, "ghosts", null).ShouldContain("nobody is on call in ghosts from");

        string Said(SubjectKind kind, string name, int? part) => string.Join('\n', warnings.Where(one => one.About == new Subject(kind, name, part)).Select(one => one.Sentence));
    }

    [Fact]
    public void A_diff_says_what_changes_in_plain_words_and_nothing_else()
    {
        PolicyDiff.Between(Book, Book).ShouldBeEmpty();
        var after = Book with
        {
            People = [Book.People[0]],
            Schedules = [Book.Schedules[0] with { Zone = "Europe/Berlin", Overrides = [new(OverrideKind.Add, Given.Now, Given.Now.AddHours(1), new("tunde"))] }],
            Services = [new("ledger", "bad"), new("shop", "rest")],
            Policies =
            [
                Book.Policies[0] with { Levels = [new() { Targets = [Story.Target("tunde")] }, Book.Policies[0].Levels[0], Book.Policies[0].Levels[0] with { AckWithin = TimeSpan.FromMinutes(10) }], AckTimeout = TimeSpan.FromHours(1) },
                Book.Policies[1] with { For = new() { Severity = Severity.Sev1 }, Levels = [new() { Targets = [Story.Target("ada"), Story.Target("&developers")] }] },
                Book.Policies[2],
                Of("new", "ada"),
            ],
        };
        PolicyDiff.Between(Book, after).ShouldBe(
        [
            "Policy drills is removed.",
            "Policy rest: ack timeout is added: 1 hour.",
            "Policy rest: level 1 is added: @tunde; 5 minutes to acknowledge.",
            "Policy rest: level 3 is added: schedule ops; 10 minutes to acknowledge.",
            "Policy bad: incidents it is for changes from \"for SEV1 and SEV2\" to \"for SEV1\".",
            "Policy bad: level 1 changes from \"@ada; 5 minutes to acknowledge\" to \"@ada and @developers at once; 5 minutes to acknowledge\".",
            "Policy new is new with 1 level.",
            "Schedule ops: time zone changes from \"Africa/Lagos\" to \"Europe/Berlin\".",
            "Schedule ops: override: @tunde is added from 10 May 2023 15:30 CEST to 10 May 2023 16:30 CEST is added.",
            "Service ledger: policy changes from \"money\" to \"bad\".",
            "Service shop is new.",
            "Person @tunde is removed.",
        ]);
    }

    [Fact]
    public void A_preview_tells_names_and_clock_times_and_pages_nobody()
    {
        var policy = Of("shop", "%ops") with { Levels = [Of("x", "%ops").Levels[0], new() { Targets = [Story.Target("tunde"), Story.Target("&developers")], AckWithin = TimeSpan.FromMinutes(10) }], Repeat = new(1, 2), AckTimeout = TimeSpan.FromMinutes(30) };
        PolicyPreview.OfStart(Book.Snapshot(policy), new(Severity.Sev1, []), Given.Now, Book.OnCall, PolicyNames.Of(Book), Book.Zone).ShouldBe(
            """
            If paging began now, 14:30 WAT, by the policy shop, and nobody answered:
            · 14:30 WAT level 1: page Ada Obi (on call in ops)
            · 14:35 WAT level 2: page Tunde Bello; page everyone who has @developers
            · 14:45 WAT level 2, round 2: page Tunde Bello; page everyone who has @developers
            · 14:55 WAT nobody has answered: said in the channel, and no more pages
            Pressing **Acknowledge** ends it at any time. Nobody was paged.
            """);

        var run = new PolicyRun(Book.Snapshot(policy)) { Events = [new RunEvent.Began(Given.Now), new RunEvent.Acknowledged(Given.Now.AddMinutes(1), new("ada"))] };
        PolicyPreview.OfRest(run, new(Severity.Sev1, []), Given.Now.AddMinutes(2), Book.OnCall, PolicyNames.Of(Book), Book.Zone)
            .ShouldStartWith("If nobody answers:\n· 15:01 WAT nothing was heard since Ada Obi acknowledged: paging goes on; level 1: page Ada Obi; Ada Obi (on call in ops) is asked already\n· 15:06 WAT level 2:");
        PolicyPreview.OfRest(run.With(new RunEvent.StoppedBy(Given.Now.AddMinutes(2))), new(Severity.Sev1, []), Given.Now.AddMinutes(3), Book.OnCall, PolicyNames.Plain, Book.Zone).ShouldBeEmpty();
    }

    [Fact]
    public void A_long_preview_keeps_its_end_and_fits_a_message()
    {
        var policy = Of("shop", "ada") with { Repeat = new(20) };
        var text = PolicyPreview.OfStart(Book.Snapshot(policy), new(Severity.Sev1, []), Given.Now, Book.OnCall, PolicyNames.Of(Book), Book.Zone);
        text.Length.ShouldBeLessThan(2000);
        text.ShouldContain("more steps like these");
        text.ShouldContain("16:15 WAT nobody has answered");
    }

    private static Policy Of(string name, string target) => new() { Name = name, Levels = [new Level { Targets = target.Length == 0 ? [] : [Story.Target(target)] }] };
}
