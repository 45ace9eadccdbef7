using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>
/// The engine: says what an escalation has to do now, and when to ask again. It remembers nothing and changes nothing, so asking twice is harmless;
/// whoever asks does what is due, records what came of it, and asks again.
/// </summary>
public static class NextStep
{
    /// <summary>What has been due for longer than this, because the bot was away, is not sent any more: paging ends, and that is said.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    /// <param name="facts">The incident as it is now.</param>
    /// <param name="onCall">Asked for the moment <paramref name="now"/>.</param>
    public static Plan Of(PolicyRun run, IncidentFacts facts, DateTimeOffset now, OnCallLookup onCall)
    {
        var state = RunState.Of(run);
        return state.Phase switch
        {
            RunPhase.Paging => run.Policy.Levels.IsEmpty ? Plan.Now(now, new RunStep.End(RunOutcome.NoAnswer)) : new Moment(run.Policy, state, facts, now, onCall).Paging(),
            RunPhase.Acknowledged => Acknowledged(run.Policy, state, now),
            _ => Plan.Nothing,
        };
    }

    private static Plan Acknowledged(PolicySnapshot policy, RunState state, DateTimeOffset now)
    {
        if (policy.AckTimeout is not { } timeout) return Plan.Nothing;
        var due = state.AcknowledgedAt + timeout;
        if (now < due) return Plan.Wake(due);
        return now - due > Stale ? Plan.Now(due, new RunStep.End(RunOutcome.Expired)) : Plan.Now(due, new RunStep.Lapse(state.AcknowledgedBy!.Value, state.AcknowledgedAt));
    }

    /// <summary>One look at an escalation that is paging.</summary>
    private sealed class Moment(PolicySnapshot policy, RunState state, IncidentFacts facts, DateTimeOffset now, OnCallLookup onCall)
    {
        public Plan Paging()
        {
            var visit = state.Visit;
            if (visit.SkippedAt is { } skipped) return GoOn(visit, skipped);
            if (!visit.HasBegun) return Begin(visit);
            var left = Untried(visit);
            if (!visit.MayAnswer(state.Declined)) return left.Count > 0 ? AskTargets(visit, left, visit.LastAt) : AfterNobody(visit);

            // Several at once, and the bot went down between one and the next: those left are asked too.
            if (left.Count > 0 && !Of(visit).InTurn) return AskTargets(visit, left, visit.LastAt);
            var timeout = Snoozed(visit.Asked.Where(one => one.Failure is null).Max(one => one.At) + Of(visit).AckWithin);
            return now < timeout ? Plan.Wake(timeout) : GoOn(visit, timeout);
        }

        /// <summary>
        /// Nobody got it, or whoever did cannot help: the next level at once. When there is none, those whom no page reached still have their time: it is
        /// shown in the incident's channel too, and all rounds at once would help nobody.
        /// </summary>
        private Plan AfterNobody(Visit visit)
        {
            var unreached = visit.Asked.Where(one => one.Failure is not null && one.Whom.AsksPeople && (one.People.IsEmpty || !one.People.All(state.Declined.Contains))).ToList();
            if (unreached.Count == 0 || policy.After(visit.Place) is { } next && next.Level > visit.Place.Level) return GoOn(visit, visit.LastAt);
            var timeout = Snoozed(unreached.Max(one => one.At) + Of(visit).AckWithin);
            return now < timeout ? Plan.Wake(timeout) : GoOn(visit, timeout);
        }

        private Plan GoOn(Visit visit, DateTimeOffset since)
        {
            if (policy.After(visit.Place) is { } next) return Begin(new Visit(next, since));
            return since > now ? Plan.Wake(since) : Plan.Now(since, new RunStep.End(RunOutcome.NoAnswer));
        }

        private Plan Begin(Visit visit)
        {
            var level = Of(visit);
            var due = Snoozed(visit.AtOnce ? visit.Since : visit.Since + level.Wait);
            if (now < due) return Plan.Wake(due);
            var quiet = visit.ByHand ? null : policy.Quiet?.QuietUntil(facts.Severity, now);
            if (quiet is { } until && policy.Quiet!.Action == QuietAction.Hold)
                return state.HeldUntil == until ? Plan.Wake(until) : new Plan([new RunStep.Hold(until)], null, due);

            // What quiet hours held up was not due before they ended; and when the incident has become worse meanwhile, it is due from now on.
            if (state.HeldUntil > due) due = state.HeldUntil > now ? now : state.HeldUntil.Value;
            if (now - due > Stale) return Plan.Now(due, new RunStep.End(RunOutcome.Expired));
            if (!visit.ByHand && level.When.Unmet(facts, now) is { } why) return Plan.Now(due, new RunStep.Skip(visit.Place, why, []));
            if (quiet is not null) return Plan.Now(due, new RunStep.Ask(visit.Place, RunEvent.Asked.Extra, policy.Quiet!.Channel ?? IncidentChannel, [], Quietly: true));
            return AskTargets(visit, Untried(visit), due);
        }

