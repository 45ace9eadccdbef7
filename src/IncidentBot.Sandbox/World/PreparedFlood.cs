using System.IO.Compression;

namespace IncidentBot.Sandbox.World;

/// <summary>
/// Messages rendered and compressed beforehand, so that sending them costs the sender as little as possible: for floods that measure who receives them. They
/// go over the ordinary connection as any other event, and the same flood may be sent to one session after another.
/// </summary>
/// <remarks>
/// A zlib stream refers back to what went over the connection before, which is not known beforehand. So the flood is made of parts that refer back only within
/// themselves, and what happens meanwhile is sent between two of them.
/// </remarks>
public sealed class PreparedFlood
{
    /// <summary>Messages in a part: what happens meanwhile waits for no more than these.</summary>
    private const int PerPart = 128;

    /// <summary>Numbers left free between parts for what happens meanwhile.</summary>
    private const int Room = 1024;

    /// <summary>More events than a session has had before a flood begins.</summary>
    private const long FirstSequence = 1_000_000;

    private readonly List<Part> parts = [];
    private int written;

    private PreparedFlood()
    {
    }

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many have been handed to the connection since the flood was last sent.</summary>
    public int Written => Volatile.Read(ref written);

    /// <summary>The number of its last event.</summary>
    public long LastSequence => parts is [.., var last] ? last.FirstSequence + last.Count - 1 : 0;

    /// <summary>Bytes of JSON.</summary>
    public long PlainBytes { get; private set; }

    /// <summary>Bytes on the wire, but for the WebSocket's own.</summary>
    public long PackedBytes { get; private set; }

    internal IReadOnlyList<Part> Parts => parts;

    /// <param name="line">Where and by whom a message is said, and its text; told its number, from 0.</param>
    internal static PreparedFlood Of(SandboxWorld world, int count, Func<int, (Channel Channel, User Author, string Text)> line)
    {
        var flood = new PreparedFlood { Count = count };
        var templates = new Dictionary<(ulong, ulong), FloodTemplate>();
        for (var first = 0; first < count; first += PerPart)
        {
            // The gate is given away now and then, so that requests get their turn.
            lock (world.Gate) flood.Add(world, first, Math.Min(PerPart, count - first), line, templates);
        }

        return flood;
    }

    internal void Begin() => Volatile.Write(ref written, 0);

    internal void Wrote(Part part) => Interlocked.Add(ref written, part.Count);

    private void Add(
        SandboxWorld world, int first, int count, Func<int, (Channel Channel, User Author, string Text)> line, Dictionary<(ulong, ulong), FloodTemplate> templates)
    {
        using var packed = new MemoryStream();
        using var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        var sequence = FirstSequence + ((long)parts.Count * (PerPart + Room));
        var ends = new int[count];
        for (var i = 0; i < count; i++)
        {
            var (channel, author, text) = line(first + i);
            if (!templates.TryGetValue((channel.Id, author.Id), out var template)) templates[(channel.Id, author.Id)] = template = new(world, channel, author);
            var json = template.RenderForBot(sequence + i, world.Mint.Next(channel.Slot), text);
            PlainBytes += json.Length;
            deflate.Write(json);
            deflate.Flush();
            ends[i] = (int)packed.Length;
        }

        PackedBytes += packed.Length;
        parts.Add(new Part(sequence, packed.ToArray(), ends));
    }

    internal sealed class Part(long firstSequence, byte[] packed, int[] ends)
    {
        public long FirstSequence => firstSequence;

        public int Count => ends.Length;

        public ReadOnlyMemory<byte> Message(int i) => packed.AsMemory((i == 0 ? 0 : ends[i - 1])..ends[i]);
    }
}
