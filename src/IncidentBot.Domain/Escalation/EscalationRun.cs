using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation;

/// <summary>
/// Escalations are runs of policies, a call to one person as well as one by a team's own policy. In a run of the bot, people go by their account; only who
/// has none goes by the name in the team's files.
/// </summary>
public static class EscalationRun
{
    public static PolicyRun Of(Escalation escalation) => escalation.Run ?? QuickPolicy.RunOf(escalation);

    /// <summary>The escalation once this has happened too.</summary>
    public static Escalation After(Escalation escalation, RunEvent happened) => Told(escalation, Of(escalation).With(happened));

    /// <summary>
    /// The escalation once it is known what came of what was sent. What people did while it was sent came after it: a page to level 1 that was under way when
    /// somebody went on to level 3 does not lead back.
    /// </summary>
    /// <param name="seen">How many events there were when it was sent.</param>
    internal static Escalation AfterSending(Escalation escalation, int seen, ImmutableArray<RunEvent> happened)
    {
        var run = Of(escalation);
        return Told(escalation, run with { Events = run.Events.InsertRange(Math.Clamp(seen, 1, run.Events.Length), happened) });
    }

    /// <summary>What a page was sent for.</summary>
    public static IEnumerable<RunEvent.Asked> AskedBy(Escalation escalation, Page page)
    {
        // Of two pages of the same moment, each has the people it was for.
        var people = page.People.Select(Handle.Of).ToHashSet();
        return Of(escalation).Events.OfType<RunEvent.Asked>().Where(asked => asked.At == page.At && (asked.People.IsEmpty || asked.People.Any(people.Contains)));
    }

    /// <summary>The escalation once it is known that a page reached nobody of one of its targets, which was not known when it was sent.</summary>
    internal static Escalation AfterFailing(Escalation escalation, RunEvent.Asked asked, string failure)
    {
        var run = Of(escalation);
        return Told(escalation, run with { Events = run.Events.Replace(asked, asked with { Failure = failure }) });
    }

    /// <summary>What is kept beside the run is what follows from it.</summary>
    internal static bool Agrees(Escalation escalation)
    {
        var told = Told(escalation, Of(escalation));
        return (told.State, told.AcknowledgedBy, told.AcknowledgedAt, told.EndedAt, told.StoppedBy, told.SnoozedUntil)
            == (escalation.State, escalation.AcknowledgedBy, escalation.AcknowledgedAt, escalation.EndedAt, escalation.StoppedBy, escalation.SnoozedUntil)
            && told.Declined.SequenceEqual(escalation.Declined);
    }

    private static Escalation Told(Escalation escalation, PolicyRun run)
    {
        var state = RunState.Of(run);
        var acknowledged = state.Phase == RunPhase.Acknowledged ? run.Events.OfType<RunEvent.Acknowledged>().LastOrDefault() : null;
        var stopped = state.Outcome == RunOutcome.Stopped ? run.Events.OfType<RunEvent.StoppedBy>().FirstOrDefault() : null;
        return escalation with
        {
            Run = run,
            State = StateOf(state),
            AcknowledgedBy = PersonOf(acknowledged?.By),
            AcknowledgedAt = acknowledged?.At,
            EndedAt = state.Phase == RunPhase.Over ? stopped?.At ?? run.Events.OfType<RunEvent.Ended>().Last().At : null,
            StoppedBy = PersonOf(stopped?.By),
            Declined = [.. run.Events.OfType<RunEvent.CannotHelp>().Select(one => one.By).Distinct().Where(state.Declined.Contains).Select(one => PersonOf(one)).OfType<PersonId>()],
            SnoozedUntil = state.Phase == RunPhase.Paging ? state.SnoozedUntil : null,
        };
    }

    /// <summary>The account; null: nothing but a name in the team's files is known.</summary>
    public static PersonId? PersonOf(Handle? handle) => ulong.TryParse(handle?.Value, out var id) ? new PersonId(id) : null;

    /// <summary>It asks one person, role or schedule, again and again, instead of going through a team's levels.</summary>
    public static bool IsCall(Escalation escalation) => escalation.Target.Kind != TargetKind.Policy;

    /// <summary>Why people are asked now: the reason for going on, else the one it began with.</summary>
    public static string? ReasonNow(Escalation escalation) =>
        Of(escalation).Events.Select(one => (one as RunEvent.Escalated)?.Reason ?? (one as RunEvent.Reassigned)?.Reason).LastOrDefault(reason => reason is not null) ?? escalation.Reason;

    /// <summary>Of a call, how many pages go out if nobody answers: whoever is asked instead is asked besides.</summary>
    public static int PagesInAll(Escalation escalation) => NextPage.Attempts + Of(escalation).Events.Count(one => one is RunEvent.Reassigned);

    /// <summary>Who is on call has to be known to say what it does next.</summary>
    public static bool AsksSchedules(Escalation escalation)
    {
        var run = Of(escalation);
        return run.Policy.Levels.SelectMany(level => level.Level.Targets).Concat(run.Events.OfType<RunEvent.Reassigned>().Select(one => one.To)).Any(target => target.Kind == PolicyTargetKind.Schedule);
    }

    /// <summary>Everyone a page was meant for, delivered or not.</summary>
    public static ImmutableArray<PersonId> PeopleAsked(Escalation escalation) =>
    [
        .. Of(escalation).Events.OfType<RunEvent.Asked>().SelectMany(asked => asked.People).Select(one => PersonOf(one)).OfType<PersonId>()
            .Concat(escalation.Pages.SelectMany(page => page.People))
            .Distinct(),
    ];

    /// <summary>Everyone with an account whom its policy or anything that happened in it names.</summary>
    public static IEnumerable<PersonId> PeopleNamed(Escalation escalation)
    {
        var run = Of(escalation);
        return run.Policy.Levels.SelectMany(level => level.Level.Targets).Where(target => target.Kind == PolicyTargetKind.Person).Select(target => new Handle(target.Name))
            .Concat(run.Events.SelectMany(People)).Select(one => PersonOf(one)).OfType<PersonId>().Distinct();
    }

    private static IEnumerable<Handle> People(RunEvent happened) => happened switch
    {
        RunEvent.Asked asked => asked.People,
        RunEvent.Missed missed => missed.What.People,
        RunEvent.Skipped skipped => skipped.Nobody.SelectMany(one => one.People),
        RunEvent.Lapsed lapsed => [lapsed.By],
        RunEvent.Acknowledged acknowledged => [acknowledged.By],
        RunEvent.StillOnIt life => [life.By],
        RunEvent.CannotHelp cannot => [cannot.By],
        RunEvent.Snoozed snoozed => [snoozed.By],
        RunEvent.Escalated escalated => [escalated.By],
        RunEvent.Reassigned { To.Kind: PolicyTargetKind.Person } reassigned => [reassigned.By, new Handle(reassigned.To.Name)],
        RunEvent.Reassigned reassigned => [reassigned.By],
        RunEvent.StoppedBy { By: { } by } => [by],
        _ => [],
    };

    private static EscalationState StateOf(RunState state) => state.Phase switch
    {
        RunPhase.Paging => EscalationState.Paging,
        RunPhase.Acknowledged => EscalationState.Acknowledged,
        _ => state.Outcome == RunOutcome.Stopped ? EscalationState.Stopped : EscalationState.Unanswered,
    };
}
