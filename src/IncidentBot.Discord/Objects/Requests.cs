using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>A channel to make.</summary>
public sealed record NewChannel
{
    /// <summary>1 to 100 characters. Discord lowers text-channel names and turns spaces into hyphens.</summary>
    public required string Name { get; init; }

    public ChannelType Type { get; init; } = ChannelType.GuildText;

    /// <summary>Up to 1,024 characters; 4,096 for forums.</summary>
    public string? Topic { get; init; }

    /// <summary>The category, which holds at most 50 channels.</summary>
    public Snowflake? ParentId { get; init; }

    public int? Position { get; init; }

    public IReadOnlyList<Overwrite>? PermissionOverwrites { get; init; }

    /// <summary>Only for forums.</summary>
    public IReadOnlyList<ForumTag>? AvailableTags { get; init; }
}

/// <summary>A change to a channel; what is null stays. Name and topic can be changed twice in ten minutes, which no header announces.</summary>
public sealed record ChannelChanges
{
    public string? Name { get; init; }

    public string? Topic { get; init; }

    public Snowflake? ParentId { get; init; }

    public int? Position { get; init; }

    public IReadOnlyList<Overwrite>? PermissionOverwrites { get; init; }

    public IReadOnlyList<ForumTag>? AvailableTags { get; init; }
}

/// <summary>A change to a thread or forum post; what is null stays.</summary>
public sealed record ThreadChanges
{
    public string? Name { get; init; }

    public bool? Archived { get; init; }

    public bool? Locked { get; init; }

    /// <summary>Minutes: 60, 1440, 4320 or 10080.</summary>
    public int? AutoArchiveDuration { get; init; }

    /// <summary>At most five.</summary>
    public IReadOnlyList<Snowflake>? AppliedTags { get; init; }
}

/// <summary>A thread to start.</summary>
public sealed record NewThread
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Minutes of silence until it is archived: 60, 1440, 4320 or 10080. Null takes the channel's default.</summary>
    public int? AutoArchiveDuration { get; init; }

    /// <summary>Ignored when it starts from a message, whose channel decides.</summary>
    public ChannelType? Type { get; init; }
}

/// <summary>A post to make in a forum: a thread with its first message, which has the thread's id.</summary>
public sealed record NewForumPost
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    public required OutgoingMessage Message { get; init; }

    public int? AutoArchiveDuration { get; init; }

    /// <summary>At most five.</summary>
    public IReadOnlyList<Snowflake> AppliedTags { get; init; } = [];
}

/// <summary>An event to announce on the server, held in a voice channel or elsewhere.</summary>
/// <seealso href="https://discord.com/developers/docs/resources/guild-scheduled-event#create-guild-scheduled-event"/>
public sealed record NewScheduledEvent
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Up to 1,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>In the future.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>After the start. Discord asks for it where the event is held elsewhere.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The voice channel it is held in; null: elsewhere.</summary>
    public Snowflake? ChannelId { get; init; }

    /// <summary>Where it is held, 1 to 100 characters; read only where there is no <see cref="ChannelId"/>, and required then.</summary>
    public string? Location { get; init; }
}

/// <summary>An event of the server.</summary>
public sealed record ScheduledEvent
{
    public Snowflake Id { get; init; }

    public Snowflake GuildId { get; init; }

    public Snowflake? CreatorId { get; init; }

    public string Name { get => field ?? ""; init; }

    public string? Description { get; init; }

    [JsonPropertyName("scheduled_start_time")]
    public DateTimeOffset StartsAt { get; init; }

    [JsonPropertyName("scheduled_end_time")]
    public DateTimeOffset? EndsAt { get; init; }

    public ScheduledEventStatus Status { get; init; }

    /// <summary>The channel it is held in; null: elsewhere.</summary>
    public Snowflake? ChannelId { get; init; }

    [JsonPropertyName("entity_metadata")]
    public ScheduledEventPlace? Place { get; init; }
}

/// <summary>Where an event takes place, when that is not a channel.</summary>
public sealed record ScheduledEventPlace(string? Location);

[JsonConverter(typeof(WireEnumConverter<ScheduledEventStatus>))]
public enum ScheduledEventStatus
{
    Scheduled = 1,
    Active = 2,
    Completed = 3,
    Canceled = 4,
}

/// <summary>A pinned message and since when it is.</summary>
public sealed record PinnedMessage
{
    public DateTimeOffset PinnedAt { get; init; }

    public Message Message { get => field ?? new Message(); init; }
}

/// <summary>Up to 50 pins, newest first.</summary>
public sealed record PinPage
{
    public IReadOnlyList<PinnedMessage> Items { get => field ?? []; init; }

    /// <summary>Go on with <c>before</c> set to the last item's <see cref="PinnedMessage.PinnedAt"/>.</summary>
    public bool HasMore { get; init; }
}

/// <summary>Archived threads, the one archived last first.</summary>
/// <param name="HasMore">There are older ones.</param>
public sealed record ArchivedThreads(bool HasMore)
{
    public IReadOnlyList<Channel> Threads { get => field ?? []; init; }
}

/// <summary>Which archived threads of a channel to list.</summary>
public enum ThreadArchive
{
    Public,

    /// <summary>All private ones: needs the MANAGE_THREADS permission.</summary>
    Private,

    /// <summary>Private ones that the bot itself is in.</summary>
    PrivateJoined,
}

/// <summary>Threads that are not archived.</summary>
public sealed record ActiveThreads
{
    public IReadOnlyList<Channel> Threads { get => field ?? []; init; }
}

/// <summary>Where and how to connect.</summary>
public sealed record GatewayBot
{
    public string Url { get => field ?? ""; init; }

    /// <summary>The number of shards that Discord recommends.</summary>
    public int Shards { get; init; }

    public SessionStartLimit SessionStartLimit { get => field ?? new SessionStartLimit(); init; }
}

/// <summary>How many sessions may be started. Resuming costs nothing.</summary>
public sealed record SessionStartLimit
{
    public int Total { get; init; }

    public int Remaining { get; init; }

    /// <summary>Milliseconds until <see cref="Remaining"/> is <see cref="Total"/> again.</summary>
    public long ResetAfter { get; init; }

    /// <summary>How many shards may identify in the same 5 seconds.</summary>
    public int MaxConcurrency { get; init; }
}
