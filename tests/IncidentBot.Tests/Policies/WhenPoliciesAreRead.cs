using IncidentBot.Domain;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;
using IncidentBot.Policies;
using IncidentBot.Tests.House;

namespace IncidentBot.Tests.Policies;

public sealed class WhenPoliciesAreRead
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string People =
        """
        timezone: europe/berlin
        people:
          ada: Ada Obi
          tunde: { name: Tunde Bello }
          grace:

        """;

    [Theory]
    [InlineData("5m", 5)]
    [InlineData("5 min", 5)]
    [InlineData("1h30m", 90)]
    [InlineData("90 minutes", 90)]
    public void Lengths_of_time_are_read_as_people_write_them(string written, int minutes) =>
        Level($"{{ page: ada, ack: {written} }}").AckWithin.ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("sev2", Severity.Sev2)]
    [InlineData("SEV-2", Severity.Sev2)]
    [InlineData("2", Severity.Sev2)]
    [InlineData("Major", Severity.Sev2)]
    [InlineData("critical", Severity.Sev1)]
    [InlineData("at least sev3", Severity.Sev3)]
    [InlineData("sev3+", Severity.Sev3)]
    public void Severities_are_read_as_people_write_them(string written, Severity severity) =>
        Level($"{{ page: ada, when: {{ severity: {written} }} }}").When.Severity.ShouldBe(severity);

    [Theory]
    [InlineData("ada")]
    [InlineData("@ada")]
    [InlineData("\"@Ada\"")]
    [InlineData("Ada Obi")]
    [InlineData("person:ada")]
    [InlineData("{ person: ada }")]
    [InlineData("[ @ada ]")]
    public void A_person_is_found_however_he_is_written(string written) =>
        Level($"{{ page: {written} }}").Targets.ShouldHaveSingleItem().ShouldBe(PolicyTarget.Of(new Handle("ada")));

    [Theory]
    [InlineData("ops", PolicyTargetKind.Schedule, "ops")]
    [InlineData("schedule:OPS", PolicyTargetKind.Schedule, "ops")]
    [InlineData("role:developers", PolicyTargetKind.Role, "developers")]
    [InlineData("developers", PolicyTargetKind.Role, "developers")]
    [InlineData("\"<@&21>\"", PolicyTargetKind.Role, "developers")]
    [InlineData("\"#alerts\"", PolicyTargetKind.Channel, "alerts")]
    [InlineData("https://example.org/hook?x=1", PolicyTargetKind.Webhook, "https://example.org/hook?x=1")]
    [InlineData("webhook:phone", PolicyTargetKind.Webhook, "phone")]
    public void A_target_of_each_kind_can_be_one_word(string written, PolicyTargetKind kind, string name)
    {
        var target = Level($"{{ page: {written} }}", "roles: { developers: 21 }\nschedules: { ops: { people: [ada] } }\n").Targets.ShouldHaveSingleItem();
        (target.Kind, target.Name).ShouldBe((kind, name));
    }

    [Theory]
    [InlineData("mon-fri", "Monday to Friday")]
    [InlineData("weekdays", "Monday to Friday")]
    [InlineData("[MON, Tue, wednesday]", "Monday to Wednesday")]
    [InlineData("\"Sat, Sundays\"", "Saturday and Sunday")]
    [InlineData("fri-mon", "Monday, Friday, Saturday and Sunday")]
    [InlineData("weekend", "Saturday and Sunday")]
    public void Weekdays_are_read_as_people_write_them(string written, string days) =>
        TimeWindow.DaysInWords(Level($"{{ page: ada, when: {{ days: {written} }} }}").When.Time!.Days).ShouldBe(days);

    [Theory]
    [InlineData("rotate: weekly, handoff: monday 09:00", "every week, Monday 09:00")]
    [InlineData("rotate: every 2 weeks, handoff: { on: Fri, at: 5pm }", "every 2 weeks, Friday 17:00")]
    [InlineData("rotate: daily, handoff: 9:30", "every day, 09:30")]
    [InlineData("rotate: every 12 hours, handoff: 08:00", "every 12 hours, 08:00")]
    [InlineData("rotate: Monthly, handoff: { on: last, at: 10:00 }", "every month, day 31 10:00")]
    [InlineData("rotate: every other day", "every 2 days, 00:00")]
    [InlineData("rotate: weekly", "every week, Monday 00:00")]
    public void Rotations_are_read_as_people_write_them(string written, string rotation)
    {
        var book = Good(People + $"schedules:\n  ops:\n    layers:\n      - {{ people: [ada, tunde], start: 2026-01-05, {written} }}\n");
        ScheduleWords.Of(book.Schedules.ShouldHaveSingleItem().Layers.ShouldHaveSingleItem().Rotation!).ShouldBe(rotation);
    }

    [Fact]
    public void Times_of_overrides_are_on_the_schedules_clock_unless_they_have_an_offset()
    {
        var book = Good(People +
            """
            schedules:
              ops:
                people: [ada]
                overrides:
                  - { from: 2026-03-29T02:30, to: 2026-03-29T12:00Z, replace: everyone, with: tunde }
                  - { from: 2026-10-25 02:30, for: 90m, remove: ada }
            """);
        var overrides = book.Schedules.ShouldHaveSingleItem().Overrides;
        overrides[0].ShouldBe(new Override(OverrideKind.Replace, Utc("2026-03-29T01:00Z"), Utc("2026-03-29T12:00Z"), new("tunde")));
        overrides[1].ShouldBe(new Override(OverrideKind.Remove, Utc("2026-10-25T00:30Z"), Utc("2026-10-25T02:00Z"), new("ada")));
    }

    [Fact]
    public void Several_files_are_read_as_one()
    {
        var read = PolicyFiles.Read([new("policies.yaml", "policies: { default: { levels: [ops] } }"), new("schedules.yaml", "schedules: { ops: { people: [ada] } }"), new("people.yaml", People)], Now);
        read.Findings.ShouldBeEmpty();
        read.Book.Policies.ShouldHaveSingleItem().Levels.ShouldHaveSingleItem().Targets.ShouldHaveSingleItem().Kind.ShouldBe(PolicyTargetKind.Schedule);
        read.Book.Zone.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_its_file_line_and_column()
    {
        var findings = Findings(People +
            """
            polices: {}
            services:
              shop: moeny
            schedules:
              ops:
                timezone: Europe/Berln
                layers:
                  - people: [ada, tunde]
                    rotate: fortnightly
                  - people: [ada, tunde]
                    rotate: weekly
                    handoff: noon
                    start: tomorrow
                overrides:
                  - { from: 2026-01-02, to: 2026-01-01, add: ada }
                  - { from: 2026-01-02, to: 2026-01-03, add: ada, remove: tunde }
            policies:
              money:
                levels:
                  - page: schedule:opz
                    ack: 5
                  - page: [tund]
                    when: { severity: sev7, betwen: 08:00-18:00 }
                  - page: #ops
                repeat: 99
              other:
                default: true
                levels: []
            """);
        foreach (var (line, message) in new[]
        {
            (6, "'polices' is not known in a policy file. Did you mean 'policies'?"),
            (8, "there is no policy 'moeny'. Did you mean 'money'?"),
            (11, "'Europe/Berln' is no time zone"),
            (14, "'fortnightly' is no rotation"),
            (17, "'noon' is no weekday"),
            (18, "'tomorrow' is no date"),
            (20, "the override ends before it begins"),
            (21, "an override does one thing"),
            (25, "there is no schedule 'opz'. Did you mean 'ops'?"),
            (26, "'5' is no length of time"),
            (28, "'sev7' is no severity"),
            (28, "'betwen' is not known in a condition. Did you mean 'between'?"),
            (29, "'page' is empty (text that begins with '#' needs quotes"),
            (30, "'repeat' is a number from 0 to 20"),
            (33, "'levels' is empty"),
        }) findings.ShouldContain(finding => finding.IsError && finding.Line == line && finding.Column > 0 && finding.Message.Contains(message, StringComparison.Ordinal), $"line {line}: {message}");
        findings.ShouldContain(finding => !finding.IsError && finding.Line == 27 && finding.Message.Contains("'tund'. Did you mean 'tunde'?", StringComparison.Ordinal));
        findings.Count(finding => finding.IsError).ShouldBe(15, string.Join('\n', findings));
        findings[0].ToString().ShouldBe("team.yaml:6:1: error: 'polices' is not known in a policy file. Did you mean 'policies'?");
    }

    [Fact]
    public void Warnings_stand_at_the_line_they_are_about()
    {
        var findings = Findings(People +
            """
            schedules:
              office:
                people: [ada]
                hours: mon-fri 08:00-18:00
              nobody:
                layers:
                  - { people: [tunde], end: 2020-01-01 }
            policies:
              one:
                default: true
                then: two
                levels:
                  - office
                  - {}
                  - schedule:nobody
                  - wait: 5m
              two:
                then: one
                levels: [gracie]
            """);
        findings.ShouldAllBe(finding => !finding.IsError);
        foreach (var (line, message) in new[]
        {
            (7, "nobody is on call in office for "),
            (10, "nobody is on call in nobody from"),
            (14, "one → two → one"),
            (19, "level 2 of one asks nobody"),
            (20, "level 3 of one can never reach anybody"),
            (21, "after the last level of one"),
            (22, "two → one → two"),
            (24, "no person, schedule or role is called 'gracie'. Did you mean 'grace'?"),
        }) findings.ShouldContain(finding => finding.Line == line && finding.Message.Contains(message, StringComparison.Ordinal), $"line {line}: {message}\n{string.Join('\n', findings)}");
        findings.Length.ShouldBe(8, string.Join('\n', findings));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("- a", "a policy file is a block of keys")]
    [InlineData("policies:\n\tx: 1", "a tab in the indentation")]
    [InlineData("policies: {a: [b}", "not valid YAML")]
    [InlineData("policies: { a: 5 }", "a policy is a block of keys")]
    [InlineData("people: [ada, ADA]", "there is a person 'ada' already")]
    [InlineData("policies: { a: [x], A: [x] }", "there is a policy 'A' already")]
    [InlineData("people: { ada: { discord: ada } }", "this is no account")]
    [InlineData("policies: { a: { levels: [x], default: maybe } }", "is yes or no")]
    [InlineData("policies: { a: { levels: [x], default: yes }, b: { levels: [x], default: yes } }", "only one can be")]
    [InlineData("schedules: { a: { layers: [{ people: [x, y], rotate: daily }] } }", "'start' is missing")]
    [InlineData("schedules: { a: { layers: [{ people: [x, y] }] } }", "'rotate' is missing")]
    [InlineData("policies: { a: { levels: [{ page: 'http:' }] } }", "")]
    public void Odd_files_are_answered_with_a_sentence(string text, string message)
    {
        var findings = Findings(text);
        if (message.Length > 0) findings.ShouldContain(finding => finding.IsError && finding.Message.Contains(message, StringComparison.Ordinal), string.Join('\n', findings));
    }

    [Fact]
    public void Cut_off_anywhere_a_file_is_never_more_than_wrong()
    {
        var whole = File.ReadAllText(Repository.PathOf("deploy", "examples", "complete.yaml"));
        for (var length = 0; length < whole.Length; length += 13) Findings(whole[..length]).ShouldAllBe(finding => finding.Message.Length > 0);
    }

    [Theory, InlineData("simple.yaml"), InlineData("complete.yaml")]
    public void The_examples_have_no_mistakes_and_page_somebody_at_any_hour(string name)
    {
        var read = PolicyFiles.Read([new(name, File.ReadAllText(Repository.PathOf("deploy", "examples", name)))], Now.AddDays(30));
        read.HasErrors.ShouldBeFalse(string.Join('\n', read.Findings));
        for (var hour = 0; hour < 24 * 7; hour++)
        {
            var at = Now.AddDays(60).AddHours(hour);
            var facts = new IncidentFacts(Severity.Sev1, []);
            var run = new PolicyRun(read.Book.Snapshot(ChoosePolicy.For(read.Book, facts, at)!.Policy)) { Events = [new RunEvent.Began(at)] };
            Rehearsal.Play(run, facts, at, read.Book.OnCall).Run.Events[1].ShouldBeOfType<RunEvent.Asked>().People.ShouldNotBeEmpty();
        }
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text);

    private static Level Level(string written, string more = "") => Good($"{People}{more}policies:\n  default:\n    levels:\n      - {written}\n").Policies.ShouldHaveSingleItem().Levels.ShouldHaveSingleItem();

    private static PolicyBook Good(string text)
    {
        var read = PolicyFiles.Read([new("team.yaml", text)], Now);
        read.HasErrors.ShouldBeFalse(string.Join('\n', read.Findings));
        return read.Book;
    }

    private static System.Collections.Immutable.ImmutableArray<Finding> Findings(string text) => PolicyFiles.Read([new("team.yaml", text)], Now).Findings;
}
