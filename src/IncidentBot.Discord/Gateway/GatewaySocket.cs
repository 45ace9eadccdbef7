using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace IncidentBot.Discord;

/// <summary>One WebSocket connection to the gateway: whole JSON messages in and out, packed or not.</summary>
internal sealed class GatewaySocket : IDisposable
{
    // How long to be polite to a server that may be gone. Of the system's clock: it is the network that is waited for.
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    // Bytes that the system may take in before they are read. Left to itself it takes megabytes, thousands of messages, when the reader is slow, and an interaction
    // behind them would be late. It still lets a megabyte a second through to a bot that is 100 ms away.
    private const int SystemBuffer = 1 << 16;

    private readonly ClientWebSocket socket = new();
    private readonly HttpMessageInvoker network = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly Inflater inflater = new();
    private readonly ArrayBufferWriter<byte> received = new(1 << 14);
    private readonly SemaphoreSlim sending = new(1, 1);

    // Discord's heartbeats watch the connection; WebSocket pings beside them would run on the system's clock.
    private GatewaySocket() => socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;

    public static async Task<GatewaySocket> ConnectAsync(string url, CancellationToken cancellationToken)
    {
        var connection = new GatewaySocket();
        try
        {
            await connection.socket.ConnectAsync(Address(url), connection.network, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The address that Discord named, with what it may say itself in its query, and how we want to be spoken to.</summary>
    internal static Uri Address(string url)
    {
        var address = new UriBuilder(url);
        var own = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(static part => part.Split('=')[0] is not ("v" or "encoding" or "compress"));
        address.Query = string.Join('&', ["v=10", "encoding=json", "compress=zlib-stream", .. own]);
        if (address.Path.Length == 0) address.Path = "/";
        return address.Uri;
    }

    /// <summary>The next whole message; good until the next call.</summary>
    /// <exception cref="GatewayClosedException">The server closed the connection, or it broke.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        received.ResetWrittenCount();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(received.GetMemory(1 << 13), cancellationToken);
                received.Advance(part.Count);
                if (part.MessageType is WebSocketMessageType.Close) throw new GatewayClosedException((int?)socket.CloseStatus, socket.CloseStatusDescription);
                if (!part.EndOfMessage) continue;
                if (part.MessageType is WebSocketMessageType.Text) return received.WrittenMemory;
                if (Inflater.EndsMessage(received.WrittenSpan)) return inflater.Inflate(received.WrittenSpan);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidDataException)
        {
            throw new GatewayClosedException(code: null, "the connection broke", exception);
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new GatewayClosedException(code: null, "the connection broke", exception);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Says farewell so that the session can be resumed: the codes 1000 and 1001 would end it.</summary>
    public async Task CloseResumablyAsync()
    {
        try
        {
            using var soon = new CancellationTokenSource(FarewellTime);
            await socket.CloseOutputAsync((WebSocketCloseStatus)4000, "will resume", soon.Token);
        }
        catch (Exception exception)
            when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It is closed, then.
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // Before it connects: the size is agreed on then.
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = SystemBuffer };
        try
        {
            await tcp.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(tcp, ownsSocket: true);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        network.Dispose();
        inflater.Dispose();
        sending.Dispose();
    }
}

/// <summary>The connection is over.</summary>
/// <param name="code">The close code; null when it simply broke.</param>
internal sealed class GatewayClosedException(int? code, string? reason, Exception? inner = null) : Exception(reason ?? "closed", inner)
{
    public int? Code { get; } = code;
}
