using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Tests.Escalation.Policies;

/// <summary>What holds for every policy, whoever answers what and whatever does not arrive.</summary>
public sealed class LawTests
{
    private static readonly string[] Targets = ["ada", "tunde", "grace", "%ops", "%dev", "%empty", "&developers", "#ops", "!phone"];
    private static readonly string[] People = ["ada", "tunde", "grace", "deniz"];
    private static readonly RunAnswerKind[] Kinds = Enum.GetValues<RunAnswerKind>();

    [Fact]
    public void Nobody_is_paged_after_an_acknowledgement_in_force() => Holds(any => true, (any, played) =>
    {
        DateTimeOffset? since = null;
        foreach (var happened in played.Run.Events)
        {
            if (happened is RunEvent.Asked && since is not null) Assert.Fail($"{happened} after the acknowledgement at {since:t}");
            since = happened switch
            {
                RunEvent.Acknowledged => happened.At,
                RunEvent.Lapsed or RunEvent.Escalated or RunEvent.Reassigned or RunEvent.Ended => null,
                _ => since,
            };

            // What takes an acknowledgement's force is a person, or its time.
            if (happened is not RunEvent.Lapsed lapsed) continue;
            var last = played.Run.Events.TakeWhile(one => one != lapsed).Last(one => one is RunEvent.Acknowledged or RunEvent.StillOnIt);
            (lapsed.At - last.At).ShouldBeGreaterThanOrEqualTo(any.Policy.AckTimeout!.Value);
        }
    });

    [Fact]
    public void What_nobody_acknowledges_reaches_its_last_level_and_ends() => Holds(any => !any.Answers.Any(answer => answer.Kind is RunAnswerKind.Acknowledge or RunAnswerKind.Stop), (any, played) =>
    {
        played.StoppedAt.ShouldBeNull();
        played.Run.Events.OfType<RunEvent.Ended>().Last().Outcome.ShouldBe(RunOutcome.NoAnswer);
        if (any.Policy.Levels.IsEmpty) return;
        var last = played.Run.Events.Select(PlaceOf).OfType<Place>().Max(place => place.Level);
        last.ShouldBe(any.Policy.Levels.Length);
        played.Run.Events.Select(one => one.At).ShouldBeInOrder();
    });

    [Fact]
    public void Whoever_cannot_help_is_not_asked_again() => Holds(any => !any.Answers.Any(answer => answer.Kind is RunAnswerKind.Reassign or RunAnswerKind.Acknowledge), (_, played) =>
    {
        var declined = new HashSet<Handle>();
        foreach (var happened in played.Run.Events)
        {
            if (happened is RunEvent.CannotHelp cannot) declined.Add(cannot.By);
            if (happened is RunEvent.Asked asked) asked.People.ShouldAllBe(person => !declined.Contains(person));
        }
    });

    [Fact]
    public void Nobody_is_asked_twice_in_one_stay_at_a_level() => Holds(any => any.Answers.IsEmpty, (_, played) =>
    {
        foreach (var stay in played.Run.Events.OfType<RunEvent.Asked>().Where(one => one.Failure is null).GroupBy(one => one.Place)) stay.SelectMany(one => one.People).ShouldBeUnique();
    });

    [Fact]
    public void A_restart_in_the_middle_changes_nothing() => Holds(any => any.Answers.IsEmpty, (any, played) =>
    {
        // The same engine, asked again from every prefix of what happened, goes on to the same end.
        for (var known = 1; known < played.Run.Events.Length; known++)
        {
            var half = played.Run with { Events = played.Run.Events[..known] };
            var rest = Rehearsal.Play(half, any.Facts, half.Events[^1].At, OnCall, failure: any.Failure).Run;
            Told(rest).ShouldBe(Told(played.Run));
        }
    });

    private static string Told(PolicyRun run) => string.Join("; ", run.Events.SelectMany(one => PolicyWords.Lines(run, one, PolicyNames.Plain, at => at.ToString("t")).Select(line => $"{one.At:t} {line}")));

    private static Place? PlaceOf(RunEvent happened) => happened switch
    {
        RunEvent.Asked asked => asked.Place,
        RunEvent.Missed missed => missed.Place,
        RunEvent.Skipped skipped => skipped.Place,
        _ => null,
    };

