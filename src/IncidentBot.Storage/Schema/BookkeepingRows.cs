namespace IncidentBot.Storage.Schema;

internal sealed class GatewayPositionRow
{
    public int Shard { get; set; }

    public int ShardCount { get; set; }

    public required string SessionId { get; set; }

    public required string ResumeUrl { get; set; }

    public long Sequence { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class InteractionRow
{
    public ulong Id { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    /// <summary>What became of it (see <see cref="Record.InteractionBook.NotCarriedOut"/>); null: it was carried out.</summary>
    public string? Answer { get; set; }
}

/// <summary>The number last given out under a name.</summary>
internal sealed class CounterRow
{
    public required string Name { get; set; }

    public long Value { get; set; }
}
