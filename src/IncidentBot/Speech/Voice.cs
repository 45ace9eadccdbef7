using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Inbox;

namespace IncidentBot.Speech;

/// <summary>
/// The one way out to Discord for what the bot says of its own accord (answers to interactions go through <see cref="Commands.Answers"/>). Every message
/// names who it may ping, and carries a nonce, so that saying it twice within minutes is saying it once.
/// </summary>
public sealed class Voice(IDiscordApi api, Lateness lateness)
{
    /// <param name="nonce">At most 25 characters, the same for each attempt to say the same thing.</param>
    public async Task<MessageRef> PostAsync(ChannelId channel, OutgoingMessage message, string nonce, CancellationToken cancellationToken)
    {
        var posted = await api.CreateMessageAsync(new(channel.Value), message with { Nonce = nonce, Flags = message.Flags | Quiet(message) }, cancellationToken);
        lateness.Learn(posted.Id.Timestamp);
        return new(channel, new(posted.Id.Value));
    }

    public Task EditAsync(MessageRef message, MessageEdit edit, CancellationToken cancellationToken) =>
        api.EditMessageAsync(new(message.Channel.Value), new(message.Message.Value), edit, cancellationToken);

    public Task DeleteAsync(MessageRef message, CancellationToken cancellationToken) =>
        api.DeleteMessageAsync(new(message.Channel.Value), new(message.Message.Value), reason: null, cancellationToken);

    public Task PinAsync(MessageRef message, string reason, CancellationToken cancellationToken) =>
        api.PinMessageAsync(new(message.Channel.Value), new(message.Message.Value), reason, cancellationToken);

    /// <summary>Puts the bot's own reaction on a message, or takes it off.</summary>
    public Task ReactAsync(MessageRef message, string emoji, bool on, CancellationToken cancellationToken)
    {
        var reaction = new Emoji { Name = emoji };
        return on
            ? api.AddReactionAsync(new(message.Channel.Value), new(message.Message.Value), reaction, cancellationToken)
            : api.RemoveOwnReactionAsync(new(message.Channel.Value), new(message.Message.Value), reaction, cancellationToken);
    }

    /// <summary>The direct conversation with a person.</summary>
    public async Task<ChannelId> ConversationWithAsync(PersonId person, CancellationToken cancellationToken) =>
        new((await api.CreateDirectMessageChannelAsync(new(person.Value), cancellationToken)).Id.Value);

    // A link preview under a bot's line helps nobody; suppressing embeds would also hide the message's own.
    private static MessageFlags Quiet(OutgoingMessage message) => message.Embeds.Count == 0 ? MessageFlags.SuppressEmbeds : MessageFlags.None;
}
