using System.Buffers;
using System.IO.Compression;

namespace IncidentBot.Discord;

/// <summary>
/// Unpacks the zlib-stream transport: one context for the whole connection, each message flushed so that it ends in 00 00 FF FF.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/events/gateway#transport-compression"/>
internal sealed class Inflater : IDisposable
{
    // A large server's first message takes megabytes, everything after it little.
    private const int KeepUpTo = 1 << 20;

    private readonly MemoryStream packed = new();
    private readonly ZLibStream zlib;
    private ArrayBufferWriter<byte> unpacked = new(1 << 14);

    public Inflater() => zlib = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);

    /// <summary>What was received so far ends a message.</summary>
    public static bool EndsMessage(ReadOnlySpan<byte> received) => received.EndsWith<byte>([0x00, 0x00, 0xFF, 0xFF]);

    /// <summary>The message in plain text; good until the next call.</summary>
    /// <exception cref="InvalidDataException">The stream is broken, and with it every later message.</exception>
    public ReadOnlyMemory<byte> Inflate(ReadOnlySpan<byte> message)
    {
        packed.SetLength(0);
        packed.Write(message);
        packed.Position = 0;
        if (unpacked.Capacity > KeepUpTo) unpacked = new(1 << 14);
        unpacked.ResetWrittenCount();
        while (zlib.Read(unpacked.GetSpan(1 << 14)) is > 0 and var count) unpacked.Advance(count);
        return unpacked.WrittenMemory;
    }

    public void Dispose()
    {
        zlib.Dispose();
        packed.Dispose();
    }
}
