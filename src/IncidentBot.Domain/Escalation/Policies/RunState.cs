using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

public enum RunPhase
{
    Paging,
    Acknowledged,
    Over,
}

/// <summary>Where an escalation stands, from what has happened in it.</summary>
public sealed record RunState
{
    private RunState(Visit visit) => Visit = visit;

    public RunPhase Phase { get; private init; }

    /// <summary>Once it is over.</summary>
    public RunOutcome? Outcome { get; private init; }

    /// <summary>The level it is at.</summary>
    public Place Place => Visit.Place;

    /// <summary>While it is acknowledged.</summary>
    public Handle? AcknowledgedBy { get; private init; }

    /// <summary>The acknowledgement, or the last sign of life since.</summary>
    public DateTimeOffset AcknowledgedAt { get; private init; }

    /// <summary>Those who cannot help; they are not asked again.</summary>
    public ImmutableHashSet<Handle> Declined { get; private init; } = [];

    public DateTimeOffset? SnoozedUntil { get; private init; }

    public int Snoozes { get; private init; }

    internal DateTimeOffset? HeldUntil { get; private init; }

    internal Visit Visit { get; private init; }

    /// <summary>By level, which target was asked last.</summary>
    internal ImmutableDictionary<int, int> LastTurn { get; private init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>Of each role that was asked, who got it last.</summary>
    internal ImmutableDictionary<PolicyTarget, ImmutableArray<Handle>> Reached { get; private init; } = ImmutableDictionary<PolicyTarget, ImmutableArray<Handle>>.Empty;

    /// <summary>Roles that turned out to have no people.</summary>
    internal ImmutableHashSet<PolicyTarget> EmptyRoles { get; private init; } = [];

    public static RunState Of(PolicyRun run) => Of(run.Policy, run.Events);

    internal static RunState Of(PolicySnapshot policy, ImmutableArray<RunEvent> events)
    {
        var began = events.OfType<RunEvent.Began>().FirstOrDefault();
        var first = Math.Clamp(began?.Level ?? 1, 1, Math.Max(1, policy.Levels.Length));
        var state = new RunState(new Visit(new Place(first, 1), began?.At ?? default) { AtOnce = first > 1 });
        return events.Aggregate(state, (now, happened) => now.After(policy, happened));
    }

    private RunState After(PolicySnapshot policy, RunEvent happened) => happened switch
    {
        RunEvent.Asked asked => On(asked.Place, asked.At).With(asked),
        RunEvent.Missed missed => On(missed.Place, missed.At).With(missed),
        RunEvent.Skipped skipped => On(skipped.Place, skipped.At) with { Visit = On(skipped.Place, skipped.At).Visit with { SkippedAt = skipped.At } },
        RunEvent.Held held => this with { HeldUntil = held.Until },
        RunEvent.Ended ended => this with { Phase = RunPhase.Over, Outcome = ended.Outcome },
        RunEvent.StoppedBy => this with { Phase = RunPhase.Over, Outcome = RunOutcome.Stopped },
        _ when Outcome == RunOutcome.Stopped => this,
        RunEvent.Acknowledged acknowledged => this with
        {
            Phase = RunPhase.Acknowledged,
            Outcome = null,
            AcknowledgedBy = acknowledged.By,
            AcknowledgedAt = acknowledged.At,
            SnoozedUntil = null,
            HeldUntil = null,
            Declined = Declined.Remove(acknowledged.By),
        },
        RunEvent.StillOnIt life when Phase == RunPhase.Acknowledged => this with { AcknowledgedAt = life.At > AcknowledgedAt ? life.At : AcknowledgedAt },
        RunEvent.Lapsed lapsed => Paging(new Visit(Place, lapsed.At) { AtOnce = true, Besides = PolicyTarget.Of(lapsed.By) }),
        RunEvent.CannotHelp cannot => this with { Declined = Declined.Add(cannot.By), Visit = Visit with { DeclinedAt = cannot.At } },
        RunEvent.Snoozed snoozed when Phase == RunPhase.Paging && Snoozes < AnswerRun.MostSnoozes => this with { SnoozedUntil = Bounded(snoozed), Snoozes = Snoozes + 1 },
        RunEvent.Escalated escalated when To(policy, escalated) is { } place => Paging(new Visit(place, escalated.At) { AtOnce = true, ByHand = true }),
        RunEvent.Reassigned reassigned => Paging(new Visit(Place, reassigned.At) { AtOnce = true, ByHand = true, Besides = reassigned.To, BesidesAlone = true }) with
        {
            // Whoever is named is asked, even if they have said no before.
            Declined = reassigned.To.Kind == PolicyTargetKind.Person ? Declined.Remove(new Handle(reassigned.To.Name)) : Declined,
        },
        _ => this,
    };

    private RunState With(RunEvent.Asked asked) => this with
    {
        Visit = Visit.With(asked),
        LastTurn = asked.Target >= 0 ? LastTurn.SetItem(asked.Place.Level, asked.Target) : LastTurn,
        Reached = asked.Whom.Kind == PolicyTargetKind.Role && !asked.People.IsEmpty ? Reached.SetItem(asked.Whom, asked.People) : Reached,
    };

    private RunState With(RunEvent.Missed missed) => this with
    {
        Visit = Visit.With(missed),
        LastTurn = missed.Target >= 0 ? LastTurn.SetItem(missed.Place.Level, missed.Target) : LastTurn,
        EmptyRoles = missed.What.Why == MissReason.NobodyInRole ? EmptyRoles.Add(missed.What.Whom) : EmptyRoles,
    };

    /// <summary>The place that "escalate now" leads to; null: there is none.</summary>
    internal Place? To(PolicySnapshot policy, RunEvent.Escalated escalated) =>
        escalated.Level is not { } level ? policy.After(Place) : level >= 1 && level <= policy.Levels.Length ? new Place(level, policy.PartOf(level) == policy.PartOf(Place.Level) ? Place.Round : 1) : null;

    private static DateTimeOffset Bounded(RunEvent.Snoozed snoozed) => snoozed.Until - snoozed.At > Snooze.Longest ? snoozed.At + Snooze.Longest : snoozed.Until;

    private RunState Paging(Visit visit) => this with { Phase = RunPhase.Paging, Outcome = null, Visit = visit, AcknowledgedBy = null, SnoozedUntil = null, HeldUntil = null };

    private RunState On(Place place, DateTimeOffset at) => Place == place ? this : this with { Visit = new Visit(place, at) };
}

/// <summary>One stay at a level: from when it is its turn until the next level's.</summary>
/// <param name="Since">When it became this level's turn.</param>
internal sealed record Visit(Place Place, DateTimeOffset Since)
{
    /// <summary>Without the level's wait.</summary>
    public bool AtOnce { get; init; }

