using System.Globalization;

namespace IncidentBot.Discord;

// Channels, threads and direct conversations.
public sealed partial class DiscordApi
{
    public Task<Channel?> GetChannelAsync(Snowflake channelId, CancellationToken cancellationToken) =>
        OrNullAsync(GetAsync($"/channels/{channelId}", DiscordJson.Default.Channel, cancellationToken));

    public Task<Channel> CreateChannelAsync(Snowflake guildId, NewChannel channel, string? reason, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, $"/guilds/{guildId}/channels") { Json = Json(channel, DiscordJson.Default.NewChannel), Reason = reason };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task<Channel> ModifyChannelAsync(Snowflake channelId, ChannelChanges changes, string? reason, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Patch, $"/channels/{channelId}") { Json = Json(changes, DiscordJson.Default.ChannelChanges), Reason = reason };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task DeleteChannelAsync(Snowflake channelId, string? reason, CancellationToken cancellationToken) =>
        DeleteAsync($"/channels/{channelId}", reason, cancellationToken);

    public Task EditChannelPermissionsAsync(Snowflake channelId, Overwrite overwrite, string? reason, CancellationToken cancellationToken)
    {
        var body = new OverwriteBody(overwrite.Type, overwrite.Allow, overwrite.Deny);
        var request = new ApiRequest(HttpMethod.Put, $"/channels/{channelId}/permissions/{overwrite.Id}")
        {
            Json = Json(body, DiscordJson.Default.OverwriteBody),
            Reason = reason,
        };
        return sender.SendAsync(request, cancellationToken);
    }

    public Task DeleteChannelPermissionAsync(Snowflake channelId, Snowflake overwriteId, string? reason, CancellationToken cancellationToken) =>
        DeleteAsync($"/channels/{channelId}/permissions/{overwriteId}", reason, cancellationToken);

    public Task<Channel> CreateDirectMessageChannelAsync(Snowflake userId, TimeSpan? patience, CancellationToken cancellationToken)
    {
        // Asked again, Discord gives the conversation that there is.
        var request = new ApiRequest(HttpMethod.Post, $"/users/@me/channels")
        {
            Json = Json(new RecipientBody(userId), DiscordJson.Default.RecipientBody),
            Repeatable = true,
            Patience = patience,
        };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task<ArchivedThreads> GetArchivedThreadsAsync(Snowflake channelId, ThreadArchive which, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var query = Query(("limit", 100), ("before", which == ThreadArchive.PrivateJoined ? null : before?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        return which switch
        {
            ThreadArchive.Public => GetAsync($"/channels/{channelId}/threads/archived/public", query, DiscordJson.Default.ArchivedThreads, cancellationToken),
            ThreadArchive.Private => GetAsync($"/channels/{channelId}/threads/archived/private", query, DiscordJson.Default.ArchivedThreads, cancellationToken),
            _ => GetAsync($"/channels/{channelId}/users/@me/threads/archived/private", query, DiscordJson.Default.ArchivedThreads, cancellationToken),
        };
    }

    public Task<Channel> StartThreadFromMessageAsync(
        Snowflake channelId, Snowflake messageId, NewThread thread, string? reason, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, $"/channels/{channelId}/messages/{messageId}/threads")
        {
            Json = Json(thread with { Type = null }, DiscordJson.Default.NewThread),
            Reason = reason,
        };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task<Channel> StartThreadAsync(Snowflake channelId, NewThread thread, string? reason, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, $"/channels/{channelId}/threads") { Json = Json(thread, DiscordJson.Default.NewThread), Reason = reason };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task<Channel> StartForumPostAsync(Snowflake channelId, NewForumPost post, string? reason, CancellationToken cancellationToken)
    {
        // A first message knows neither nonce nor reference, just like an interaction's answer.
        var body = new ForumPostBody(
            post.Name, post.AutoArchiveDuration, post.AppliedTags is [] ? null : post.AppliedTags, MessageBody.ForInteraction(post.Message));
        var request = new ApiRequest(HttpMethod.Post, $"/channels/{channelId}/threads")
        {
            Json = Json(body, DiscordJson.Default.ForumPostBody),
            Files = post.Message.Files,
            Reason = reason,
        };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task<Channel> ModifyThreadAsync(Snowflake threadId, ThreadChanges changes, string? reason, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Patch, $"/channels/{threadId}") { Json = Json(changes, DiscordJson.Default.ThreadChanges), Reason = reason };
        return sender.SendAsync(request, DiscordJson.Default.Channel, cancellationToken);
    }

    public Task AddThreadMemberAsync(Snowflake threadId, Snowflake userId, CancellationToken cancellationToken) =>
        PutAsync($"/channels/{threadId}/thread-members/{userId}", reason: null, cancellationToken);
}
