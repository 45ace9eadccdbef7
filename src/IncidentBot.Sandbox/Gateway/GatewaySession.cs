using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>A session: outlives its connection for the resume window. Touched under the world's gate.</summary>
internal sealed class GatewaySession(string id, User user, int intents, int shard, int shards)
{
    private readonly Queue<(long Sequence, byte[] Payload)> sent = new();

    public string Id => id;

    public User User => user;

    public int Shard => shard;

    public int Shards => shards;

    public long Sequence { get; private set; }

    public long Acknowledged { get; set; }

    public long Written { get; set; }

    public GatewayConnection? Connection { get; set; }

    public DateTimeOffset DisconnectedAt { get; set; }

    /// <summary>People have no intents: they get everything they may see.</summary>
    public bool Wants(int intent) => !user.IsBot || intent == Intent.None || (intents & intent) != 0;

    /// <summary>Numbers the event, keeps it for a resume, and sends it when a connection is open.</summary>
    public void Send(string type, JsonNode data, int keep, Action<JsonNode>? observe)
    {
        var envelope = new JsonObject { ["t"] = type, ["s"] = ++Sequence, ["op"] = Op.Dispatch, ["d"] = data };
        observe?.Invoke(envelope);
        Queue(Wire.Bytes(envelope), keep);
    }

    /// <summary>Sends an event whose bytes were made beforehand, but for its number.</summary>
    public void Send(Func<long, byte[]> payload, int keep) => Queue(payload(++Sequence), keep);

    /// <summary>Numbers were given to events that are sent without this; they cannot be replayed.</summary>
    public void SkipTo(long first, int count)
    {
        if (Sequence >= first) throw new InvalidOperationException("More happened than the flood has left numbers for.");
        Sequence = first + count - 1;
        sent.Clear();
    }

    private void Queue(byte[] payload, int keep)
    {
        sent.Enqueue((Sequence, payload));
        while (sent.Count > keep) sent.Dequeue();
        Connection?.Enqueue(payload, Sequence);
    }

    /// <summary>Everything after <paramref name="sequence"/>, or null when it is no longer kept.</summary>
    public IReadOnlyList<(long Sequence, byte[] Payload)>? Since(long sequence)
    {
        if (sequence == Sequence) return [];
        var oldest = sent.TryPeek(out var first) ? first.Sequence : Sequence + 1;
        return sequence < oldest - 1 ? null : [.. sent.Where(e => e.Sequence > sequence)];
    }
}
