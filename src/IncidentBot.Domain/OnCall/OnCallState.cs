using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;

namespace IncidentBot.Domain.OnCall;

/// <summary>What has happened on a server about being on call that no file says.</summary>
public sealed record OnCallState
{
    public required ServerId Server { get; init; }

    /// <summary>Changes to schedules that were made in chat, oldest first; those that were taken back and those long over are not among them.</summary>
    public ImmutableArray<ChatOverride> Overrides { get; init; } = [];

    /// <summary>How many overrides were ever made in chat: the last one's number.</summary>
    public int LastOverride { get; init; }

    /// <summary>Of levels that ask in turn, whose turn was last.</summary>
    public ImmutableArray<TurnTaken> Turns { get; init; } = [];

    /// <summary>How many times it was asked whether files shall count: the last question's number.</summary>
    public int LastProposal { get; init; }

    /// <summary>The question that waits for an answer.</summary>
    public BookProposal? Proposal { get; init; }

    /// <summary>Swaps of shifts that were asked for, oldest first; of those that ended the last few.</summary>
    public ImmutableArray<ShiftSwap> Swaps { get; init; } = [];

    /// <summary>How many swaps were ever asked for: the last one's number.</summary>
    public int LastSwap { get; init; }

    /// <summary>Who was on call in each schedule when it was last looked.</summary>
    public ImmutableArray<KnownOnCall> Known { get; init; } = [];

    /// <summary>Roles of the chat server that are or are to be with people because they are on call, and those still to be taken from them.</summary>
    public ImmutableArray<GivenRole> GivenRoles { get; init; } = [];

    /// <summary>Why the roles cannot be kept in step, as it was last said; null: they can.</summary>
    public string? RoleTrouble { get; init; }

    /// <summary>To whom no direct message came through when a shift of theirs began, by account; whoever has one again is not among them.</summary>
    public ImmutableArray<Unreached> Unreached { get; init; } = [];

    /// <summary>A direct message came through to somebody.</summary>
    public OnCallState With(PersonId reached) => Unreached.Any(one => one.Person == reached) ? this with { Unreached = Unreached.RemoveAll(one => one.Person == reached) } : this;

    /// <summary>A direct message did not come through to somebody, once more or for the first time.</summary>
    public OnCallState With(Unreached person) =>
        this with { Unreached = [.. Unreached.Where(one => one.Person != person.Person), Unreached.FirstOrDefault(one => one.Person == person.Person) is { } known ? person with { Since = known.Since } : person] };

    /// <summary>A book with the changes made in chat after those of its files.</summary>
    public PolicyBook On(PolicyBook book) => Overrides.IsEmpty
        ? book
        : book with
        {
            Schedules =
            [
                .. book.Schedules.Select(schedule => schedule with
                {
                    Overrides = [.. schedule.Overrides, .. Overrides.Where(one => one.Schedule.Equals(schedule.Name, StringComparison.OrdinalIgnoreCase)).Select(one => one.Change)],
                }),
            ],
        };

    /// <summary>Which target is next at a level that asks in turn, from 0 up, for <see cref="PolicyBook.Snapshot"/>.</summary>
    /// <param name="level">From 1 up in the policy.</param>
    public int NextTurn(string policy, int level) =>
        Turns.FirstOrDefault(one => one.Level == level && one.Policy.Equals(policy, StringComparison.OrdinalIgnoreCase)) is { } taken ? taken.Target + 1 : 0;

    /// <param name="target">Position in the level, from 0 up.</param>
    public OnCallState Took(string policy, int level, int target) => this with
    {
        Turns = [.. Turns.Where(one => one.Level != level || !one.Policy.Equals(policy, StringComparison.OrdinalIgnoreCase)), new TurnTaken(policy, level, target)],
    };
}

/// <param name="Number">From 1 up on a server, to name it by.</param>
public sealed record ChatOverride(int Number, string Schedule, Override Change, PersonId By, DateTimeOffset At);

/// <param name="People">Nobody, where it is empty.</param>
public sealed record KnownOnCall(string Schedule, ImmutableArray<Handle> People);

/// <param name="Why">In words, as Discord has it.</param>
/// <param name="Since">When it was first seen.</param>
public sealed record Unreached(PersonId Person, string Why, DateTimeOffset Since);

public sealed record GivenRole(ChatRoleId Role, PersonId Person);

/// <param name="Level">From 1 up in the policy.</param>
/// <param name="Target">Position in the level, from 0 up.</param>
public sealed record TurnTaken(string Policy, int Level, int Target);

/// <summary>Everything about paging and being on call on a server at one moment.</summary>
/// <param name="Applied">Null: nothing was ever applied.</param>
public sealed record OnCallRecord(BookVersion? Applied, OnCallState State)
{
    /// <summary>What counts now: the applied files and what was changed in chat.</summary>
    public PolicyBook Book => State.On(Applied?.Book ?? PolicyBook.Empty);
}
