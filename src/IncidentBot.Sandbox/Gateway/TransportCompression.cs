using System.Buffers.Binary;
using System.IO.Compression;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>One compressed stream over a whole connection, flushed after each payload (Events: Gateway, Transport Compression).</summary>
internal abstract class TransportCompression : IDisposable
{
    /// <summary>What a client names in <c>?compress=</c>, or null for a name that Discord does not document.</summary>
    public static TransportCompression? Named(string? name) => name switch
    {
        "zlib-stream" => new ZlibTransport(),
        "zstd-stream" => new ZstdTransport(),
        _ => null,
    };

    /// <summary>The next bytes of the stream: all of the payload, readable at once. Valid until the next call.</summary>
    public abstract ReadOnlyMemory<byte> Next(ReadOnlySpan<byte> payload);

    public abstract void Dispose();
}

internal sealed class ZlibTransport : TransportCompression
{
    private readonly MemoryStream buffer = new();
    private readonly ZLibStream stream;

    /// <summary>
    /// From now on no payload refers to the text of those before it, as a prepared flood needs: its own come in between. The stream stays one and valid,
    /// since a decoder cannot tell.
    /// </summary>
    public bool EachByItself { get; set; }

    public ZlibTransport() => stream = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true);

    public override ReadOnlyMemory<byte> Next(ReadOnlySpan<byte> payload)
    {
        buffer.SetLength(0);
        if (EachByItself) return Alone(payload);
        stream.Write(payload);
        stream.Flush();
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private byte[] Alone(ReadOnlySpan<byte> payload)
    {
        using var alone = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true);
        alone.Write(payload);
        alone.Flush();

        // Closing it writes an end of the stream behind this, which is not sent.
        return buffer.ToArray();
    }

    public override void Dispose()
    {
        stream.Dispose();
        buffer.Dispose();
    }
}

/// <summary>
/// A Zstandard frame (RFC 8878) that never ends and holds raw blocks only: any decoder reads it, and .NET 10 has no encoder that could do better.
/// On loopback the size is of no account.
/// </summary>
internal sealed class ZstdTransport : TransportCompression
{
    private const uint MagicNumber = 0xFD2FB528;

    // No single segment, no content size, no checksum, no dictionary; the window is 2^(10+7) bytes, which is also the largest block there may be.
    private const byte Descriptor = 0;
    private const byte Window = 7 << 3;
    private const int MaxBlock = 128 * 1024;
    private const int BlockHeader = 3;

    private readonly MemoryStream buffer = new();
    private bool begun;

    public override ReadOnlyMemory<byte> Next(ReadOnlySpan<byte> payload)
    {
        buffer.SetLength(0);
        Span<byte> head = stackalloc byte[sizeof(uint)];
        if (!begun)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head, MagicNumber);
            buffer.Write(head);
            buffer.WriteByte(Descriptor);
            buffer.WriteByte(Window);
            begun = true;
        }

        while (!payload.IsEmpty)
        {
            var block = payload[..Math.Min(MaxBlock, payload.Length)];
            BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)block.Length << 3); // bit 0: not the last; bits 1 and 2: raw; then the size
            buffer.Write(head[..BlockHeader]);
            buffer.Write(block);
            payload = payload[block.Length..];
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    public override void Dispose() => buffer.Dispose();
}