        /// <summary>All of them, or of a level that asks in turn the first that has somebody to ask.</summary>
        private Plan AskTargets(Visit visit, List<(int Position, PolicyTarget Target)> targets, DateTimeOffset due)
        {
            if (now - due > Stale) return Plan.Now(due, new RunStep.End(RunOutcome.Expired));
            var steps = new List<RunStep>();

            // Whom a page did not reach, another target of the level would not reach either.
            var asked = visit.Asked.SelectMany(one => one.People).ToHashSet();
            foreach (var (position, target) in targets)
            {
                var (people, miss) = Resolve(target, asked);
                if (miss is null) steps.Add(new RunStep.Ask(visit.Place, position, target, people));
                else steps.Add(new RunStep.Miss(visit.Place, position, miss));
                asked.UnionWith(people);
                if (miss is null && Of(visit).InTurn && position != RunEvent.Asked.Extra) break;
            }

            if (visit.HasBegun || steps.Exists(step => step is RunStep.Ask)) return Plan.Now(due, [.. steps]);
            return Plan.Now(due, new RunStep.Skip(visit.Place, null, [.. steps.OfType<RunStep.Miss>().Select(miss => miss.What)]));
        }

        private (ImmutableArray<Handle> People, MissedTarget? Miss) Resolve(PolicyTarget target, HashSet<Handle> asked)
        {
            if (target.Kind == PolicyTargetKind.Role && state.EmptyRoles.Contains(target)) return Missed(MissReason.NobodyInRole, []);
            if (target.Kind == PolicyTargetKind.Role && state.Reached.TryGetValue(target, out var members) && members.All(state.Declined.Contains)) return Missed(MissReason.CannotHelp, members);
            if (target.Kind is not (PolicyTargetKind.Person or PolicyTargetKind.Schedule)) return ([], null);
            ImmutableArray<Handle> people = target.Kind == PolicyTargetKind.Person ? [new Handle(target.Name)] : onCall(target.Name, now);
            if (people.IsDefaultOrEmpty) return Missed(MissReason.NobodyOnCall, []);
            var able = people.RemoveAll(state.Declined.Contains);
            if (able.IsEmpty) return Missed(MissReason.CannotHelp, people);
            var others = able.RemoveAll(asked.Contains);
            return others.IsEmpty ? Missed(MissReason.AskedAlready, able) : (others, null);

            (ImmutableArray<Handle> People, MissedTarget? Miss) Missed(MissReason why, ImmutableArray<Handle> whom) => ([], new MissedTarget(target, why, whom));
        }

        private List<(int Position, PolicyTarget Target)> Untried(Visit visit)
        {
            var tried = visit.Tried.ToHashSet();
            var left = new List<(int Position, PolicyTarget Target)>();
            if (visit.Besides is { } besides && !tried.Contains(RunEvent.Asked.Extra)) left.Add((RunEvent.Asked.Extra, besides));
            if (visit.BesidesAlone || visit.Asked.Any(one => one.Quietly)) return left;
            var targets = Of(visit).Targets;
            var first = Of(visit).InTurn ? state.LastTurn.TryGetValue(visit.Place.Level, out var last) ? last + 1 : policy.Levels[visit.Place.Level - 1].FirstTurn : 0;
            for (var i = 0; i < targets.Length; i++)
            {
                var position = (((first + i) % targets.Length) + targets.Length) % targets.Length;
                if (!tried.Contains(position)) left.Add((position, targets[position]));
            }

            return left;
        }

        private Level Of(Visit visit) => policy.Levels[visit.Place.Level - 1].Level;

        private DateTimeOffset Snoozed(DateTimeOffset due) => state.SnoozedUntil > due ? state.SnoozedUntil.Value : due;
    }

    /// <summary>What quiet hours tell when they name no channel.</summary>
    public static readonly PolicyTarget IncidentChannel = new(PolicyTargetKind.Channel, "incident");
}
