namespace IncidentBot.Discord;

/// <summary>A server. Which lists are filled depends on where it comes from: channels, threads and members only in <see cref="GuildCreate"/>.</summary>
public sealed record Guild
{
    public Snowflake Id { get; init; }

    public string Name { get => field ?? ""; init; }

    public string? Icon { get; init; }

    public Snowflake OwnerId { get; init; }

    public IReadOnlyList<Role> Roles { get => field ?? []; init; }

    public IReadOnlyList<Channel> Channels { get => field ?? []; init; }

    /// <summary>The active threads that the bot can see.</summary>
    public IReadOnlyList<Channel> Threads { get => field ?? []; init; }

    /// <summary>Of a large server, or without the members intent, only a few: at least the bot itself.</summary>
    public IReadOnlyList<Member> Members { get => field ?? []; init; }

    public int? MemberCount { get; init; }

    /// <summary>The server is in an outage; nothing but its id is known.</summary>
    public bool Unavailable { get; init; }

    /// <summary>0 to 3. Raises what may be uploaded: 10 MiB below 2, 50 MiB at 2, 100 MiB at 3.</summary>
    public int PremiumTier { get; init; }

    public Snowflake? SystemChannelId { get; init; }

    public string? PreferredLocale { get; init; }

    public IReadOnlyList<string> Features { get => field ?? []; init; }
}
