using System.Net;
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
public sealed class Voice(IDiscordApi api, Conversations conversations, Self self, Lateness lateness)
{
    /// <summary>For clocks that differ a little.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>How many messages are looked through at most for what may have been said already.</summary>
    private const int LookedThrough = 20_000;

    /// <param name="item">What it is said for; null: nothing in the agenda. When it was tried before, it may have been said and only the record of it lost: then it is looked for.</param>
    /// <param name="nonce">At most 25 characters, the same for each attempt to say the same thing.</param>
    /// <param name="isIt">Tells a message of the bot's own that it is this one, where the words may be others by now; null: the words tell.</param>
    /// <param name="patience">How long it may wait for Discord's limit of that place; null: for as long as that takes.</param>
    /// <exception cref="DiscordApiException">It could not be said, or it could not be looked whether it was: then it is not said again.</exception>
    /// <exception cref="RateLimitedException">It would have had to wait for longer, and was not said.</exception>
    public async Task<MessageRef> PostAsync(
        AgendaItem? item, ChannelId channel, OutgoingMessage message, string nonce, CancellationToken cancellationToken, Func<Message, bool>? isIt = null, TimeSpan? patience = null)
    {
        if (item is { Attempts: > 1 } && await FindSaidAsync(item, channel, isIt ?? (said => IsSame(said, message)), cancellationToken) is { } said) return said;
        var sent = lateness.Now;
        var posted = await api.CreateMessageAsync(new(channel.Value), message with { Nonce = nonce, Flags = message.Flags | Quiet(message) }, patience, cancellationToken);

        // Tried before, it may be the message of that time which Discord gives back; and what is said outside the agenda does not know whether it was.
        if (item is { Attempts: 1 }) lateness.Learn(sent, posted.Id.Timestamp);
        return new(channel, new(posted.Id.Value));
    }

    /// <summary>
    /// Opens a post in a forum; its first message has the post's own id. Discord knows no nonce for that: when it was tried before, the post is looked for by
    /// its name among those the bot opened since.
    /// </summary>
    /// <param name="key">How the name begins, whatever else of it has changed since.</param>
    /// <exception cref="DiscordApiException">As for <see cref="PostAsync"/>.</exception>
    public async Task<MessageRef> OpenPostAsync(
        AgendaItem item, ServerId server, ChannelId forum, NewForumPost post, string key, string reason, CancellationToken cancellationToken)
    {
        if (item.Attempts > 1 && await FindPostAsync(item, server, forum, key, cancellationToken) is { } there) return there;
        var quiet = post with { Message = post.Message with { Flags = post.Message.Flags | Quiet(post.Message) } };
        var sent = lateness.Now;
        var thread = await api.StartForumPostAsync(new(forum.Value), quiet, reason, cancellationToken);
        if (item.Attempts == 1) lateness.Learn(sent, thread.Id.Timestamp);
        return FirstOf(thread);
    }

    /// <summary>The thread under a message, started when there is none: a message has one at most, so that nothing is started twice.</summary>
    public async Task<ChannelId> ThreadUnderAsync(MessageRef message, NewThread thread, string reason, CancellationToken cancellationToken)
    {
        // It has the message's own id.
        var id = new Snowflake(message.Message.Value);
        if (await api.GetChannelAsync(id, cancellationToken) is not null) return new(id.Value);
        try
        {
            return new((await api.StartThreadFromMessageAsync(new(message.Channel.Value), id, thread, reason, cancellationToken)).Id.Value);
        }
        catch (DiscordApiException e) when (e.Code == DiscordErrorCode.ThreadExistsAlready)
        {
            return new(id.Value);
        }
    }

    /// <summary>What the bot said of its own accord in a place since a message, oldest first. Empty where it may not read.</summary>
    public async Task<IReadOnlyList<Message>> SaidSinceAsync(ChannelId channel, MessageId since, CancellationToken cancellationToken)
    {
        var said = new List<Message>();
        var after = new Snowflake(since.Value);
        for (var read = 0; read < LookedThrough;)
        {
            var page = await api.GetMessagesAsync(new(channel.Value), new MessageRange.After(after), 100, cancellationToken);
            said.AddRange(page.Where(m => m.Author.Id == self.Id && m.ApplicationId is null && m.Type == MessageType.Default).OrderBy(m => m.Id));
            if (page.Count < 100) break;
            read += page.Count;
            after = page.Max(m => m.Id);
        }

        return said;
    }

    /// <summary>
    /// Announces an event on the server. Discord knows no nonce for that: when it was tried before, the event is looked for by its name among the bot's own that have
    /// not begun, and brought into step.
    /// </summary>
    /// <param name="key">How the name begins, whatever else of it has changed since.</param>
    /// <exception cref="DiscordApiException">It could not be announced, or it could not be looked whether it was.</exception>
    public async Task<EventId> AnnounceEventAsync(AgendaItem item, ServerId server, NewScheduledEvent wanted, string key, CancellationToken cancellationToken)
    {
        if (item.Attempts > 1)
        {
            var there = (await api.GetScheduledEventsAsync(new(server.Value), cancellationToken))
                .FirstOrDefault(one => one.CreatorId == self.Id && one.Status == ScheduledEventStatus.Scheduled && one.Name.StartsWith(key, StringComparison.Ordinal));
            if (there is not null && await ChangeEventAsync(server, new(there.Id.Value), wanted, cancellationToken)) return new(there.Id.Value);
        }

        return new((await api.CreateScheduledEventAsync(new(server.Value), wanted, "A review meeting was asked for", cancellationToken)).Id.Value);
    }

