using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reminders;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Writing;

namespace IncidentBot.Domain.Tests.Reminders;

/// <summary>What holds for reminders whatever people do, whatever is set, and whenever. Each step is four small numbers, so that a failure shrinks to a short story.</summary>
public sealed class ReminderLawTests
{
    private static readonly PersonId[] People = [Given.Ada, Given.Tunde, Given.Grace];

    private static readonly Dictionary<string, Func<IncidentState, int, Asker, Outcome>> Acts = new()
    {
        ["update"] = (s, n, a) => PostUpdate.Decide(s, new UpdateCommand("looking", Next: n % 3 == 0 ? $"{10 + (n * 7)}m" : null), a),
        ["worse"] = (s, n, a) => PostUpdate.Decide(s, new UpdateCommand("worse", Severity: (Severity)(1 + (n % 4)), Next: n % 2 == 0 ? "20m" : null), a),
        ["status"] = (s, n, a) => SetStatus.Decide(s, (IncidentStatus)(n % 3), a),
        ["severity"] = (s, n, a) => SetSeverity.Decide(s, (Severity)(1 + (n % 4)), null, a),
        ["take"] = (s, _, a) => TakeCommand.Decide(s, a),
        ["role"] = (s, n, a) => AssignRole.Decide(s, n % 2 == 0 ? "communications" : "commander", People[n % 3], isBot: false, a),
        ["resolve"] = (s, n, a) => Resolve.Decide(s, new ResolveCommand(Cause: n % 2 == 0 ? "the pool" : null), a),
        ["cause"] = (s, n, a) => SetCause.Decide(s, "cause " + n, a),
        ["section"] = (s, n, a) => WriteSection.Decide(s, Cause(s, n % 2 == 0 ? "why" : null), a),
        ["reopen"] = (s, _, a) => Reopen.Decide(s, "again", a),
        ["ask"] = (s, n, a) => AskForReview.Decide(s, [People[n % 3]], a),
        ["approve"] = (s, _, a) => AnswerReview.Approve(s, null, null, a),
        ["due"] = (s, n, a) => OwnPostmortem.SetDue(s, n % 4 == 0 ? "none" : $"in {n % 4} days", a),
        ["publish"] = (s, _, a) => PublishPostmortem.Decide(s, Document, "now", a),
        ["cancel"] = (s, _, a) => Cancel.Decide(s, "none", a),
        ["remove"] = (s, n, a) => Domain.Timeline.RemoveEntry.Decide(s, 1 + n, a),
        ["snooze"] = (s, n, a) => SnoozeReminder.Decide(s, (ReminderKind)(n % 8), a),
        ["dismiss"] = (s, n, a) => n % 3 == 0 ? DismissReminder.Decide(s, (ReminderKind)(n / 3 % 8), a) : SnoozeReminder.Decide(s, (ReminderKind)(n % 8), a),
    };

    private static PostmortemDocument Document => new("Postmortem: INC-7", "Etc/UTC", [], []);

    private static readonly string[] Names = [.. Acts.Keys];

    private static Arbitrary<Story> Stories => Arb.From(
        from steps in (
            from act in Gen.Elements(Names)
            from who in Gen.Choose(0, 2)
            from n in Gen.Choose(0, 14)
            from wait in Gen.Elements(0, 1, 4, 9, 25, 70, 300, 1500)
            select new Step(act, who, n, wait)).ListOf()
        from times in Gen.Elements(-1, -1, 0, 1, 4, 12, 45, 240).ListOf(4 * 8)
        from severity in Gen.Choose(1, 4)
        from drill in Gen.Choose(0, 3)
        select new Story([.. steps], [.. times], (Severity)severity, drill),
        story => Enumerable.Range(0, story.Steps.Length).Select(left => story with { Steps = [.. story.Steps.Where((_, i) => i != left)] }));

    [Fact]
    public void What_is_owed_reminds_exactly_as_looking_each_minute_would() => Holds(story =>
    {
        var owed = Play(story, looksEachMinute: false);
        var looked = Play(story, looksEachMinute: true);
        owed.Told.ShouldBe(looked.Told);
        owed.Standing.Order().ShouldBe(looked.Standing.Order());
    }, tests: 60);

    [Fact]
    public void Nothing_comes_after_it_was_dismissed() => Holds(story =>
    {
        var counts = new Dictionary<ReminderKind, int>();
        Play(story, atEachStep: run =>
        {
            foreach (var log in run.State.Incident.Reminders.Where(log => log.DismissedBy is not null))
            {
                var sent = run.Reminders.Count(one => one.Kind == log.Kind);
                sent.ShouldBe(counts.GetValueOrDefault(log.Kind, sent));
                counts[log.Kind] = sent;
            }
        });
    });

