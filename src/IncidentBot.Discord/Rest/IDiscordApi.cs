namespace IncidentBot.Discord;

/// <summary>
/// Discord's REST API v10, as far as the bot uses it. Every call keeps the rate limits by waiting, repeats what can safely be repeated, and throws
/// <see cref="DiscordApiException"/> for anything else that is not a success. A <c>reason</c> goes into the server's audit log, up to 512 characters.
/// </summary>
public interface IDiscordApi
{
    /// <summary>Calls under way, waiting ones among them.</summary>
    int InFlight { get; }

    /// <summary>
    /// Of the calls under way, those that only wait: on the clock, for a rate limit or before a repetition, or in line behind another call. When all
    /// of <see cref="InFlight"/> wait, nothing happens until the clock moves.
    /// </summary>
    int Waiting { get; }

    /// <summary>How far this machine's clock is ahead of Discord's (negative: behind), by the newest answer. Discord tells whole seconds, so half a second means nothing. Null before the first.</summary>
    TimeSpan? ClockAhead { get; }

    Task<User> GetCurrentUserAsync(CancellationToken cancellationToken);

    Task<Application> GetCurrentApplicationAsync(CancellationToken cancellationToken);

    Task<GatewayBot> GetGatewayBotAsync(CancellationToken cancellationToken);

    /// <summary>The account with that id, or null if there is none.</summary>
    Task<User?> GetUserAsync(Snowflake userId, CancellationToken cancellationToken);

