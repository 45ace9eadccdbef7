using System.IO.Compression;

namespace IncidentBot.Sandbox.Gateway;

/// <summary>
/// Turns payloads into WebSocket messages: plain text, or the next piece of the connection's compressed stream, or each large payload compressed by
/// itself (Events: Gateway, Payload Compression).
/// </summary>
internal sealed class FrameEncoder(TransportCompression? transport) : IDisposable
{
    private const int WorthCompressing = 1024;

    private readonly MemoryStream buffer = new();

    /// <summary>Set by <c>compress: true</c> in identify.</summary>
    public bool PayloadCompression { get; set; }

    public (ReadOnlyMemory<byte> Bytes, bool IsBinary) Encode(byte[] payload)
    {
        if (transport is not null) return (transport.Next(payload), true);
        if (!PayloadCompression || payload.Length < WorthCompressing) return (payload, false);
        buffer.SetLength(0);
        using (var whole = new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) whole.Write(payload);
        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), true);
    }

    public void Dispose()
    {
        transport?.Dispose();
        buffer.Dispose();
    }
}
