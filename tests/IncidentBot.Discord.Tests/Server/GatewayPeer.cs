using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Discord.Tests;

/// <summary>The server's end of one gateway connection.</summary>
internal sealed class GatewayPeer(WebSocket socket, HttpContext context, bool compress)
{
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream packed = new();
    private ZLibStream? zlib;

    public Task Over => over.Task;

    public string Query => context.Request.QueryString.Value ?? "";

    /// <summary>The code with which the client closed the connection; null when it broke it.</summary>
    public int? ClosedWith { get; private set; }

    public Task HelloAsync(int heartbeatInterval = 41_250) => SendAsync($$"""{"op":10,"d":{"heartbeat_interval":{{heartbeatInterval}}},"s":null,"t":null}""");

    public Task AckAsync() => SendAsync("""{"op":11,"d":null,"s":null,"t":null}""");

    public Task DispatchAsync(long sequence, string name, string data) => SendAsync($$"""{"t":"{{name}}","s":{{sequence}},"op":0,"d":{{data}}}""");

    public Task ReadyAsync(string session = "first", long sequence = 1) => DispatchAsync(sequence, "READY", $$"""
        {"v":10,"user":{"id":"7","username":"bot","bot":true},"guilds":[{"id":"100","unavailable":true}],"session_id":"{{session}}",
         "resume_gateway_url":"ws://{{context.Request.Host}}/resume","application":{"id":"8","flags":0},"_trace":["x"]}
        """);

    public Task MessageAsync(long sequence, string content) => DispatchAsync(sequence, "MESSAGE_CREATE", $$"""
        {"id":"{{sequence}}","channel_id":"1","guild_id":"100","content":"{{content}}","author":{"id":"5","username":"ada"},"timestamp":"2026-01-01T00:00:00+00:00"}
        """);

    /// <summary>Hello, identify, ready.</summary>
    public async Task<JsonNode> WelcomeAsync(string session = "first")
    {
        await HelloAsync();
        var identify = await ReceiveAsync(2);
        await ReadyAsync(session);
        return identify["d"]!;
    }

    /// <summary>Hello, resume.</summary>
    public async Task<JsonNode> GreetAgainAsync()
    {
        await HelloAsync();
        return (await ReceiveAsync(6))["d"]!;
    }

    public Task SendAsync(string json) => SendAsync(json, parts: 1);

    /// <summary>Sends one message, cut into so many WebSocket messages.</summary>
    public async Task SendAsync(string json, int parts)
    {
        var bytes = compress ? Pack(json) : Encoding.UTF8.GetBytes(json);
        var size = Math.Max(1, (bytes.Length + parts - 1) / parts);
        for (var at = 0; at < bytes.Length; at += size)
        {
            var part = bytes.AsMemory(at, Math.Min(size, bytes.Length - at));
            await socket.SendAsync(part, compress ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    /// <summary>The next message from the client, which must be of this kind.</summary>
    public async Task<JsonNode> ReceiveAsync(int op)
    {
        var message = await ReceiveAsync() ?? throw new InvalidOperationException($"Op {op} was expected, but the connection closed with {ClosedWith}.");
        ((int)message["op"]!).ShouldBe(op);
        return message;
    }

    /// <summary>The next message from the client, or null when it closed or broke the connection.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        var buffer = new byte[1 << 14];
        try
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Signal.Patience, TimeProvider.System);
            if (part.MessageType is WebSocketMessageType.Text) return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count));
            ClosedWith = (int?)socket.CloseStatus;
        }
        catch (WebSocketException)
        {
            // Broken.
        }

        over.TrySetResult();
        return null;
    }

    public async Task CloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, "because", CancellationToken.None);
        over.TrySetResult();
    }

    /// <summary>Breaks the connection.</summary>
    public void Drop()
    {
        if (over.TrySetResult()) context.Abort();
    }

    private byte[] Pack(string json)
    {
        zlib ??= new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true);
        packed.SetLength(0);
        zlib.Write(Encoding.UTF8.GetBytes(json));
        zlib.Flush();
        return packed.ToArray();
    }
}
