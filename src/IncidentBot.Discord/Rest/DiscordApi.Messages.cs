using System.Globalization;

namespace IncidentBot.Discord;

// Messages, pins and reactions.
public sealed partial class DiscordApi
{
    public Task<Message> CreateMessageAsync(Snowflake channelId, OutgoingMessage message, TimeSpan? patience, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, $"/channels/{channelId}/messages")
        {
            Json = Json(MessageBody.For(message), DiscordJson.Default.MessageBody),
            Files = message.Files,
            Repeatable = message.EnforceNonce is true,
            Patience = patience,
        };
        return sender.SendAsync(request, DiscordJson.Default.Message, cancellationToken);
    }

    public Task<Message> EditMessageAsync(Snowflake channelId, Snowflake messageId, MessageEdit edit, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Patch, $"/channels/{channelId}/messages/{messageId}")
        {
            Json = Json(MessageBody.For(edit), DiscordJson.Default.MessageBody),
            Files = edit.Files,
        };
        return sender.SendAsync(request, DiscordJson.Default.Message, cancellationToken);
    }

    public Task DeleteMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken) =>
        DeleteAsync($"/channels/{channelId}/messages/{messageId}", reason, cancellationToken);

    public Task<Message?> GetMessageAsync(Snowflake channelId, Snowflake messageId, CancellationToken cancellationToken) =>
        OrNullAsync(GetAsync($"/channels/{channelId}/messages/{messageId}", DiscordJson.Default.Message, cancellationToken));

    public Task<IReadOnlyList<Message>> GetMessagesAsync(Snowflake channelId, MessageRange range, int limit, CancellationToken cancellationToken)
    {
        var query = Query(
            ("limit", Within(limit, 100)),
            ("after", (range as MessageRange.After)?.Id),
            ("before", (range as MessageRange.Before)?.Id),
            ("around", (range as MessageRange.Around)?.Id));
        return GetAsync($"/channels/{channelId}/messages", query, DiscordJson.Default.IReadOnlyListMessage, cancellationToken);
    }

    public Task PinMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken) =>
        PutAsync($"/channels/{channelId}/messages/pins/{messageId}", reason, cancellationToken);

    public Task UnpinMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken) =>
        DeleteAsync($"/channels/{channelId}/messages/pins/{messageId}", reason, cancellationToken);

    public Task<PinPage> GetPinsAsync(Snowflake channelId, DateTimeOffset? before, CancellationToken cancellationToken) => GetAsync(
        $"/channels/{channelId}/messages/pins",
        Query(("limit", 50), ("before", before?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
        DiscordJson.Default.PinPage,
        cancellationToken);

    public Task AddReactionAsync(Snowflake channelId, Snowflake messageId, Emoji emoji, CancellationToken cancellationToken) =>
        PutAsync($"/channels/{channelId}/messages/{messageId}/reactions/{emoji}/@me", reason: null, cancellationToken);

    public Task RemoveOwnReactionAsync(Snowflake channelId, Snowflake messageId, Emoji emoji, CancellationToken cancellationToken) =>
        DeleteAsync($"/channels/{channelId}/messages/{messageId}/reactions/{emoji}/@me", reason: null, cancellationToken);

    public Task<IReadOnlyList<User>> GetReactionsAsync(
        Snowflake channelId, Snowflake messageId, Emoji emoji, int limit, Snowflake? after, CancellationToken cancellationToken) => GetAsync(
        $"/channels/{channelId}/messages/{messageId}/reactions/{emoji}",
        Query(("limit", Within(limit, 100)), ("after", after)),
        DiscordJson.Default.IReadOnlyListUser,
        cancellationToken);
}