    /// <summary>Brings an event into step.</summary>
    /// <returns>False when it is gone, called off or over.</returns>
    public async Task<bool> ChangeEventAsync(ServerId server, EventId known, NewScheduledEvent wanted, CancellationToken cancellationToken)
    {
        if (await api.GetScheduledEventAsync(new(server.Value), new(known.Value), cancellationToken) is not { Status: ScheduledEventStatus.Scheduled }) return false;
        await api.ModifyScheduledEventAsync(new(server.Value), new(known.Value), wanted, "The review meeting was changed", cancellationToken);
        return true;
    }

    /// <summary>Calls an event off; nothing changes when it is gone or was called off.</summary>
    public async Task CallOffEventAsync(ServerId server, EventId known, CancellationToken cancellationToken)
    {
        if (await api.GetScheduledEventAsync(new(server.Value), new(known.Value), cancellationToken) is { Status: ScheduledEventStatus.Scheduled })
            await api.CancelScheduledEventAsync(new(server.Value), new(known.Value), "The review meeting was called off", cancellationToken);
    }

    public Task EditAsync(MessageRef message, MessageEdit edit, CancellationToken cancellationToken) =>
        api.EditMessageAsync(new(message.Channel.Value), new(message.Message.Value), edit, cancellationToken);

    /// <summary>Brings a message up to date; one that was deleted meanwhile, or in a channel that is closed to the bot now, has nothing left to bring up to date.</summary>
    public async Task EditIfThereAsync(MessageRef message, MessageEdit edit, CancellationToken cancellationToken)
    {
        try
        {
            await EditAsync(message, edit, cancellationToken);
        }
        catch (DiscordApiException e) when (e.IsGone || e.Status is HttpStatusCode.Forbidden)
        {
            // As it is meant.
        }
    }

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

    /// <summary>Writes to a person directly.</summary>
    /// <param name="item">As for <see cref="PostAsync"/>.</param>
    /// <exception cref="RateLimitedException">Discord's limits leave no room for it now; it was not sent.</exception>
    /// <exception cref="DiscordApiException">As for <see cref="PostAsync"/>; with <see cref="DiscordErrorCode.CannotMessageUser"/> the person takes none, and the conversation stays the one that there is.</exception>
    public async Task<MessageRef> WriteToAsync(AgendaItem item, PersonId person, OutgoingMessage message, string nonce, CancellationToken cancellationToken, Func<Message, bool>? isIt = null)
    {
        var conversation = await conversations.WithAsync(person, cancellationToken);
        try
        {
            return await PostAsync(item, conversation, message, nonce, cancellationToken, isIt, patience: TimeSpan.Zero);
        }
        catch (DiscordApiException e) when (e.Code is DiscordErrorCode.UnknownChannel or DiscordErrorCode.MissingAccess)
        {
            // Known from before, and not there any more, or another account's.
            conversation = await conversations.AnewAsync(person, conversation, cancellationToken);
            return await PostAsync(item, conversation, message, nonce, cancellationToken, isIt, patience: TimeSpan.Zero);
        }
    }

    /// <summary>Looks for a message of the bot's own that may have been said for an item of the agenda, and the record of it lost.</summary>
    /// <exception cref="DiscordApiException">It could not be looked.</exception>
    public Task<MessageRef?> FindAsync(AgendaItem item, ChannelId channel, Func<Message, bool> isIt, CancellationToken cancellationToken) => FindSaidAsync(item, channel, isIt, cancellationToken);

    /// <summary>As <see cref="FindAsync"/>, in the direct conversation with a person.</summary>
    public async Task<MessageRef?> FindDirectAsync(AgendaItem item, PersonId person, Func<Message, bool> isIt, CancellationToken cancellationToken) =>
        await FindSaidAsync(item, await conversations.WithAsync(person, cancellationToken), isIt, cancellationToken);

    private async Task<MessageRef?> FindPostAsync(AgendaItem item, ServerId server, ChannelId forum, string key, CancellationToken cancellationToken)
    {
        var since = Snowflake.At(item.Created - Leeway);
        if (await FindAsync(await api.GetActiveThreadsAsync(new(server.Value), cancellationToken)) is { } open) return open;
        try
        {
            return await FindAsync((await api.GetArchivedThreadsAsync(new(forum.Value), ThreadArchive.Public, before: null, cancellationToken)).Threads);
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
        {
            return null;
        }

        // One whose first message is gone is none any more.
        async Task<MessageRef?> FindAsync(IEnumerable<Channel> threads)
        {
            foreach (var thread in threads.Where(t => t.ParentId?.Value == forum.Value && t.OwnerId == self.Id && t.Id > since && t.Name?.StartsWith(key, StringComparison.Ordinal) == true).OrderBy(t => t.Id))
            {
                if (await api.GetMessageAsync(thread.Id, thread.Id, cancellationToken) is not null) return FirstOf(thread);
            }

            return null;
        }
    }

    private static MessageRef FirstOf(Channel post) => new(new(post.Id.Value), new(post.Id.Value));

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
