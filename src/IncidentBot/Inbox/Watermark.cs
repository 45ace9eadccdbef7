using IncidentBot.Discord;
using GatewayPosition = IncidentBot.Discord.GatewayPosition;

namespace IncidentBot.Inbox;

/// <summary>
/// How far the gateway's position may be committed. Interactions are handled beside the stream, each in a commit of its own; the position stays before
/// the oldest one that is not done, so that a crash has Discord send it again. Thread-safe.
/// </summary>
public sealed class Watermark
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Shard> shards = [];

    /// <summary>Where the streams go on after a start.</summary>
    public void Begin(IEnumerable<GatewayPosition> from)
    {
        lock (gate)
        {
            foreach (var position in from) Of(position.Shard).Passed = position;
        }
    }

    /// <summary>The event that ends at this position is handled, or held.</summary>
    public void Pass(GatewayPosition position)
    {
        lock (gate) Of(position.Shard).Passed = position;
    }

    /// <summary>The next event of that shard is not done until the result is disposed.</summary>
    public IDisposable Hold(int shard)
    {
        lock (gate)
        {
            var own = Of(shard);
            var hold = new Held(this, own, own.Passed);
            own.Holds.AddLast(hold);
            return hold;
        }
    }

    /// <summary>
    /// How far that shard's position may be committed now; null: not at all yet. What an earlier session left undone holds up nothing: it cannot be sent again.
    /// </summary>
    public GatewayPosition? Reached(int shard)
    {
        lock (gate)
        {
            var own = Of(shard);
            foreach (var hold in own.Holds)
            {
                if (hold.Before is null) return null;
                if (hold.Before.SessionId == own.Passed?.SessionId) return hold.Before;
            }

            return own.Passed;
        }
    }

    private Shard Of(int shard) => shards.TryGetValue(shard, out var known) ? known : shards[shard] = new Shard();

    private sealed class Shard
    {
        public GatewayPosition? Passed { get; set; }

        /// <summary>Oldest first.</summary>
        public LinkedList<Held> Holds { get; } = [];
    }

    private sealed class Held(Watermark owner, Shard shard, GatewayPosition? before) : IDisposable
    {
        public GatewayPosition? Before => before;

        public void Dispose()
        {
            lock (owner.gate) shard.Holds.Remove(this);
        }
    }
}
