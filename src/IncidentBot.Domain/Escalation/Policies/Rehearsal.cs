using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>An answer that a rehearsal plays.</summary>
public sealed record PlayedAnswer(DateTimeOffset At, RunAnswer Answer);

/// <summary>An answer that did not count.</summary>
public sealed record RefusedAnswer(PlayedAnswer Answer, Refusal Refusal);

/// <param name="Run">All that would happen, to the end (or to <paramref name="StoppedAt"/>).</param>
/// <param name="StoppedAt">Set when it was not over by then: an acknowledgement that has to be kept fresh, for one.</param>
public sealed record RehearsalResult(PolicyRun Run, ImmutableArray<RefusedAnswer> Refused, DateTimeOffset? StoppedAt);

/// <summary>Plays an escalation by the same engine that runs it, without sending anything. For the preview, the command line and the laws in the tests.</summary>
public static class Rehearsal
{
    /// <summary>How far ahead it is played.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(30);

    /// <summary>Far more than any policy can ask for, and few enough to be done in a moment.</summary>
    private const int MostEvents = 10_000;

    /// <param name="run">What has happened so far; at least that it began.</param>
    /// <param name="facts">The incident, as it stays.</param>
    /// <param name="now">When it is played from.</param>
    /// <param name="failure">Why a page would not arrive; null, or an answer of null: it arrives.</param>
    public static RehearsalResult Play(PolicyRun run, IncidentFacts facts, DateTimeOffset now, OnCallLookup onCall, IEnumerable<PlayedAnswer>? answers = null, Func<RunStep.Ask, string?>? failure = null)
    {
        var end = now + Horizon;
        var waiting = new Queue<PlayedAnswer>((answers ?? []).OrderBy(answer => answer.At));
        var refused = new List<RefusedAnswer>();
        while (run.Events.Length < MostEvents)
        {
            var plan = NextStep.Of(run, facts, now, onCall);
            foreach (var step in plan.Due) run = run.With(step is RunStep.Ask ask ? ask.Sent(now, failure: failure?.Invoke(ask)) : step.Record(now));
            if (!plan.Due.IsEmpty) continue;

            var answered = waiting.TryPeek(out var answer) && (plan.WakeAt is not { } wake || answer.At <= wake);
            var next = answered ? answer!.At : plan.WakeAt;
            if (next is null) return new RehearsalResult(run, [.. refused], null);
            if (next > end) return new RehearsalResult(run, [.. refused], now);
            now = next > now ? next.Value : now;
            if (!answered) continue;
            waiting.Dequeue();
            var result = AnswerRun.Decide(run, answer!.Answer, now);
            if (result.Happened is { } happened) run = run.With(happened);
            else refused.Add(new RefusedAnswer(answer, result.Refusal!));
        }

        return new RehearsalResult(run, [.. refused], now);
    }
}