    /// <summary>A person wanted it: quiet hours do not count.</summary>
    public bool ByHand { get; init; }

    /// <summary>Asked besides the level's targets.</summary>
    public PolicyTarget? Besides { get; init; }

    /// <summary>Only that one is asked.</summary>
    public bool BesidesAlone { get; init; }

    public ImmutableArray<RunEvent.Asked> Asked { get; init; } = [];

    public ImmutableArray<RunEvent.Missed> Missed { get; init; } = [];

    public DateTimeOffset? SkippedAt { get; init; }

    /// <summary>When somebody last said that they cannot help.</summary>
    public DateTimeOffset? DeclinedAt { get; init; }

    public bool HasBegun => !Asked.IsEmpty || !Missed.IsEmpty;

    public IEnumerable<int> Tried => Asked.Select(one => one.Target).Concat(Missed.Select(one => one.Target));

    /// <summary>When the last thing happened in it.</summary>
    public DateTimeOffset LastAt => Asked.Select(one => one.At).Concat(Missed.Select(one => one.At)).Append(DeclinedAt ?? Since).Append(Since).Max();

    public Visit With(RunEvent.Asked asked) => this with { Asked = Asked.Add(asked) };

    public Visit With(RunEvent.Missed missed) => this with { Missed = Missed.Add(missed) };

    /// <summary>Somebody may still answer. Where people were asked for, a channel or a webhook that was told besides answers for nobody.</summary>
    public bool MayAnswer(ImmutableHashSet<Handle> declined)
    {
        var delivered = Asked.Where(one => one.Failure is null).ToList();
        if (delivered.Exists(one => one.Quietly)) return true;
        var people = delivered.Where(one => one.Whom.AsksPeople).ToList();
        if (people.Exists(one => one.People.IsEmpty || !one.People.All(declined.Contains))) return true;
        return delivered.Count > 0 && !Asked.Any(one => one.Whom.AsksPeople) && !Missed.Any(one => one.What.Whom.AsksPeople);
    }
}
