namespace IncidentBot.Replay;

/// <summary>What the names that people type after @ and # stand for. Names are given without the sign and compared without regard to case.</summary>
public sealed record ChatNames(
    IReadOnlyDictionary<string, ulong> People,
    IReadOnlyDictionary<string, ulong> Roles,
    IReadOnlyDictionary<string, ulong> Channels)
{
    public static ChatNames None { get; } = new(new Dictionary<string, ulong>(), new Dictionary<string, ulong>(), new Dictionary<string, ulong>());
}
