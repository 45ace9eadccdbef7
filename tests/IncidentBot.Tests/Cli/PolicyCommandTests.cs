using System.Text.Json;
using IncidentBot.Tests.House;

namespace IncidentBot.Tests.Cli;

public sealed class PolicyCommandTests : IDisposable
{
    private const string Team =
        """
        timezone: Europe/Berlin
        people:
          ada: Ada Obi
          tunde: Tunde Bello
        schedules:
          ops:
            people: [ada, tunde]
            rotate: daily
            handoff: "02:30"
            start: 2026-03-01
        policies:
          default:
            levels:
              - page: ops
                ack: 20m
              - page: role:developers
                ack: 15m
                when: { drill: no }
          quiet:
            for: { services: [wiki] }
            levels: [tunde]
        """;

    private readonly TempFolder folder = new();

    [Fact]
    public async Task Check_prints_each_finding_with_its_place_and_ends_with_1_on_errors_0_on_warnings_2_when_unreadable()
    {
        var good = folder.Write("good.yaml", Team);
        using var right = await BotProgram.RunAsync(folder.Path, "policy", "check", good);
        right.ExitCode.ShouldBe(0, right.Output + right.Errors);
        right.Output.ShouldContain("0 errors, 0 warnings: 2 policies, 1 schedule, 2 people understood.");

        folder.Write("warns.yaml", Team.Replace("levels: [tunde]", "levels: [tund]", StringComparison.Ordinal));
        using var warned = await BotProgram.RunAsync(folder.Path, "policy", "check", "warns.yaml", "--from", "2026-03-01");
        warned.ExitCode.ShouldBe(0);
        warned.Output.ShouldContain("warns.yaml:21:14: warning: no person, schedule or role is called 'tund'. Did you mean 'tunde'?");

        folder.Write("wrong.yaml", Team.Replace("ack: 20m", "ack: soon", StringComparison.Ordinal).Replace("rotate: daily", "rotate: dayly", StringComparison.Ordinal));
        using var wrong = await BotProgram.RunAsync(folder.Path, "policy", "check", "warns.yaml", "wrong.yaml");
        wrong.ExitCode.ShouldBe(1);
        wrong.Output.ShouldContain("wrong.yaml:8:13: error: 'dayly' is no rotation");
        wrong.Output.ShouldContain("wrong.yaml:15:14: error: 'soon' is no length of time");
        wrong.Output.ShouldContain("wrong.yaml:12:3: error: there is a policy 'default' already (warns.yaml line 12)");
        wrong.Output.ShouldContain("warns.yaml:21:14: warning:");

        using var missing = await BotProgram.RunAsync(folder.Path, "policy", "check", good, "missing.yaml");
        missing.ExitCode.ShouldBe(2);
        missing.ErrorLines.ShouldHaveSingleItem().ShouldContain("missing.yaml cannot be read: there is no such file");
    }

    [Fact]
    public async Task Simulate_says_who_is_paged_when_with_local_time_and_offset_across_a_change_of_clocks()
    {
        // At 02:00 the clock goes to 03:00; the handoff of 02:30 happens then.
        using var program = await BotProgram.RunAsync(folder.Path, "policy", "simulate", folder.Write("team.yaml", Team), "--severity", "sev1", "--at", "2026-03-29T01:45");
        program.ExitCode.ShouldBe(0, program.Errors);
        Lines(program)[1..].ShouldBe(
        [
            "2026-03-29T01:45:00+01:00  level 1: page Tunde Bello (@tunde) (on call in ops)",
            "2026-03-29T03:05:00+02:00  level 2: page everyone who has @developers",
            "2026-03-29T03:20:00+02:00  nobody has answered: said in the channel, and no more pages",
        ]);
        using var later = await BotProgram.RunAsync(folder.Path, "policy", "simulate", "team.yaml", "--severity", "critical", "--at", "2026-03-29T01:10:00Z", "--drill");
        Lines(later)[1..].ShouldBe(
        [
            "2026-03-29T03:10:00+02:00  level 1: page Ada Obi (@ada) (on call in ops)",
            "2026-03-29T03:30:00+02:00  level 2 is skipped: it is not for drills",
            "2026-03-29T03:30:00+02:00  nobody has answered: said in the channel, and no more pages",
        ]);
    }

