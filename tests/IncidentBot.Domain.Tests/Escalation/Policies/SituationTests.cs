using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.Escalation.Policies;

/// <summary>What the engine does, situation by situation. Times are minutes from the beginning; "ops:ada" is ada, on call in ops.</summary>
public sealed class SituationTests
{
    private static readonly Condition OnlySev1 = new() { Severity = Severity.Sev1 };

    private static readonly Dictionary<string, (Func<Story> Given, string Then)> Situations = new(StringComparer.Ordinal)
    {
        ["Nobody answers: each level in its time, then the end"] = (() => TwoLevels, "0 ops:ada, 5 tunde, 5 developers, 15 NoAnswer"),
        ["An acknowledgement ends it"] = (() => TwoLevels.Then(7, "tunde", RunAnswerKind.Acknowledge), "0 ops:ada, 5 tunde, 5 developers, 7 ack tunde"),
        ["Only the first acknowledgement counts"] = (() => TwoLevels.Then(1, "ada", RunAnswerKind.Acknowledge).Then(2, "tunde", RunAnswerKind.Acknowledge), "0 ops:ada, 1 ack ada, refused @ada was first and has acknowledged this already."),
        ["Nobody on call: the level is skipped at once"] = (() => TwoLevels.OnCall("ops"), "0 skipped 1, 0 tunde, 0 developers, 10 NoAnswer"),
        ["Who is on call is looked up when the page goes out"] = (() => new Story().Level("grace").Level("%ops").OnCall("ops", minute => minute < 5 ? ["ada"] : ["tunde"]), "0 grace, 5 ops:tunde, 10 NoAnswer"),
        ["Several on call together are asked together, and nobody twice"] = (() => new Story().Level("%ops %dev ada").OnCall("ops", "ada", "tunde").OnCall("dev", "tunde", "grace"), "0 ops:ada+tunde, 0 dev:grace, 0 missed ada, 5 NoAnswer"),
        ["Can't help: the next level at once when nobody else is asked"] = (() => TwoLevels.Then(2, "ada", RunAnswerKind.CannotHelp), "0 ops:ada, 2 tunde, 2 developers, 12 NoAnswer"),
        ["Can't help: the others of the level are still asked"] = (() => new Story().Level("ada tunde", ack: 10).Level("grace").Then(2, "ada", RunAnswerKind.CannotHelp), "0 ada, 0 tunde, 10 grace, 15 NoAnswer"),
        ["Whoever cannot help is not asked again in the next round"] = (() => new Story().Level("ada").Level("tunde").With(Repeat(1)).Then(2, "ada", RunAnswerKind.CannotHelp), "0 ada, 2 tunde, 7 skipped 1, 7 tunde, 12 NoAnswer"),
        ["Can't help from somebody who was not asked is refused"] = (() => new Story().Level("ada").Then(2, "grace", RunAnswerKind.CannotHelp), "0 ada, 5 NoAnswer, refused @grace was not asked."),
        ["One in a role who cannot help does not speak for the role"] = (() => new Story().Level("&developers").Then(2, "grace", RunAnswerKind.CannotHelp), "0 developers, 5 NoAnswer"),
        ["A page that does not arrive: the next level at once"] = (() => new Story().Level("ada").Level("tunde").Unreachable("ada"), "0 ada failed, 0 tunde, 5 NoAnswer"),
        ["A page that does not arrive while another does: its time runs"] = (() => new Story().Level("ada tunde").Level("grace").Unreachable("ada"), "0 ada failed, 0 tunde, 5 grace, 10 NoAnswer"),
        ["Whom no page reaches is not asked again at once, but in its time"] = (() => new Story().Level("ada").With(Repeat(1)).Unreachable("ada"), "0 ada failed, 5 ada failed, 10 NoAnswer"),
        ["A channel that was told does not answer for people who were not reached"] = (() => new Story().Level("ada #ops").Level("tunde").Unreachable("ada"), "0 ada failed, 0 ops, 0 tunde, 5 NoAnswer"),
        ["A level of a channel and a webhook has its time"] = (() => new Story().Level("#ops !phone").Level("tunde"), "0 ops, 0 phone, 5 tunde, 10 NoAnswer"),
        ["One in turn: only one, and the next in the next round"] = (() => new Story().Level("ada tunde grace", inTurn: true).With(Repeat(3)), "0 ada, 5 tunde, 10 grace, 15 ada, 20 NoAnswer"),
        ["One in turn begins where the last incident stopped"] = (() => new Story().Level("ada tunde grace", inTurn: true).FirstTurn(2).With(Repeat(1)), "0 grace, 5 ada, 10 NoAnswer"),
        ["One in turn who cannot help or be reached: the next in turn at once"] = (() => new Story().Level("ada tunde grace", inTurn: true).Level("deniz").Unreachable("ada").Then(1, "tunde", RunAnswerKind.CannotHelp), "0 ada failed, 0 tunde, 1 grace, 6 deniz, 11 NoAnswer"),
        ["All in turn unreachable: the next level at once"] = (() => new Story().Level("ada tunde", inTurn: true).Level("grace").Unreachable("ada").Unreachable("tunde"), "0 ada failed, 0 tunde failed, 0 grace, 5 NoAnswer"),
        ["One in turn passes a schedule that has nobody"] = (() => new Story().Level("%ops tunde", inTurn: true), "0 missed ops, 0 tunde, 5 NoAnswer"),
        ["The whole policy again"] = (() => TwoLevels.With(Repeat(1)), "0 ops:ada, 5 tunde, 5 developers, 15 ops:ada, 20 tunde, 20 developers, 30 NoAnswer"),
        ["Again from a level"] = (() => new Story().Level("ada").Level("tunde").Level("grace").With(Repeat(2, 2)), "0 ada, 5 tunde, 10 grace, 15 tunde, 20 grace, 25 tunde, 30 grace, 35 NoAnswer"),
        ["A wait before a level"] = (() => new Story().Level("ada").Level("tunde", wait: 20), "0 ada, 25 tunde, 30 NoAnswer"),
        ["A level for worse incidents is skipped"] = (() => new Story().Level("ada").Level("tunde", when: OnlySev1).Level("grace").Incident(Severity.Sev2), "0 ada, 5 skipped 2, 5 grace, 10 NoAnswer"),
        ["A level for a service is asked when it is hurt"] = (() => new Story().Level("ada", when: new() { Services = ["pay"] }).Level("tunde", when: new() { Services = ["Shop"] }).Incident(Severity.Sev4, false, "shop"), "0 skipped 1, 0 tunde, 5 NoAnswer"),
        ["A level outside drills is skipped in one"] = (() => new Story().Level("ada", when: new() { Drill = false }).Level("tunde", when: new() { Drill = true }).Incident(Severity.Sev1, drill: true), "0 skipped 1, 0 tunde, 5 NoAnswer"),
        ["A level for working hours is skipped on Saturday"] = (() => new Story().Level("ada", when: new() { Time = WorkingHours }).Level("tunde").At("2023-05-13 10:00"), "0 skipped 1, 0 tunde, 5 NoAnswer"),
        ["Snoozed: the next page when that is over, and the rest in its time"] = (() => TwoLevels.Then(2, "ada", RunAnswerKind.Snooze, length: 30), "0 ops:ada, 32 tunde, 32 developers, 42 NoAnswer"),
        ["A snooze is an hour at most"] = (() => TwoLevels.Then(2, "ada", RunAnswerKind.Snooze, length: 61), "0 ops:ada, 5 tunde, 5 developers, 15 NoAnswer, refused A page can be put off by 5 to 60 minutes."),
        ["It can be put off four times, not five"] = (() => Snoozing(5), "0 ada, 214 NoAnswer, refused It was put off 4 times already; it cannot be put off again."),
        ["Escalate now: the next level at once"] = (() => TwoLevels.Then(1, "ada", RunAnswerKind.Escalate), "0 ops:ada, 1 tunde, 1 developers, 11 NoAnswer"),
        ["Escalate to a level, without its wait"] = (() => new Story().Level("ada").Level("tunde").Level("grace", wait: 30).Then(1, "ada", RunAnswerKind.Escalate, level: 3), "0 ada, 1 grace, 6 NoAnswer"),
        ["Escalate now pages again after an acknowledgement"] = (() => TwoLevels.Then(1, "ada", RunAnswerKind.Acknowledge).Then(3, "ada", RunAnswerKind.Escalate), "0 ops:ada, 1 ack ada, 3 tunde, 3 developers, 13 NoAnswer"),
        ["There is nothing above the last level"] = (() => new Story().Level("ada").Then(1, "ada", RunAnswerKind.Escalate), "0 ada, 5 NoAnswer, refused That was the last level; there is nobody above it."),
        ["Reassigned: that person at once, then the level above"] = (() => TwoLevels.Then(1, "ada", RunAnswerKind.Reassign, to: "grace"), "0 ops:ada, 1 grace, 6 tunde, 6 developers, 16 NoAnswer"),
        ["Stopped is stopped"] = (() => TwoLevels.Then(1, "ada", RunAnswerKind.Stop).Then(2, "tunde", RunAnswerKind.Acknowledge), "0 ops:ada, 1 stopped, refused The paging was stopped; there is nothing left to answer."),
        ["A late acknowledgement counts"] = (() => new Story().Level("ada").Then(50, "ada", RunAnswerKind.Acknowledge), "0 ada, 5 NoAnswer, 50 ack ada"),
        ["A stale acknowledgement pages the acker and whoever is on call then"] = (() => Forgetful.OnCall("ops", minute => minute < 30 ? ["ada"] : ["tunde"]), "0 ops:ada, 2 ack ada, 32 lapsed, 32 ada, 32 ops:tunde, 37 grace, 42 NoAnswer"),
        ["An acker who is on call is asked once when it goes stale"] = (() => Forgetful, "0 ops:ada, 2 ack ada, 32 lapsed, 32 ada, 32 missed ops, 37 grace, 42 NoAnswer"),
        ["A sign of life keeps an acknowledgement fresh"] = (() => Forgetful.Then(20, "ada", RunAnswerKind.StillOnIt), "0 ops:ada, 2 ack ada, 50 lapsed, 50 ada, 50 missed ops, 55 grace, 60 NoAnswer"),
        ["Quiet hours hold a mild incident until they end"] = (() => Quiet(QuietAction.Hold).Incident(Severity.Sev3), "0 held until 510, 510 ada, 515 tunde, 520 NoAnswer"),
        ["Quiet hours do not hold a bad one"] = (() => Quiet(QuietAction.Hold), "0 ada, 5 tunde, 10 NoAnswer"),
        ["Quiet hours begin while it pages: the rest waits"] = (() => Quiet(QuietAction.Hold).Incident(Severity.Sev4).At("2023-05-10 21:57"), "0 ada, 5 held until 543, 543 tunde, 548 NoAnswer"),
        ["Quiet hours may tell a channel instead"] = (() => Quiet(QuietAction.Channel).Incident(Severity.Sev3), "0 quietly night, 5 quietly night, 10 NoAnswer"),
        ["A person who escalates is not held up by quiet hours"] = (() => Quiet(QuietAction.Hold).Incident(Severity.Sev3).Then(10, "grace", RunAnswerKind.Escalate, level: 1), "0 held until 510, 10 ada, 15 held until 510, 510 tunde, 515 NoAnswer"),
        ["A policy without levels ends at once"] = (() => new Story(), "0 NoAnswer"),
        ["A level that asks nobody is skipped"] = (() => new Story().Level("").Level("ada"), "0 skipped 1, 0 ada, 5 NoAnswer"),
    };

