using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Speech;

/// <summary>
/// The one way out to Discord for what the bot says of its own accord (answers to interactions go through <see cref="Commands.Answers"/>). Every message
/// names who it may ping, and carries a nonce, so that saying it twice within minutes is saying it once.
/// </summary>
public sealed class Voice(IDiscordApi api, Self self, Lateness lateness)
{
    /// <summary>For clocks that differ a little.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>How many messages are looked through at most for what may have been said already.</summary>
    private const int LookedThrough = 20_000;

    /// <param name="item">What it is said for; null: nothing in the agenda. When it was tried before, it may have been said and only the record of it lost: then it is looked for.</param>
    /// <param name="nonce">At most 25 characters, the same for each attempt to say the same thing.</param>
    /// <param name="isIt">Tells a message of the bot's own that it is this one, where the words may be others by now; null: the words tell.</param>
    /// <exception cref="DiscordApiException">It could not be said, or it could not be looked whether it was: then it is not said again.</exception>
    public async Task<MessageRef> PostAsync(
        AgendaItem? item, ChannelId channel, OutgoingMessage message, string nonce, CancellationToken cancellationToken, Func<Message, bool>? isIt = null)
    {
        if (item is { Attempts: > 1 } && await FindSaidAsync(item, channel, isIt ?? (said => IsSame(said, message)), cancellationToken) is { } said) return said;
        var sent = lateness.Now;
        var posted = await api.CreateMessageAsync(new(channel.Value), message with { Nonce = nonce, Flags = message.Flags | Quiet(message) }, cancellationToken);

        // Tried before, it may be the message of that time which Discord gives back.
        if (item is null or { Attempts: 1 }) lateness.Learn(sent, posted.Id.Timestamp);
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

    // Discord forgets nonces within minutes; a bot that was away for longer reads what it said.
    private async Task<MessageRef?> FindSaidAsync(AgendaItem item, ChannelId channel, Func<Message, bool> isIt, CancellationToken cancellationToken)
    {
        var after = Snowflake.At(item.Created - Leeway);
        for (var read = 0; read < LookedThrough;)
        {
            IReadOnlyList<Message> page;
            try
            {
                page = await api.GetMessagesAsync(new(channel.Value), new MessageRange.After(after), 100, cancellationToken);
            }
            catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
            {
                // It may never read there: said twice is better than not at all, and within minutes the nonce still prevents that.
                return null;
            }

            if (page.FirstOrDefault(m => m.Author.Id == self.Id && isIt(m)) is { } said) return new(channel, new(said.Id.Value));
            if (page.Count < 100) return null;
            read += page.Count;
            after = page.Max(m => m.Id);
        }

        throw new InvalidOperationException($"It may have been said already, and more than {LookedThrough} messages follow in which to look for it.");
    }

    private static bool IsSame(Message said, OutgoingMessage message) =>
        said.Content == (message.Content ?? "") && said.Embeds.Select(e => e.Title).SequenceEqual(message.Embeds.Select(e => e.Title), StringComparer.Ordinal);

    // A link preview under a bot's line helps nobody; suppressing embeds would also hide the message's own.
    private static MessageFlags Quiet(OutgoingMessage message) => message.Embeds.Count == 0 ? MessageFlags.SuppressEmbeds : MessageFlags.None;
}
