using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>
/// A policy as it was when paging began: whatever is applied later, this paging goes on as it was begun. Policies that follow one another are one list of
/// levels, numbered through. Who is on call is not part of it: that is looked up when a page goes out.
/// </summary>
/// <param name="Policy">Its name; of several, the first one's.</param>
public sealed record PolicySnapshot(string Policy)
{
    public ImmutableArray<SnapshotLevel> Levels { get; init; } = [];

    public ImmutableArray<SnapshotPart> Parts { get; init; } = [];

    public TimeSpan? AckTimeout { get; init; }

    public QuietHours? Quiet { get; init; }

    /// <summary>Takes the picture. A policy that comes round to itself is not gone into a second time.</summary>
    /// <param name="turn">Which target is next at a level that asks in turn, from 0 up: (policy, level from 1 up in it) to position. The caller keeps count.</param>
    public static PolicySnapshot Of(Policy policy, IEnumerable<Policy> all, Func<string, int, int>? turn = null)
    {
        var known = all.ToLookup(one => one.Name, StringComparer.OrdinalIgnoreCase);
        var levels = new List<SnapshotLevel>();
        var parts = new List<SnapshotPart>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var next = policy; next is not null && seen.Add(next.Name); next = next.Then is null ? null : known[next.Then].FirstOrDefault())
        {
            if (next.Levels.IsEmpty) continue;
            var first = levels.Count + 1;
            levels.AddRange(next.Levels.Select((level, i) => new SnapshotLevel(level, level.InTurn ? turn?.Invoke(next.Name, i + 1) ?? 0 : 0)));
            var from = Math.Clamp(next.Repeat?.From ?? 1, 1, next.Levels.Length);
            parts.Add(new SnapshotPart(next.Name, first, levels.Count, next.Repeat?.Times ?? 0, first + from - 1));
        }

        return new PolicySnapshot(policy.Name) { Levels = [.. levels], Parts = [.. parts], AckTimeout = policy.AckTimeout, Quiet = policy.Quiet };
    }

    public SnapshotPart PartOf(int level) => Parts.First(part => level <= part.Last);

    /// <summary>Where paging goes when a level does not answer; null: it ends.</summary>
    public Place? After(Place place)
    {
        if (Parts.IsEmpty) return null;
        var part = PartOf(place.Level);
        if (place.Level < part.Last) return place with { Level = place.Level + 1 };
        if (place.Round <= part.Repeats) return new Place(part.RepeatFrom, place.Round + 1);
        return part.Last < Levels.Length ? new Place(part.Last + 1, 1) : null;
    }
}

/// <param name="FirstTurn">Of a level that asks in turn: the position of the target that is next.</param>
public sealed record SnapshotLevel(Level Level, int FirstTurn = 0);

/// <summary>The levels that come from one policy.</summary>
/// <param name="First">Number of its first level in the whole, from 1 up.</param>
/// <param name="Last">Number of its last level.</param>
/// <param name="Repeats">How often it is gone through again.</param>
/// <param name="RepeatFrom">Number, in the whole, of the level it begins with again.</param>
public sealed record SnapshotPart(string Policy, int First, int Last, int Repeats, int RepeatFrom);

/// <summary>Where paging stands.</summary>
/// <param name="Level">From 1 up.</param>
/// <param name="Round">From 1 up; how many times this part of the policy has been begun.</param>
public sealed record Place(int Level, int Round);

/// <summary>Who is on call in a schedule at a moment; empty: nobody, or there is no such schedule.</summary>
public delegate ImmutableArray<Handle> OnCallLookup(string schedule, DateTimeOffset at);
