namespace IncidentBot.Discord;

/// <summary>Discord's events as one stream, over all shards.</summary>
public interface IDiscordGateway
{
    /// <summary>
    /// Connects and yields events until cancelled; reconnects and resumes by itself. The reader's pace holds: when it does not read, nothing is lost
    /// and Discord waits. An event may come twice; each shard's events come in order. One reader at a time.
    /// </summary>
    /// <param name="resumeFrom">
    /// The last position handled of each shard, from an earlier run: what happened since is replayed, as long as Discord still has it (a few minutes).
    /// Otherwise <see cref="SessionLost"/> says what is missing. Empty starts anew.
    /// </param>
    /// <exception cref="DiscordGatewayFatalException">A setting is wrong; connecting again would not help.</exception>
    /// <exception cref="InvalidOperationException">The stream is being read already.</exception>
    IAsyncEnumerable<GatewayEnvelope> ReadAsync(IReadOnlyList<GatewayPosition> resumeFrom, CancellationToken cancellationToken);

    /// <summary>All shards of this process have a session and a living connection.</summary>
    bool Connected { get; }

    /// <summary>When anything last came in from Discord, or null before that.</summary>
    DateTimeOffset? LastEventAt { get; }

    /// <summary>When a heartbeat was last answered: the oldest over the shards. Null before the first.</summary>
    DateTimeOffset? LastHeartbeatAckAt { get; }

    /// <summary>
    /// How long nothing at all has come in, when that is longer than two heartbeats: the longest over the shards. Null while all is well. A connection that is
    /// silent for so long is given up and made anew.
    /// </summary>
    TimeSpan? Silence { get; }

    /// <summary>From heartbeat to answer: the longest over the shards. Null before the first.</summary>
    TimeSpan? Latency { get; }

    /// <summary>How many pauses before the next attempt to connect are being waited out on the clock: while there is one, nothing happens until time passes.</summary>
    int Pausing { get; }

    /// <summary>Connections made anew since the stream was started, over all shards.</summary>
    long Reconnects { get; }
}

/// <summary>An event, and where the stream stands once it has been handled.</summary>
/// <param name="Position">Store it together with what the event changed.</param>
public sealed record GatewayEnvelope(GatewayEvent Event, GatewayPosition Position);

/// <summary>Where a shard's stream stands: enough to go on from there, even in another process.</summary>
/// <param name="Shard">From 0.</param>
/// <param name="ShardCount">How many shards there were; with another number the session is of no use.</param>
/// <param name="SessionId">Discord's name for the session.</param>
/// <param name="ResumeUrl">Where to resume it.</param>
/// <param name="Sequence">The number of the last event that was handled.</param>
/// <param name="At">
/// Up to when nothing is missing: when that event came in or, while a session is being resumed, when the connection broke. What a lost session missed
/// happened since.
/// </param>
public sealed record GatewayPosition(int Shard, int ShardCount, string SessionId, string ResumeUrl, long Sequence, DateTimeOffset At);
