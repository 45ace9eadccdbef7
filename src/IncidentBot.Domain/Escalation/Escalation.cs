using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;

namespace IncidentBot.Domain.Escalation;

public enum TargetKind
{
    Person,

    /// <summary>A role of the chat server: everyone who has it is asked.</summary>
    ChatRole,

    /// <summary>An escalation policy: who is asked, in which order, is its.</summary>
    Policy,

    /// <summary>Whoever is on call in a schedule when a page goes out.</summary>
    Schedule,
}

/// <summary>Who is asked for help.</summary>
/// <param name="Id">The person's or the role's id, by <paramref name="Kind"/>; 0 of a policy and of a schedule, which go by their names.</param>
/// <param name="Name">As it was shown when the escalation began.</param>
public sealed record EscalationTarget(TargetKind Kind, ulong Id, string Name)
{
    public static EscalationTarget Of(Policy policy) => new(TargetKind.Policy, 0, policy.Name);

    public bool IsSame(EscalationTarget other) => Kind == other.Kind && Id == other.Id && (Id != 0 || Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase));
}

public enum EscalationState
{
    /// <summary>Pages go out until somebody answers. It becomes so again when an acknowledgement has gone stale.</summary>
    Paging,
    Acknowledged,

    /// <summary>Every page was sent and nobody answered.</summary>
    Unanswered,

    /// <summary>A person stopped it, or the incident was closed.</summary>
    Stopped,
}

/// <summary>A call for help: who was asked, when, why, and who answered.</summary>
public sealed record Escalation
{
    public required IncidentId Incident { get; init; }

    /// <summary>From 1 up within the incident.</summary>
    public required int Number { get; init; }

    public required EscalationTarget Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>1 unless somebody asked for a higher level.</summary>
    public int Level { get; init; } = 1;

    public required PersonId RequestedBy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public EscalationState State { get; init; } = EscalationState.Paging;

    /// <summary>Why this policy was taken, within a sentence: "it is for checkout". Null: a person chose.</summary>
    public string? ChosenBecause { get; init; }

    /// <summary>
    /// What it is run by and all that has happened in it; everything below but <see cref="Pages"/> follows from it (<see cref="EscalationRun"/>). Null in
    /// records from before there were policies: <see cref="QuickPolicy.RunOf"/> tells those as a run.
    /// </summary>
    public PolicyRun? Run { get; init; }

    /// <summary>The pages sent so far, oldest first.</summary>
    public ImmutableArray<Page> Pages { get; init; } = [];

    public PersonId? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it ended without an answer or was stopped.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public PersonId? StoppedBy { get; init; }

    /// <summary>People who were asked and said they cannot help.</summary>
    public ImmutableArray<PersonId> Declined { get; init; } = [];

    /// <summary>Set by snooze: no page goes out before this instant.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }
}

/// <summary>One page: a mention in the incident's channel and a direct message to each person asked.</summary>
/// <remarks>What it was sent for, and what came of that, stands in the run's events of the same instant.</remarks>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Mention">The message in the incident's channel.</param>
/// <param name="Direct">The direct messages that were delivered.</param>
/// <param name="Undelivered">People whose direct message was refused, with the reason in words.</param>
public sealed record Page(int Attempt, DateTimeOffset At, MessageRef? Mention, ImmutableArray<DirectPage> Direct, ImmutableArray<UndeliveredPage> Undelivered)
{
    /// <summary>Messages in other channels that the policy tells.</summary>
    public ImmutableArray<MessageRef> Told { get; init; } = [];

    /// <summary>People whose direct message is still to be sent: Discord's limits left no room for it (<see cref="SendDirectPage"/>).</summary>
    public ImmutableArray<WaitingPage> Waiting { get; init; } = [];

    /// <summary>Everyone it was meant for, as far as that is known.</summary>
    public IEnumerable<PersonId> People => Direct.Select(one => one.Person).Concat(Undelivered.Select(one => one.Person)).Concat(Waiting.Select(one => one.Person));
}

public sealed record DirectPage(PersonId Person, MessageRef Message);

public sealed record UndeliveredPage(PersonId Person, string Reason);

/// <param name="Until">When there should be room for it.</param>
public sealed record WaitingPage(PersonId Person, DateTimeOffset Until);
