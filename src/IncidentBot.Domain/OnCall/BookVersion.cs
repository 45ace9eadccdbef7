using System.Collections.Immutable;
using IncidentBot.Domain.Escalation.Policies;

namespace IncidentBot.Domain.OnCall;

/// <summary>What a server has set about paging and being on call, as it stood from one change to the next. Earlier versions are kept, to be looked at and put back.</summary>
public sealed record BookVersion
{
    public required ServerId Server { get; init; }

    /// <summary>From 1 up on a server; the highest counts.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null: it was read from the configuration folder.</summary>
    public PersonId? By { get; init; }

    /// <summary>What was done, within a sentence: "applied policies.yaml".</summary>
    public required string Change { get; init; }

    /// <summary>The files it was read from, as they were applied.</summary>
    public ImmutableArray<BookSource> Sources { get; init; } = [];

    /// <summary>What they say, with the ids of people, roles and channels as the server had them then.</summary>
    public required PolicyBook Book { get; init; }
}

/// <param name="Name">As the file was called.</param>
public sealed record BookSource(string Name, string Text);