    [Fact]
    public async Task Simulate_plays_the_answers_of_a_file_and_tells_those_that_do_not_count()
    {
        folder.Write("team.yaml", Team);
        folder.Write("answers.yaml", "- { after: 5m, by: '@tunde', does: can't help }\n- { at: 2026-03-28T12:09, by: grace, does: snooze, for: 2h }\n- { after: 12m, by: grace, does: ack }\n");
        using var yaml = await BotProgram.RunAsync(folder.Path, "policy", "simulate", "team.yaml", "--severity", "1", "--at", "2026-03-28T12:00", "--answers", "answers.yaml");
        yaml.ExitCode.ShouldBe(0, yaml.Errors);
        Lines(yaml)[1..].ShouldBe(
        [
            "2026-03-28T12:00:00+01:00  level 1: page Tunde Bello (@tunde) (on call in ops)",
            "2026-03-28T12:05:00+01:00  Tunde Bello (@tunde) cannot help",
            "2026-03-28T12:05:00+01:00  level 2: page everyone who has @developers",
            "2026-03-28T12:09:00+01:00  @grace: A page can be put off by 5 to 60 minutes.",
            "2026-03-28T12:12:00+01:00  @grace acknowledges, after 12 minutes; paging ends",
        ]);

        folder.Write("answers.json", """[ { "after": "1m", "by": "tunde", "does": "ack" } ]""");
        using var json = await BotProgram.RunAsync(folder.Path, "policy", "simulate", "team.yaml", "--severity", "sev1", "--at", "2026-03-28T12:00", "--answers", "answers.json");
        Lines(json)[^1].ShouldBe("2026-03-28T12:01:00+01:00  Tunde Bello (@tunde) acknowledges, after 1 minute; paging ends");

        folder.Write("bad.yaml", "- { after: 5m, by: tunde, does: shrug }");
        using var bad = await BotProgram.RunAsync(folder.Path, "policy", "simulate", "team.yaml", "--severity", "sev1", "--at", "2026-03-28T12:00", "--answers", "bad.yaml");
        bad.ExitCode.ShouldBe(1);
        bad.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("bad.yaml:1:33: error: 'shrug' is no answer");
    }

    [Fact]
    public async Task Simulate_takes_the_policy_of_the_service_or_the_one_that_is_named()
    {
        folder.Write("team.yaml", Team);
        foreach (var option in (string[][])[["--service", "wiki"], ["--policy", "QUIET"]])
        {
            using var program = await BotProgram.RunAsync(folder.Path, ["policy", "simulate", "team.yaml", "--severity", "sev4", "--at", "2026-03-28T12:00", .. option]);
            Lines(program)[0].ShouldStartWith("Policy quiet, because");
            Lines(program)[1].ShouldBe("2026-03-28T12:00:00+01:00  level 1: page Tunde Bello (@tunde)");
        }

        foreach (var (option, reason) in new[] { ("--policy=quit", "there is no policy 'quit'. Did you mean 'quiet'?"), ("--severity=sev9", "'sev9' is no severity"), ("--at=noon", "'noon' is no date and time") })
        {
            string[] usual = option.StartsWith("--at", StringComparison.Ordinal) ? [] : ["--at", "2026-03-28T12:00"];
            using var wrong = await BotProgram.RunAsync(folder.Path, ["policy", "simulate", "team.yaml", .. usual, option]);
            wrong.ExitCode.ShouldBe(2);
            wrong.Errors.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task Show_gives_each_shift_as_text_as_json_and_as_a_calendar()
    {
        folder.Write("team.yaml", Team);
        using var text = await BotProgram.RunAsync(folder.Path, "oncall", "show", "team.yaml", "--from", "2026-03-28", "--days", "2");
        text.ExitCode.ShouldBe(0, text.Errors);
        Lines(text).ShouldBe(
        [
            "ops  2026-03-28T00:00:00+01:00  2026-03-28T02:30:00+01:00  Ada Obi (@ada)",
            "ops  2026-03-28T02:30:00+01:00  2026-03-29T03:00:00+02:00  Tunde Bello (@tunde)",
            "ops  2026-03-29T03:00:00+02:00  2026-03-30T00:00:00+02:00  Ada Obi (@ada)",
            "ops: Ada Obi (@ada) 24 hours (3 nights, 1 weekend) and Tunde Bello (@tunde) 24 hours (2 nights, 1 weekend).",
        ]);

        using var json = await BotProgram.RunAsync(folder.Path, "oncall", "show", "team.yaml", "--from", "2026-03-28", "--days", "2", "--person", "Ada Obi", "--json");
        using var shifts = JsonDocument.Parse(json.Output);
        shifts.RootElement.EnumerateArray().Select(shift => string.Join(' ', shift.EnumerateObject().Select(property => $"{property.Name}={property.Value}"))).ShouldBe(
        [
            "schedule=ops person=ada start=2026-03-28T00:00:00+01:00 end=2026-03-28T02:30:00+01:00",
            "schedule=ops person=ada start=2026-03-29T03:00:00+02:00 end=2026-03-30T00:00:00+02:00",
        ]);

        using var ics = await BotProgram.RunAsync(folder.Path, "oncall", "show", "team.yaml", "--from", "2026-03-29", "--days", "1", "--schedule", "ops", "--ics");
        Lines(ics).ShouldContain("DTSTART:20260328T013000Z");
        Lines(ics).Count(line => line.StartsWith("UID:", StringComparison.Ordinal)).ShouldBe(2);

        using var nobody = await BotProgram.RunAsync(folder.Path, "oncall", "show", "team.yaml", "--from", "2026-03-28", "--days", "2", "--person", "adda");
        nobody.ExitCode.ShouldBe(2);
        nobody.Errors.ShouldContain("nobody is called 'adda'. Did you mean 'ada'?");
    }

    [Fact]
    public async Task The_examples_can_be_tried_as_they_say()
    {
        foreach (var example in (string[])["simple.yaml", "complete.yaml"])
        {
            using var check = await BotProgram.RunAsync(folder.Path, "policy", "check", Repository.PathOf("deploy", "examples", example));
            check.ExitCode.ShouldBe(0, check.Output);
        }
    }

    public void Dispose() => folder.Dispose();

    private static string[] Lines(BotProgram program) => program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
