using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Inbox;

/// <summary>Reads one message from Discord, for when the record does not hold it.</summary>
public static class MessageReader
{
    /// <summary>Null when it is gone or may not be read.</summary>
    /// <exception cref="DiscordApiException">Discord could not say just now.</exception>
    public static async Task<QuotedMessage?> ReadAsync(IDiscordApi api, MessageRef reference)
    {
        try
        {
            var message = await api.GetMessageAsync(new(reference.Channel.Value), new(reference.Message.Value), CancellationToken.None);
            return message is null ? null : new QuotedMessage(reference, new(message.Author.Id.Value), message.Content, message.Id.Timestamp);
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