    Task<Guild> GetGuildAsync(Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>All channels but threads.</summary>
    Task<IReadOnlyList<Channel>> GetGuildChannelsAsync(Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>The threads that are not archived and that the bot can see.</summary>
    Task<IReadOnlyList<Channel>> GetActiveThreadsAsync(Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>Archived threads of a channel, 100 at most, the one archived last first. Needs READ_MESSAGE_HISTORY.</summary>
    /// <param name="before">Only those archived before then; null starts with the last. Not for <see cref="ThreadArchive.PrivateJoined"/>, which is paged by id.</param>
    Task<ArchivedThreads> GetArchivedThreadsAsync(Snowflake channelId, ThreadArchive which, DateTimeOffset? before, CancellationToken cancellationToken);

    Task<IReadOnlyList<Role>> GetGuildRolesAsync(Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>The member, or null if that person is not on the server.</summary>
    Task<Member?> GetMemberAsync(Snowflake guildId, Snowflake userId, CancellationToken cancellationToken);

    /// <summary>Members in order of their ids. Needs the members intent in the developer portal.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="after">Go on after this id.</param>
    Task<IReadOnlyList<Member>> ListMembersAsync(Snowflake guildId, int limit, Snowflake? after, CancellationToken cancellationToken);

    /// <summary>Members whose user name or nickname starts with the text.</summary>
    /// <param name="limit">1 to 1,000.</param>
    Task<IReadOnlyList<Member>> SearchMembersAsync(Snowflake guildId, string query, int limit, CancellationToken cancellationToken);

    /// <summary>Gives a member a role; nothing changes when they have it. Needs MANAGE_ROLES, and a role of the bot's that stands above this one.</summary>
    Task AddMemberRoleAsync(Snowflake guildId, Snowflake userId, Snowflake roleId, string? reason, CancellationToken cancellationToken);

    /// <summary>Takes a role from a member; nothing changes when they do not have it. Needs what <see cref="AddMemberRoleAsync"/> needs.</summary>
    Task RemoveMemberRoleAsync(Snowflake guildId, Snowflake userId, Snowflake roleId, string? reason, CancellationToken cancellationToken);

    /// <summary>The channel or thread, or null if it is gone.</summary>
    Task<Channel?> GetChannelAsync(Snowflake channelId, CancellationToken cancellationToken);

    /// <summary>Makes a channel. Nothing tells two of them apart: look for it first.</summary>
    Task<Channel> CreateChannelAsync(Snowflake guildId, NewChannel channel, string? reason, CancellationToken cancellationToken);

    Task<Channel> ModifyChannelAsync(Snowflake channelId, ChannelChanges changes, string? reason, CancellationToken cancellationToken);

    Task DeleteChannelAsync(Snowflake channelId, string? reason, CancellationToken cancellationToken);

    /// <summary>Sets what one role or person may do in the channel, replacing what was set for it.</summary>
    Task EditChannelPermissionsAsync(Snowflake channelId, Overwrite overwrite, string? reason, CancellationToken cancellationToken);

    Task DeleteChannelPermissionAsync(Snowflake channelId, Snowflake overwriteId, string? reason, CancellationToken cancellationToken);

    /// <param name="patience">How long it may wait for the limit of this route; null: for as long as that takes.</param>
    /// <exception cref="RateLimitedException">It would have to wait for longer, and was not sent.</exception>
    Task<Message> CreateMessageAsync(Snowflake channelId, OutgoingMessage message, TimeSpan? patience, CancellationToken cancellationToken);

    /// <summary>Edits a message of the bot's own. Those older than an hour can be edited only now and then (error 30046).</summary>
    Task<Message> EditMessageAsync(Snowflake channelId, Snowflake messageId, MessageEdit edit, CancellationToken cancellationToken);

    Task DeleteMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken);

    /// <summary>The message, or null if it is gone.</summary>
    Task<Message?> GetMessageAsync(Snowflake channelId, Snowflake messageId, CancellationToken cancellationToken);

    /// <summary>Messages, newest first.</summary>
    /// <param name="range">Which part of the history. After an id come the next messages in time: page on from the first of them.</param>
    /// <param name="limit">1 to 100.</param>
    Task<IReadOnlyList<Message>> GetMessagesAsync(Snowflake channelId, MessageRange range, int limit, CancellationToken cancellationToken);

    /// <summary>Pins, 250 at most in a channel. Needs the PIN_MESSAGES permission.</summary>
    Task PinMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken);

    Task UnpinMessageAsync(Snowflake channelId, Snowflake messageId, string? reason, CancellationToken cancellationToken);

    /// <param name="before">Only what was pinned before then; null starts with the newest pin.</param>
    Task<PinPage> GetPinsAsync(Snowflake channelId, DateTimeOffset? before, CancellationToken cancellationToken);

    Task AddReactionAsync(Snowflake channelId, Snowflake messageId, Emoji emoji, CancellationToken cancellationToken);

    Task RemoveOwnReactionAsync(Snowflake channelId, Snowflake messageId, Emoji emoji, CancellationToken cancellationToken);

    /// <summary>Who reacted with that emoji, in order of their ids.</summary>
    /// <param name="limit">1 to 100.</param>
    Task<IReadOnlyList<User>> GetReactionsAsync(
        Snowflake channelId, Snowflake messageId, Emoji emoji, int limit, Snowflake? after, CancellationToken cancellationToken);

    /// <summary>The direct conversation with a person, made if there is none; it stays the same for good. Sending to it may still fail (error 50007).</summary>
    /// <param name="patience">As for <see cref="CreateMessageAsync"/>: Discord lets few be opened within a time.</param>
    /// <exception cref="RateLimitedException">It would have to wait for longer, and was not asked for.</exception>
    Task<Channel> CreateDirectMessageChannelAsync(Snowflake userId, TimeSpan? patience, CancellationToken cancellationToken);

    /// <summary>Starts a thread from a message; it has the message's id.</summary>
    Task<Channel> StartThreadFromMessageAsync(Snowflake channelId, Snowflake messageId, NewThread thread, string? reason, CancellationToken cancellationToken);

    Task<Channel> StartThreadAsync(Snowflake channelId, NewThread thread, string? reason, CancellationToken cancellationToken);

    /// <summary>Makes a forum post. The first message has the thread's id.</summary>
    Task<Channel> StartForumPostAsync(Snowflake channelId, NewForumPost post, string? reason, CancellationToken cancellationToken);

    Task<Channel> ModifyThreadAsync(Snowflake threadId, ThreadChanges changes, string? reason, CancellationToken cancellationToken);

    Task AddThreadMemberAsync(Snowflake threadId, Snowflake userId, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApplicationCommand>> GetGlobalCommandsAsync(Snowflake applicationId, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApplicationCommand>> GetGuildCommandsAsync(Snowflake applicationId, Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>Replaces all global commands by these.</summary>
    Task<IReadOnlyList<ApplicationCommand>> OverwriteGlobalCommandsAsync(
        Snowflake applicationId, IReadOnlyList<ApplicationCommand> commands, CancellationToken cancellationToken);

    /// <summary>Replaces all of the bot's commands of one server by these. 200 creations a day are allowed: compare first.</summary>
    Task<IReadOnlyList<ApplicationCommand>> OverwriteGuildCommandsAsync(
        Snowflake applicationId, Snowflake guildId, IReadOnlyList<ApplicationCommand> commands, CancellationToken cancellationToken);

    /// <summary>The first answer to an interaction, due within 3 seconds.</summary>
    /// <exception cref="DiscordApiException">Among others 10062: too late; 40060: answered already.</exception>
    Task RespondAsync(Snowflake interactionId, InteractionToken token, InteractionResponse response, CancellationToken cancellationToken);

    /// <summary>The message that the first answer became.</summary>
    Task<Message> GetOriginalResponseAsync(Snowflake applicationId, InteractionToken token, CancellationToken cancellationToken);

    /// <summary>Changes the first answer, or fills it in after a deferral.</summary>
    Task<Message> EditOriginalResponseAsync(Snowflake applicationId, InteractionToken token, MessageEdit edit, CancellationToken cancellationToken);

    Task DeleteOriginalResponseAsync(Snowflake applicationId, InteractionToken token, CancellationToken cancellationToken);

    /// <summary>A further answer, for 15 minutes.</summary>
    Task<Message> CreateFollowupAsync(Snowflake applicationId, InteractionToken token, OutgoingMessage message, CancellationToken cancellationToken);

    Task<IReadOnlyList<ScheduledEvent>> GetScheduledEventsAsync(Snowflake guildId, CancellationToken cancellationToken);

    /// <summary>Announces an event. Nothing tells two of them apart: look for it first. Needs CREATE_EVENTS, and for one in a channel to see it and connect to it.</summary>
    Task<ScheduledEvent> CreateScheduledEventAsync(Snowflake guildId, NewScheduledEvent scheduledEvent, string? reason, CancellationToken cancellationToken);

    /// <summary>The event, or null if it is gone.</summary>
    Task<ScheduledEvent?> GetScheduledEventAsync(Snowflake guildId, Snowflake eventId, CancellationToken cancellationToken);

    /// <summary>Changes all of an event that has not begun. Needs CREATE_EVENTS for one of the bot's own.</summary>
    Task<ScheduledEvent> ModifyScheduledEventAsync(Snowflake guildId, Snowflake eventId, NewScheduledEvent scheduledEvent, string? reason, CancellationToken cancellationToken);

    /// <summary>Calls off an event that has not begun; those who were interested see that.</summary>
    Task<ScheduledEvent> CancelScheduledEventAsync(Snowflake guildId, Snowflake eventId, string? reason, CancellationToken cancellationToken);
}

/// <summary>Which part of a channel's history to read.</summary>
public abstract record MessageRange
{
    private MessageRange()
    {
    }

    /// <summary>The newest messages.</summary>
    public static MessageRange Latest { get; } = new Newest();

    public sealed record Newest : MessageRange;

    /// <summary>The next messages after the id (not the newest of all), still newest first.</summary>
    public sealed record After(Snowflake Id) : MessageRange;

    public sealed record Before(Snowflake Id) : MessageRange;

    /// <summary>Half before and half after the id, with it.</summary>
    public sealed record Around(Snowflake Id) : MessageRange;
}
