namespace IncidentBot.Storage;

/// <summary>How far the gateway's events were taken into the record: saved in the commit of the events it covers, so that a restart resumes exactly there.</summary>
/// <param name="Shard">From 0 up.</param>
/// <param name="Sequence">The last sequence number that is covered.</param>
public sealed record GatewayPosition(int Shard, string SessionId, string ResumeUrl, long Sequence)
{
    /// <summary>How many shards there were; with another number the session is of no use.</summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>When the last covered event came in (UTC).</summary>
    public DateTimeOffset At { get; init; }
}
