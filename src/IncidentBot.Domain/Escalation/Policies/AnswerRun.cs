using IncidentBot.Domain.OnCall;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Escalation.Policies;

public enum RunAnswerKind
{
    Acknowledge,
    CannotHelp,
    Snooze,

    /// <summary>To the next level, or a named one, at once.</summary>
    Escalate,
    Reassign,
    Stop,

    /// <summary>Whoever acknowledged is still working on it.</summary>
    StillOnIt,
}

/// <summary>What a person does about an escalation.</summary>
/// <param name="For">Of a snooze; null: the usual 15 minutes.</param>
/// <param name="Level">Of an escalation; null: the next.</param>
/// <param name="To">Of a reassignment.</param>
public sealed record RunAnswer(RunAnswerKind Kind, Handle By, TimeSpan? For = null, int? Level = null, PolicyTarget? To = null);

/// <summary>Either what happened, or why it does not count: a sentence for the person.</summary>
public sealed record AnswerResult(RunEvent? Happened, Refusal? Refusal);

/// <summary>Takes a person's answer to an escalation. The same in chat and in a rehearsal.</summary>
public static class AnswerRun
{
    /// <summary>How often one escalation can be put off.</summary>
    public const int MostSnoozes = 4;

    public static AnswerResult Decide(PolicyRun run, RunAnswer answer, DateTimeOffset now)
    {
        var state = RunState.Of(run);
        now = now.ToUniversalTime();
        if (state.Outcome == RunOutcome.Stopped) return Refuse("The paging was stopped; there is nothing left to answer.");
        return answer.Kind switch
        {
            RunAnswerKind.Acknowledge => Acknowledge(state, answer.By, now),
            RunAnswerKind.CannotHelp => CannotHelp(run, state, answer.By, now),
            RunAnswerKind.Snooze => Snooze(state, answer, now),
            RunAnswerKind.Escalate => Escalate(run, state, answer, now),
            RunAnswerKind.Reassign => answer.To is { } to ? Happened(new RunEvent.Reassigned(now, answer.By, to)) : Refuse("Say who is to be asked instead."),
            RunAnswerKind.Stop => state.Phase == RunPhase.Over ? Refuse("The paging has ended already.") : Happened(new RunEvent.StoppedBy(now, answer.By)),
            _ => state.Phase != RunPhase.Acknowledged ? Refuse("Nobody has acknowledged this, so there is nothing to keep fresh.") : Happened(new RunEvent.StillOnIt(now, answer.By)),
        };
    }

    private static AnswerResult Acknowledge(RunState state, Handle by, DateTimeOffset now) => state.Phase == RunPhase.Acknowledged
        ? Refuse(state.AcknowledgedBy == by ? "You have acknowledged this already." : $"{state.AcknowledgedBy} was first and has acknowledged this already.")
        : Happened(new RunEvent.Acknowledged(now, by));

    private static AnswerResult CannotHelp(PolicyRun run, RunState state, Handle by, DateTimeOffset now)
    {
        if (state.Phase != RunPhase.Paging) return Refuse("Nobody is being paged any more.");
        if (state.Declined.Contains(by)) return Refuse($"{by} has said so already and is not asked again.");
        var asked = run.Events.OfType<RunEvent.Asked>().Any(one => one.People.Contains(by) || one.Whom.Kind == PolicyTargetKind.Role);
        return asked ? Happened(new RunEvent.CannotHelp(now, by)) : Refuse($"{by} was not asked.");
    }

    private static AnswerResult Snooze(RunState state, RunAnswer answer, DateTimeOffset now)
    {
        if (state.Phase != RunPhase.Paging) return Refuse("No page is to come that could be put off.");
        var length = answer.For ?? Domain.Escalation.Snooze.Usual;
        if (length < Domain.Escalation.Snooze.Shortest || length > Domain.Escalation.Snooze.Longest) return Refuse("A page can be put off by 5 to 60 minutes.");
        if (state.Snoozes >= MostSnoozes) return Refuse($"It was put off {MostSnoozes} times already; it cannot be put off again.");
        return state.SnoozedUntil >= now + length ? Refuse("The next page is put off for longer already.") : Happened(new RunEvent.Snoozed(now, answer.By, now + length));
    }

    private static AnswerResult Escalate(PolicyRun run, RunState state, RunAnswer answer, DateTimeOffset now)
    {
        var levels = run.Policy.Levels.Length;
        if (answer.Level is { } level && (level < 1 || level > levels)) return Refuse($"There is no level {level}: the policy {run.Policy.Policy} has {Say.Count(levels, "level")}.");
        var happened = new RunEvent.Escalated(now, answer.By, answer.Level);
        return state.To(run.Policy, happened) is null ? Refuse("That was the last level; there is nobody above it.") : Happened(happened);
    }

    private static AnswerResult Happened(RunEvent happened) => new(happened, null);

    private static AnswerResult Refuse(string sentence) => new(null, new Refusal(sentence));
}
