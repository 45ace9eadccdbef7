namespace IncidentBot.Sandbox.World;

/// <summary>Channel types (Discord documentation, Resources: Channel).</summary>
public static class ChannelType
{
    public const int Text = 0;
    public const int Dm = 1;
    public const int Voice = 2;
    public const int Category = 4;
    public const int Announcement = 5;
    public const int AnnouncementThread = 10;
    public const int PublicThread = 11;
    public const int PrivateThread = 12;
    public const int Stage = 13;
    public const int Forum = 15;
    public const int Media = 16;
}

/// <summary>Channel flags (Discord documentation, Resources: Channel).</summary>
public static class ChannelFlag
{
    /// <summary>Each post of the forum needs a tag.</summary>
    public const int RequireTag = 1 << 4;

    public const int HideMediaDownloadOptions = 1 << 15;

    /// <summary>Those of a forum or media channel that requests may change.</summary>
    public const int Settable = RequireTag | HideMediaDownloadOptions;
}

/// <summary>What a role (type 0) or member (type 1) may or may not do in one channel.</summary>
public sealed record Overwrite(ulong Id, int Type, ulong Allow, ulong Deny);

public sealed record ForumTag(ulong Id, string Name, bool Moderated, string? EmojiName);

/// <summary>A channel, category, thread or direct-message channel. Read and changed under the world's gate.</summary>
public sealed class Channel
{
    private readonly List<Message> ordered = [];
    private readonly Dictionary<ulong, Message> byId = [];

    public required ulong Id { get; init; }

    public required int Type { get; init; }

    /// <summary>Null for direct messages.</summary>
    public ulong? GuildId { get; init; }

    public string? Name { get; set; }

    public string? Topic { get; set; }

    public int Position { get; set; }

    /// <summary>The category, or for a thread the channel it belongs to.</summary>
    public ulong? ParentId { get; set; }

    public bool Nsfw { get; set; }

    /// <summary>Slow mode in seconds.</summary>
    public int RateLimitPerUser { get; set; }

    public int? DefaultAutoArchiveDuration { get; set; }

    /// <summary>The slow mode in seconds that new threads begin with.</summary>
    public int? ThreadSlowmode { get; set; }

    public int Flags { get; set; }

    /// <summary>Bits a second, of a voice or stage channel.</summary>
    public int Bitrate { get; set; } = 64_000;

    /// <summary>How many may be in a voice or stage channel; 0 for any number.</summary>
    public int UserLimit { get; set; }

    /// <summary>Null is chosen by Discord.</summary>
    public string? RtcRegion { get; set; }

    /// <summary>1 automatic, 2 full.</summary>
    public int? VideoQuality { get; set; }

    /// <summary>The emoji a forum shows for reacting: a custom one's id, or a standard one itself.</summary>
    public (ulong? Id, string? Name)? DefaultReaction { get; set; }

    /// <summary>Of a forum: 0 latest activity, 1 creation date.</summary>
    public int? DefaultSortOrder { get; set; }

    /// <summary>Of a forum: 0 not set, 1 list, 2 gallery.</summary>
    public int DefaultLayout { get; set; }

    public OrderedDictionary<ulong, Overwrite> Overwrites { get; } = [];

    public List<ForumTag> AvailableTags { get; } = [];

    /// <summary>The people of a direct-message channel.</summary>
    public List<User> Recipients { get; } = [];

    /// <summary>Set for threads and forum posts.</summary>
    public ThreadState? Thread { get; init; }

    public ulong? LastMessageId { get; private set; }

    public DateTimeOffset? LastPinAt { get; set; }

    /// <summary>In order of id.</summary>
    public IReadOnlyList<Message> Messages => ordered;

    /// <summary>Messages only one person sees, in order of creation.</summary>
    public List<Message> Ephemeral { get; } = [];

    public bool IsThread => Thread is not null;

    public bool IsDm => Type == ChannelType.Dm;

    public bool HoldsMessages => Type is ChannelType.Text or ChannelType.Dm or ChannelType.Announcement or ChannelType.Voice || IsThread;

    internal int Slot { get; init; }

    public Message? Find(ulong id) => byId.GetValueOrDefault(id);

    internal void Add(Message message)
    {
        ordered.Add(message);
        byId.Add(message.Id, message);
        LastMessageId = message.Id;
    }

    /// <summary>Drops the newest message without a trace: floods need no history.</summary>
    internal void Forget(Message message)
    {
        if (ordered.Count > 0 && ordered[^1] == message && byId.Remove(message.Id)) ordered.RemoveAt(ordered.Count - 1);
    }

    internal void Remove(Message message)
    {
        if (byId.Remove(message.Id)) ordered.RemoveAt(IndexAfter(message.Id) - 1);
    }

    /// <summary>The index of the first message with an id greater than <paramref name="id"/>.</summary>
    internal int IndexAfter(ulong id)
    {
        int low = 0, high = ordered.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ordered[middle].Id <= id) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

/// <summary>What a thread has beyond a channel.</summary>
public sealed class ThreadState
{
    public required ulong OwnerId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ArchiveChangedAt { get; set; }

    public bool Archived { get; set; }

    public bool Locked { get; set; }

    public bool Invitable { get; set; } = true;

    /// <summary>Minutes.</summary>
    public int AutoArchiveDuration { get; set; } = 4320;

    public List<ulong> AppliedTags { get; } = [];

    public OrderedDictionary<ulong, DateTimeOffset> Members { get; } = [];

    public int TotalMessagesSent { get; set; }
}
