using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Domain.Escalation.Policies;

/// <summary>A server's policies and schedules as a run needs them: people by their account, so that a run stays right whatever the files call them later.</summary>
public static class InChat
{
    /// <summary>Who is on call, for the engine.</summary>
    public static OnCallLookup Lookup(PolicyBook book) => (schedule, at) => [.. book.OnCall(schedule, at).Select(one => Account(book, one)).Distinct()];

    /// <summary>The picture of a policy for paging that begins now, with whose turn it is at levels that ask in turn.</summary>
    public static PolicySnapshot Snapshot(OnCallRecord record, Policy policy)
    {
        var book = record.Book;
        var snapshot = book.Snapshot(policy, record.State.NextTurn);
        return snapshot with
        {
            Levels = [.. snapshot.Levels.Select(level => level with { Level = level.Level with { Targets = [.. level.Level.Targets.Select(target => ByAccount(book, target))] } })],
        };
    }

    private static PolicyTarget ByAccount(PolicyBook book, PolicyTarget target)
    {
        if (target.Kind == PolicyTargetKind.Webhook) return target with { Name = WebhookAddress.Kept(target.Name) };
        if (target.Kind != PolicyTargetKind.Person) return target;
        var account = book.Person(new Handle(target.Name))?.Account ?? (target.Id is { } id ? new PersonId(id) : new Handle(target.Name).Id);
        return account is { } known ? new PolicyTarget(PolicyTargetKind.Person, known.ToString(), known.Value) : target;
    }

    private static Handle Account(PolicyBook book, Handle handle) => (book.Person(handle)?.Account ?? handle.Id) is { } known ? Handle.Of(known) : handle;
}
