namespace IncidentBot.Sandbox.World;

/// <summary>
/// Issues ids shaped as Discord's: milliseconds since 2015 in the upper 42 bits. The lower 22 hold a slot (10 bits, one per channel)
/// and a counter within the millisecond (12 bits), so that under a driven clock what is created in one channel does not change
/// the ids of another, whichever came first. Unique always, strictly increasing within a slot. Called under the world's gate.
/// </summary>
internal sealed class SnowflakeMint(TimeProvider time)
{
    public const int ServerSlot = 0;
    public const int InteractionSlot = 1;
    public const int EphemeralSlot = 2;
    public const int UserSlot = 3;

    private const int FirstChannelSlot = 4;
    private const int Slots = 1024;
    private const int PerMillisecond = 4096;
    private const long DiscordEpoch = 1_420_070_400_000;

    private readonly (long Millisecond, int Count)[] last = new (long, int)[Slots];
    private int channels;

    /// <summary>The slot of the next channel, by order of creation. After 1,020 channels slots are shared; ids stay unique.</summary>
    public int NextChannelSlot() => FirstChannelSlot + (channels++ % (Slots - FirstChannelSlot));

    public ulong Next(int slot)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() - DiscordEpoch;
        ref var at = ref last[slot];
        if (now > at.Millisecond) at = (now, 0);
        else if (at.Count + 1 < PerMillisecond) at.Count++;
        else at = (at.Millisecond + 1, 0);
        return ((ulong)at.Millisecond << 22) | ((ulong)slot << 12) | (uint)at.Count;
    }

    public static DateTimeOffset TimeOf(ulong id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> 22) + DiscordEpoch);
}
