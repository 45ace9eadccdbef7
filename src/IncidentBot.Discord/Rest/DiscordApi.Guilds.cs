namespace IncidentBot.Discord;

// Servers, their members and their events.
public sealed partial class DiscordApi
{
    public Task<Guild> GetGuildAsync(Snowflake guildId, CancellationToken cancellationToken) =>
        GetAsync($"/guilds/{guildId}", DiscordJson.Default.Guild, cancellationToken);

    public Task<IReadOnlyList<Channel>> GetGuildChannelsAsync(Snowflake guildId, CancellationToken cancellationToken) =>
        GetAsync($"/guilds/{guildId}/channels", DiscordJson.Default.IReadOnlyListChannel, cancellationToken);

    public async Task<IReadOnlyList<Channel>> GetActiveThreadsAsync(Snowflake guildId, CancellationToken cancellationToken) =>
        (await GetAsync($"/guilds/{guildId}/threads/active", DiscordJson.Default.ActiveThreads, cancellationToken)).Threads;

    public Task<IReadOnlyList<Role>> GetGuildRolesAsync(Snowflake guildId, CancellationToken cancellationToken) =>
        GetAsync($"/guilds/{guildId}/roles", DiscordJson.Default.IReadOnlyListRole, cancellationToken);

    public Task<Member?> GetMemberAsync(Snowflake guildId, Snowflake userId, CancellationToken cancellationToken) =>
        OrNullAsync(GetAsync($"/guilds/{guildId}/members/{userId}", DiscordJson.Default.Member, cancellationToken));

    public Task<IReadOnlyList<Member>> ListMembersAsync(Snowflake guildId, int limit, Snowflake? after, CancellationToken cancellationToken) => GetAsync(
        $"/guilds/{guildId}/members", Query(("limit", Within(limit, 1_000)), ("after", after)), DiscordJson.Default.IReadOnlyListMember, cancellationToken);

    public Task<IReadOnlyList<Member>> SearchMembersAsync(Snowflake guildId, string query, int limit, CancellationToken cancellationToken) => GetAsync(
        $"/guilds/{guildId}/members/search",
        Query(("query", query), ("limit", Within(limit, 1_000))),
        DiscordJson.Default.IReadOnlyListMember,
        cancellationToken);

    public Task AddMemberRoleAsync(Snowflake guildId, Snowflake userId, Snowflake roleId, string? reason, CancellationToken cancellationToken) =>
        PutAsync($"/guilds/{guildId}/members/{userId}/roles/{roleId}", reason, cancellationToken);

    public Task RemoveMemberRoleAsync(Snowflake guildId, Snowflake userId, Snowflake roleId, string? reason, CancellationToken cancellationToken) =>
        DeleteAsync($"/guilds/{guildId}/members/{userId}/roles/{roleId}", reason, cancellationToken);

    public Task<IReadOnlyList<ScheduledEvent>> GetScheduledEventsAsync(Snowflake guildId, CancellationToken cancellationToken) =>
        GetAsync($"/guilds/{guildId}/scheduled-events", DiscordJson.Default.IReadOnlyListScheduledEvent, cancellationToken);

    public Task<ScheduledEvent> CreateScheduledEventAsync(
        Snowflake guildId, NewScheduledEvent scheduledEvent, string? reason, CancellationToken cancellationToken)
    {
        var body = ScheduledEventBody.Of(scheduledEvent);
        var request = new ApiRequest(HttpMethod.Post, $"/guilds/{guildId}/scheduled-events")
        {
            Json = Json(body, DiscordJson.Default.ScheduledEventBody),
            Reason = reason,
        };
        return sender.SendAsync(request, DiscordJson.Default.ScheduledEvent, cancellationToken);
    }

    public Task<ScheduledEvent?> GetScheduledEventAsync(Snowflake guildId, Snowflake eventId, CancellationToken cancellationToken) =>
        OrNullAsync(GetAsync($"/guilds/{guildId}/scheduled-events/{eventId}", DiscordJson.Default.ScheduledEvent, cancellationToken));

    public Task<ScheduledEvent> ModifyScheduledEventAsync(Snowflake guildId, Snowflake eventId, NewScheduledEvent scheduledEvent, string? reason, CancellationToken cancellationToken) =>
        PatchEventAsync(guildId, eventId, Json(ScheduledEventBody.Of(scheduledEvent), DiscordJson.Default.ScheduledEventBody), reason, cancellationToken);

    public Task<ScheduledEvent> CancelScheduledEventAsync(Snowflake guildId, Snowflake eventId, string? reason, CancellationToken cancellationToken) =>
        PatchEventAsync(guildId, eventId, Json(new ScheduledEventStatusBody(ScheduledEventStatus.Canceled), DiscordJson.Default.ScheduledEventStatusBody), reason, cancellationToken);

    private Task<ScheduledEvent> PatchEventAsync(Snowflake guildId, Snowflake eventId, byte[] body, string? reason, CancellationToken cancellationToken) => sender.SendAsync(
        new ApiRequest(HttpMethod.Patch, $"/guilds/{guildId}/scheduled-events/{eventId}") { Json = body, Reason = reason }, DiscordJson.Default.ScheduledEvent, cancellationToken);

    private static int Within(int limit, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, maximum);
        return limit;
    }
}
