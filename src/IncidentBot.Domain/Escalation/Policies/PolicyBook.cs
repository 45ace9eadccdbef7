using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>All that is set about paging and being on call: what the files of a team say together. Names are compared without case.</summary>
public sealed record PolicyBook
{
    public static readonly PolicyBook Empty = new();

    /// <summary>IANA name of the zone for times that are shown and say no other.</summary>
    public string Zone { get; init; } = "Etc/UTC";

    public ImmutableArray<Person> People { get; init; } = [];

    public ImmutableArray<ServiceRoute> Services { get; init; } = [];

    public ImmutableArray<Schedule> Schedules { get; init; } = [];

    public ImmutableArray<Policy> Policies { get; init; } = [];

    public Policy? Policy(string name) => Policies.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public Schedule? Schedule(string name) => Schedules.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public Person? Person(Handle handle) => People.FirstOrDefault(one => one.Handle == handle);

    /// <summary>The accounts of everyone whom its policies and schedules name, as far as they are known: those who may be paged.</summary>
    public IEnumerable<PersonId> Accounts =>
        Policies.SelectMany(policy => policy.Levels).SelectMany(level => level.Targets).Where(target => target.Kind == PolicyTargetKind.Person)
            .Select(target => AccountOf(new Handle(target.Name)) ?? (target.Id is { } id ? new PersonId(id) : null))
            .Concat(Schedules.SelectMany(schedule => schedule.People).Select(AccountOf))
            .OfType<PersonId>().Distinct();

    /// <summary>"Ada Obi", or "@ada" of somebody of whom no more is known.</summary>
    public string NameOf(Handle handle) => Person(handle)?.Shown ?? handle.ToString();

    /// <summary>Null: nothing but a name in the team's files is known.</summary>
    public PersonId? AccountOf(Handle handle) => Person(handle) is { } known ? known.Account : handle.Id;

    /// <summary>The lookup that the engine asks: nobody for a schedule that is not here.</summary>
    public ImmutableArray<Handle> OnCall(string schedule, DateTimeOffset at) => Schedule(schedule) is { } known ? Rota.At(known, at) : [];

    /// <summary>The picture of a policy for one escalation.</summary>
    public PolicySnapshot Snapshot(Policy policy, Func<string, int, int>? turn = null) => PolicySnapshot.Of(policy, Policies, turn);
}

/// <summary>Incidents that hurt a service take a policy.</summary>
public sealed record ServiceRoute(string Service, string Policy);