    public static TheoryData<string> Names => [.. Situations.Keys];

    private static Story TwoLevels => new Story().Level("%ops").Level("tunde &developers", ack: 10).OnCall("ops", "ada");

    private static Story Forgetful => new Story().Level("%ops").Level("grace").OnCall("ops", "ada").With(policy => policy with { AckTimeout = TimeSpan.FromMinutes(30) }).Then(2, "ada", RunAnswerKind.Acknowledge);

    private static TimeWindow WorkingHours => new(new(8, 0), new(18, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "Africa/Lagos");

    [Theory, MemberData(nameof(Names))]
    public void In_this_situation(string name) => Situations[name].Given().Told().ShouldBe(Situations[name].Then);

    [Fact]
    public void Policies_that_follow_one_another_are_one_list_of_levels_and_a_loop_is_gone_through_once()
    {
        Policy[] all =
        [
            new() { Name = "ops", Levels = [Asks("ada")], Repeat = new(1), Then = "Dev" },
            new() { Name = "dev", Levels = [Asks("tunde"), Asks("grace")], Repeat = new(1, 2), Then = "ops" },
        ];
        var snapshot = PolicySnapshot.Of(all[0], all);
        var visited = new List<string>();
        for (Place? place = new(1, 1); place is not null; place = snapshot.After(place)) visited.Add($"{place.Level}/{place.Round}");
        visited.ShouldBe(["1/1", "1/2", "2/1", "3/1", "3/2"]);
    }

    [Fact]
    public void When_the_incident_becomes_worse_quiet_hours_hold_it_no_longer()
    {
        var policy = new Policy { Name = "shop", Levels = [Asks("ada")], Quiet = Night(QuietAction.Hold) };
        var at = new DateTimeOffset(2023, 5, 10, 22, 0, 0, TimeSpan.Zero);
        var run = new PolicyRun(PolicySnapshot.Of(policy, [])) { Events = [new RunEvent.Began(at)] };
        var hold = NextStep.Of(run, new(Severity.Sev3, []), at, Nobody).Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Hold>();
        run = run.With(hold.Record(at));
        NextStep.Of(run, new(Severity.Sev3, []), at.AddMinutes(1), Nobody).ShouldBe(Plan.Wake(hold.Until));

        var plan = NextStep.Of(run, new(Severity.Sev1, []), at.AddMinutes(10), Nobody);
        plan.Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Ask>();
        plan.DueSince.ShouldBe(at.AddMinutes(10));
    }

    [Theory]
    [InlineData(90, typeof(RunStep.Ask))]
    [InlineData(24 * 60, typeof(RunStep.Ask))]
    [InlineData((24 * 60) + 6, typeof(RunStep.End))]
    [InlineData(90 * 24 * 60, typeof(RunStep.End))]
    public void After_the_bot_was_away_what_is_overdue_is_caught_up_once_and_what_is_stale_is_not_sent(int minutesAway, Type step)
    {
        var run = Begun("ada", "tunde", "grace");
        run = run.With(((RunStep.Ask)Next(run, 0).Due.Single()).Sent(Story.Start));
        var plan = Next(run, minutesAway);
        plan.Due.ShouldHaveSingleItem().ShouldBeOfType(step);
        plan.DueSince.ShouldBe(Story.Start.AddMinutes(5));
        if (plan.Due[0] is not RunStep.Ask late) return;

        // The third level gets its time from the late page on.
        run = run.With(late.Sent(Story.Start.AddMinutes(minutesAway)));
        Next(run, minutesAway).ShouldBe(Plan.Wake(Story.Start.AddMinutes(minutesAway + 5)));
    }

    [Fact]
    public void Going_down_between_two_pages_of_a_level_the_second_is_still_sent()
    {
        var run = Begun("ada tunde");
        var both = Next(run, 0).Due;
        both.Length.ShouldBe(2);
        run = run.With(((RunStep.Ask)both[0]).Sent(Story.Start));
        Next(run, 3).Due.ShouldHaveSingleItem().ShouldBeOfType<RunStep.Ask>().Whom.ShouldBe(((RunStep.Ask)both[1]).Whom);
    }

    [Fact]
    public void An_acknowledgement_that_went_stale_months_ago_pages_nobody()
    {
        var policy = new Policy { Name = "shop", Levels = [Asks("ada")], AckTimeout = TimeSpan.FromHours(1) };
        var run = new PolicyRun(PolicySnapshot.Of(policy, [])) { Events = [new RunEvent.Began(Story.Start), new RunEvent.Acknowledged(Story.Start, new("ada"))] };
        Next(run, 60 * 24 * 100).Due.ShouldHaveSingleItem().ShouldBe(new RunStep.End(RunOutcome.Expired));
    }

    [Fact]
    public void Asking_changes_nothing_and_before_it_is_time_there_is_nothing_to_do()
    {
        var run = Begun("ada", "tunde");
        run = run.With(((RunStep.Ask)Next(run, 0).Due.Single()).Sent(Story.Start));
        for (var minute = 0.0; minute < 5; minute += 0.25) Next(run, minute).ShouldBe(Plan.Wake(Story.Start.AddMinutes(5)));
        Next(run, 5).Due.ShouldHaveSingleItem().ToString().ShouldBe(Next(run, 5).Due[0].ToString());
    }

    [Fact]
    public void Quiet_hours_that_end_in_the_repeated_hour_end_the_first_time_round()
    {
        // In Berlin the clock goes from 03:00 back to 02:00 on 29 October 2023, at 01:00 UTC.
        var quiet = new TimeWindow(new(22, 0), new(2, 30), [], "Europe/Berlin");
        var end = new DateTimeOffset(2023, 10, 29, 0, 30, 0, TimeSpan.Zero);
        quiet.EndAfter(end.AddMinutes(-1)).ShouldBe(end);
        quiet.Contains(end.AddMinutes(35)).ShouldBeFalse();
        new TimeWindow(new(22, 0), new(22, 0), [DayOfWeek.Saturday, DayOfWeek.Sunday], "Europe/Berlin").EndAfter(end).ShouldBe(new(2023, 10, 30, 21, 0, 0, TimeSpan.Zero));
        new TimeWindow(new(0, 0), new(0, 0), [], "Europe/Berlin").EndAfter(end).ShouldBeNull();
    }

    private static Story Snoozing(int times)
    {
        var story = new Story().Level("ada");
        for (var i = 0; i < times; i++) story.Then(4 + (i * 50), "ada", RunAnswerKind.Snooze, length: 60);
        return story;
    }

    private static Story Quiet(QuietAction action) => new Story().Level("ada").Level("tunde").At("2023-05-10 22:30").With(policy => policy with { Quiet = Night(action) });

    private static QuietHours Night(QuietAction action) => new(new TimeWindow(new(22, 0), new(7, 0), [], "Africa/Lagos"), Severity.Sev3, action, action == QuietAction.Channel ? Story.Target("#night") : null);

    private static Func<Policy, Policy> Repeat(int times, int from = 1) => policy => policy with { Repeat = new Repeat(times, from) };

    private static Level Asks(string targets) => new() { Targets = [.. targets.Split(' ').Select(Story.Target)] };

    private static PolicyRun Begun(params string[] levels) => new(PolicySnapshot.Of(new Policy { Name = "shop", Levels = [.. levels.Select(Asks)] }, [])) { Events = [new RunEvent.Began(Story.Start)] };

    private static Plan Next(PolicyRun run, double minute) => NextStep.Of(run, new(Severity.Sev1, []), Story.Start.AddMinutes(minute), Nobody);

    private static ImmutableArray<Handle> Nobody(string schedule, DateTimeOffset at) => [];
}