    [Fact]
    public void Of_each_kind_at_most_one_message_stands_and_none_that_is_answered() => Holds(story => Play(story, atEachStep: run =>
    {
        run.Standing.ShouldBeUnique();
        run.State.Incident.Reminders.Select(log => log.Kind).ShouldBeUnique();
        run.State.Incident.Reminders.Where(log => log.Message is not null).Select(log => log.Kind).Order().ShouldBe(run.Standing.Order());
        foreach (var kind in run.Standing) ReminderMatter.Since(run.State, kind).ShouldBe(NextReminder.LogOf(run.State.Incident, kind)!.Since);
    }));

    [Fact]
    public void A_drill_that_is_to_be_quiet_is() => Holds(story => Play(story with { Drill = 2 }).Reminders.ShouldBeEmpty());

    [Fact]
    public void After_the_end_only_the_cause_and_the_postmortem_are_asked_for_and_only_then() =>
        Holds(story => Play(story).Reminders.ShouldAllBe(sent => sent.WhileOpen == (sent.Kind < ReminderKind.NoCause)));

    [Fact]
    public void Two_are_never_closer_than_ten_minutes() => Holds(story =>
    {
        var minutes = Play(story).Reminders.Select(sent => sent.Minute).ToList();
        foreach (var (earlier, later) in minutes.Zip(minutes.Skip(1))) (later - earlier).ShouldBeGreaterThanOrEqualTo((int)NextReminder.Apart.TotalMinutes);
    });

    [Fact]
    public void Of_the_same_matter_it_reminds_thrice_at_most_after_pauses_that_grow() => Holds(story =>
    {
        var undisturbed = story with { Steps = [.. story.Steps.Where(step => step.Act is not ("snooze" or "dismiss"))] };
        foreach (var matter in Play(undisturbed).Reminders.GroupBy(sent => (sent.Kind, sent.Since)))
        {
            matter.Count().ShouldBeLessThanOrEqualTo(NextReminder.Most);
            var pauses = matter.Zip(matter.Skip(1), (one, next) => next.Minute - one.Minute).ToList();

            // Others may come in between and put it off a little, never bring it forward.
            foreach (var (shortest, pause) in ((int[])[10, 20]).Zip(pauses)) pause.ShouldBeGreaterThanOrEqualTo(shortest);
        }
    });

    [Fact]
    public void However_long_nobody_does_anything_it_ends() => Holds(story =>
    {
        var run = Play(story);
        var sent = run.Until(400 * 24 * 60).Reminders.Count;
        run.Until(4000 * 24 * 60).Reminders.Count.ShouldBe(sent);
    });

    [Fact]
    public void The_record_stays_legal() => Holds(story => Play(story, atEachStep: run => Invariants.Violations(run.State).ShouldBeEmpty()));

    private static void Holds(Action<Story> law, int tests = 200) => Prop.ForAll(Stories, law).Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(30).WithQuietOnSuccess(true));

    private static ReminderRun Play(Story story, bool looksEachMinute = false, Action<ReminderRun>? atEachStep = null)
    {
        var state = Given.Incident(severity: story.Severity);
        state = state with { Incident = state.Incident with { IsDrill = story.Drill > 0 } };
        var run = new ReminderRun(state, Given.Settings with { Reminders = story.Rules }, looksEachMinute);
        var minutes = 0;
        foreach (var step in story.Steps)
        {
            minutes += step.Wait;
            run.At(minutes, (s, a) => Acts[step.Act](s, step.N, a), People[step.Who]);
            atEachStep?.Invoke(run);
        }

        run.Until(minutes + 600);
        atEachStep?.Invoke(run);
        return run;
    }

    public sealed record Step(string Act, int Who, int N, int Wait);

    /// <param name="Times">In minutes, four for each kind; negative: never.</param>
    /// <param name="Drill">0: none; 2: one that is to be quiet; else one as any other.</param>
    public sealed record Story(Step[] Steps, int[] Times, Severity Severity, int Drill)
    {
        public ReminderRules Rules => ReminderKinds.All.Aggregate(
            new ReminderRules { QuietInDrills = Drill == 2 },
            (rules, kind) => rules.With(kind, new(After(kind, 0), After(kind, 1), After(kind, 2), After(kind, 3))));

        public override string ToString() => $"{Severity}, drill {Drill}, times {string.Join(' ', Times)}: {string.Join("; ", Steps.Select(static step => step.ToString()))}";

        private TimeSpan? After(ReminderKind kind, int severity) => Times[((int)kind * 4) + severity] switch
        {
            < 0 => null,
            0 when kind != ReminderKind.UpdateDue => TimeSpan.FromMinutes(1),
            var minutes => TimeSpan.FromMinutes(minutes),
        };
    }

    private static SectionEdit Cause(IncidentState state, string? text) => new("root-cause", text, SectionHistory.Now(state.Incident, state.Entries, "root-cause", ""), "");
}