    private static void Holds(Func<Any, bool> when, Action<Any, RehearsalResult> law)
    {
        var held = 0;
        Prop.ForAll(Arb.From(Anything), any =>
        {
            if (!when(any)) any = any with { Answers = [.. any.Answers.Where(answer => when(any with { Answers = [answer] }))] };
            if (!when(any)) return;
            var run = new PolicyRun(PolicySnapshot.Of(any.Policy, [any.Policy], (_, level) => level)) { Events = [new RunEvent.Began(Story.Start)] };
            law(any, Rehearsal.Play(run, any.Facts, Story.Start, OnCall, any.Answers.Select(answer => new PlayedAnswer(Story.Start.AddMinutes(answer.Minute), answer.Answer)), any.Failure));
            held++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        held.ShouldBeGreaterThan(300, "the law was tried");
    }

    private static ImmutableArray<Handle> OnCall(string schedule, DateTimeOffset at) => schedule switch
    {
        "ops" => [new(People[at.Hour % 3])],
        "dev" => [new("deniz"), new(People[at.Hour % 2])],
        _ => [],
    };

    private static Gen<Level> Levels =>
        from targets in Gen.Elements(Targets).ListOf()
        from ack in Gen.Choose(1, 90)
        from wait in Gen.Elements(0, 0, 0, 7, 240)
        from inTurn in Gen.Elements(true, false)
        from severity in Gen.Elements<Severity?>(null, null, Severity.Sev1, Severity.Sev3)
        from day in Gen.Elements(true, false, false)
        select new Level
        {
            Targets = [.. targets.Distinct().Take(4).Select(Story.Target)],
            AckWithin = TimeSpan.FromMinutes(ack),
            Wait = TimeSpan.FromMinutes(wait),
            InTurn = inTurn,
            When = new() { Severity = severity, Time = day ? new TimeWindow(new(8, 0), new(16, 0), [], "Europe/Berlin") : null },
        };

    private static Gen<Policy> Policies =>
        from levels in Levels.ListOf()
        from times in Gen.Choose(0, 3)
        from start in Gen.Choose(1, 5)
        from timeout in Gen.Elements<int?>(null, 5, 45)
        from quiet in Gen.Elements<QuietAction?>(null, QuietAction.Hold, QuietAction.Channel)
        select new Policy
        {
            Name = "any",
            Levels = [.. levels.Take(5)],
            Repeat = times == 0 ? null : new Repeat(times, Math.Min(start, Math.Max(1, levels.Count))),
            AckTimeout = timeout is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Quiet = quiet is { } action ? new QuietHours(new TimeWindow(new(18, 0), new(7, 30), [], "Europe/Berlin"), Severity.Sev3, action) : null,
        };

    private static Gen<AnyAnswer> Answers =>
        from kind in Gen.Elements(Kinds)
        from minute in Gen.Choose(0, 600)
        from who in Gen.Elements(People)
        from to in Gen.Elements(People)
        from level in Gen.Elements<int?>(null, 1, 2, 3)
        from length in Gen.Elements(5, 15, 60)
        select new AnyAnswer(kind, minute, new RunAnswer(kind, new Handle(who), TimeSpan.FromMinutes(length), level, Story.Target(to)));

    private static Gen<Any> Anything =>
        from policy in Policies
        from answers in Answers.ListOf()
        from severity in Gen.Elements(Enum.GetValues<Severity>())
        from closed in Gen.Elements(Targets).ListOf()
        select new Any(policy, new IncidentFacts(severity, []), [.. answers.Take(6)], [.. closed.Take(4).Select(target => target.TrimStart('%', '&', '#', '!'))]);

    private sealed record AnyAnswer(RunAnswerKind Kind, int Minute, RunAnswer Answer);

    private sealed record Any(Policy Policy, IncidentFacts Facts, ImmutableArray<AnyAnswer> Answers, ImmutableArray<string> Closed)
    {
        public string? Failure(RunStep.Ask ask) => Closed.Contains(ask.Whom.Name) ? "closed" : null;

        public override string ToString() => $"{string.Join(" | ", Policy.Levels.Select(level => PolicyWords.Of(level)))} {Policy.Repeat} {Policy.AckTimeout} {Policy.Quiet} {Facts.Severity} {string.Join(", ", Answers.Select(one => $"{one.Minute} {one.Answer}"))} closed: {string.Join(' ', Closed)}";
    }
}
