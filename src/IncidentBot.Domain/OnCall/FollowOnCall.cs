using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.OnCall;

/// <summary>
/// What follows when time has passed over the schedules: who has come is announced and greeted, roles follow, swaps that nobody answered are off. It compares what
/// is with what was last known, so that after hours away the present is told and nothing of what was missed.
/// </summary>
public static class FollowOnCall
{
    /// <summary>How long overrides made in chat stay on record once they are over.</summary>
    private static readonly TimeSpan KeepOverrides = TimeSpan.FromDays(90);

    /// <summary>Looked again after so long although nothing is to change: zones get new rules.</summary>
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromDays(30);

    public static OnCallDecision Decide(OnCallRecord record, ServerSettings settings, DateTimeOffset now)
    {
        var expired = SwapShifts.Expire(record.State, now);
        var owes = expired.Owes.Where(owed => owed is not FollowShifts).ToList();
        var known = ImmutableArray.CreateBuilder<KnownOnCall>();
        foreach (var schedule in record.Book.Schedules)
        {
            var people = Rota.At(schedule, now);
            var before = record.State.Known.FirstOrDefault(one => Same(one.Schedule, schedule.Name));
            known.Add(new KnownOnCall(schedule.Name, people));
            if (before is not null && before.People.ToHashSet().SetEquals(people)) continue;
            if (settings.OnCallChannel is not null) owes.Add(new AnnounceShift(schedule.Name));
            owes.AddRange(people.Where(person => before is null || !before.People.Contains(person)).Select(person => new GreetOnCall(schedule.Name, person)));
        }

        var wanted = WantedRoles(record.Book, settings, now);
        if (!wanted.ToHashSet().SetEquals(record.State.GivenRoles)) owes.Add(new KeepOnCallRoles());
        var state = expired.State with
        {
            Known = known.ToImmutable(),
            GivenRoles = [.. record.State.GivenRoles.Concat(wanted).Distinct()],
            Overrides = [.. expired.State.Overrides.Where(one => one.Change.To > now - KeepOverrides)],
        };
        if (NextLook(record.Book, state, now) is { } next) owes.Add(new FollowShifts { Due = next });
        return new OnCallDecision(state, "") { Owes = [.. owes] };
    }

    /// <summary>Which role each person is to have because of being on call.</summary>
    public static ImmutableArray<GivenRole> WantedRoles(PolicyBook book, ServerSettings settings, DateTimeOffset now) =>
    [
        .. settings.OnCallRoles
            .Where(role => book.Schedule(role.Schedule) is not null)
            .SelectMany(role => book.OnCall(role.Schedule, now), (role, person) => (role.Role, Account: book.AccountOf(person)))
            .Where(one => one.Account is not null).Select(one => new GivenRole(one.Role, one.Account!.Value)).Distinct(),
    ];

    private static DateTimeOffset? NextLook(PolicyBook book, OnCallState state, DateTimeOffset now)
    {
        if (book.Schedules.IsEmpty) return null;
        return book.Schedules.Select(schedule => Rota.NextChange(schedule, now)).OfType<DateTimeOffset>()
            .Concat(state.Swaps.Where(swap => swap.State == SwapState.Open).Select(swap => swap.Until))
            .Append(now + AtLeastEvery).Min();
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
