using System.IO.Compression;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>
/// Turns payloads into WebSocket messages: plain text, or one zlib stream over the whole connection with a sync flush after each
/// payload (Events: Gateway, Transport Compression), or each large payload compressed by itself (Payload Compression).
/// </summary>
internal sealed class FrameEncoder(bool transportCompression) : IDisposable
{
    private const int WorthCompressing = 1024;

    private readonly MemoryStream buffer = new();
    private ZLibStream? stream;

    /// <summary>Set by <c>compress: true</c> in identify.</summary>
    public bool PayloadCompression { get; set; }

    /// <summary>
    /// From now on no message refers to the text of those before it, as a prepared flood needs: its own messages come in between. The stream stays one
    /// and valid, since a decoder cannot tell.
    /// </summary>
    public bool EachByItself { get; set; }

    public (ReadOnlyMemory<byte> Bytes, bool IsBinary) Encode(byte[] payload)
    {
        if (transportCompression && EachByItself)
        {
            buffer.SetLength(0);
            using var alone = new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true);
            alone.Write(payload);
            alone.Flush();

            // Closing it writes an end of the stream behind this, which is not sent.
            return (buffer.ToArray(), true);
        }

        if (transportCompression)
        {
            stream ??= new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true);
            buffer.SetLength(0);
            stream.Write(payload);
            stream.Flush();
            return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), true);
        }

        if (!PayloadCompression || payload.Length < WorthCompressing) return (payload, false);
        buffer.SetLength(0);
        using (var whole = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) whole.Write(payload);
        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), true);
    }

    public void Dispose()
    {
        stream?.Dispose();
        buffer.Dispose();
    }
}
