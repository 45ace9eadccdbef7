using System.Collections.Immutable;
using IncidentBot.Domain.OnCall;

namespace IncidentBot.Policies;

/// <summary>What the names in files mean on one chat server, as it was asked just now. Without it files are read as outside chat, where ids may stay open.</summary>
public sealed record ServerDirectory
{
    /// <summary>The role that everyone has, which nobody may page.</summary>
    public required ulong Everyone { get; init; }

    public ImmutableArray<ChatName> Roles { get; init; } = [];

    /// <summary>Those in which a page can be told.</summary>
    public ImmutableArray<ChatName> Channels { get; init; } = [];

    /// <summary>Whom a handle may mean, for each that was looked for; empty: nobody. What was not looked for is not in it, and nothing is said about it.</summary>
    public ImmutableDictionary<Handle, ImmutableArray<ChatName>> People { get; init; } = ImmutableDictionary<Handle, ImmutableArray<ChatName>>.Empty;

    /// <summary>Accounts that the files give and that are not on the server.</summary>
    public ImmutableHashSet<ulong> Strangers { get; init; } = [];

    /// <summary>How people on the server are called, as far as they were seen: for hints.</summary>
    public ImmutableArray<string> Seen { get; init; } = [];

    /// <summary>Why pages are not handed on to a webhook, by the name or the address that a policy gives; null: they may be.</summary>
    public Func<string, string?> RefuseWebhook { get; init; } = static _ => null;
}

/// <summary>Something on a chat server, and how it is called there.</summary>
public readonly record struct ChatName(ulong Id, string Name);
