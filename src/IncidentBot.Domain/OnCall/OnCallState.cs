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

/// <param name="Level">From 1 up in the policy.</param>
/// <param name="Target">Position in the level, from 0 up.</param>
public sealed record TurnTaken(string Policy, int Level, int Target);

/// <summary>Everything about paging and being on call on a server at one moment.</summary>
/// <param name="Applied">Null: nothing was ever applied.</param>
public sealed record OnCallRecord(BookVersion? Applied, OnCallState State)
{
    /// <summary>What counts now: the applied files and what was changed in chat.</summary>
    public PolicyBook Book { get; } = State.On(Applied?.Book ?? PolicyBook.Empty);
}
