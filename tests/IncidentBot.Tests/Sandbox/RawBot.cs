using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox;
using IncidentBot.Sandbox.Time;

namespace IncidentBot.Tests.Sandbox;

/// <summary>A sandbox on a driven clock.</summary>
internal static class Sandboxes
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static async Task<(SandboxServer Server, DrivenClock Clock)> StartAsync(Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var clock = new DrivenClock(Start);
        var options = new SandboxOptions { TimeProvider = clock };
        return (await SandboxServer.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken), clock);
    }
}

internal sealed record RestResult(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public int Code => (int)Body!["code"]!;
}

/// <summary>A bot made of an HttpClient and a ClientWebSocket, with nothing of ours in between.</summary>
internal sealed class RawBot(SandboxServer server) : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private ClientWebSocket? socket;

    public long Sequence { get; private set; }

    public string SessionId { get; private set; } = "";

    /// <summary>The last answer or payload as it came over the wire.</summary>
    public string LastText { get; private set; } = "";

    public async Task<RestResult> SendAsync(string method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), server.ApiUrl + path);
        request.Headers.TryAddWithoutValidation("Authorization", token ?? "Bot " + server.World.BotToken);
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = new StringContent(((JsonNode)body).ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = LastText = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new RestResult(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    public Task<RestResult> SayAsync(ulong channel, string text) => SendAsync("POST", $"/channels/{channel}/messages", new JsonObject { ["content"] = text });

    public async Task OpenAsync(string query = "?v=10&encoding=json")
    {
        socket?.Dispose();
        socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.BaseUrl.Authority}/gateway{query}"), TestContext.Current.CancellationToken);
    }

    public Task SendGatewayAsync(int op, JsonNode? data) =>
        socket!.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["op"] = op, ["d"] = data }.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public Task IdentifyAsync(int intents = 0b1_1111_1110_0000_0011, string? token = null, JsonArray? shard = null)
    {
        var data = new JsonObject { ["token"] = token ?? server.World.BotToken, ["intents"] = intents, ["properties"] = new JsonObject { ["os"] = "linux" } };
        if (shard is not null) data["shard"] = shard;
        return SendGatewayAsync(2, data);
    }

    public Task ResumeAsync(long? sequence = null) =>
        SendGatewayAsync(6, new JsonObject { ["token"] = server.World.BotToken, ["session_id"] = SessionId, ["seq"] = sequence ?? Sequence });

    /// <summary>Hello, identify, READY, GUILD_CREATE.</summary>
    public async Task LogInAsync(int intents = 0b1_1111_1110_0000_0011)
    {
        await OpenAsync();
        await NextAsync();
        await IdentifyAsync(intents);
        SessionId = (string)(await NextEventAsync("READY"))["session_id"]!;
        await NextEventAsync("GUILD_CREATE");
    }

    /// <summary>The next payload, or null when the connection ended.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[1 << 20];
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket!.ReceiveAsync(buffer.AsMemory(length), timeout.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close) return null;
            length += part.Count;
            if (!part.EndOfMessage) continue;
            LastText = Encoding.UTF8.GetString(buffer, 0, length);
            var payload = JsonNode.Parse(LastText)!;
            if (payload["s"] is { } sequence) Sequence = (long)sequence;
            return payload;
        }
    }

    /// <summary>The data of the next event of this type; others on the way are skipped.</summary>
    public async Task<JsonNode> NextEventAsync(string type)
    {
        while (await NextAsync() is { } payload)
        {
            if ((string?)payload["t"] == type) return payload["d"]!;
        }

        throw new InvalidOperationException($"The connection ended ({CloseCode}) before {type} came.");
    }

    public int? CloseCode => (int?)socket?.CloseStatus;

    public async Task<int?> EndAsync()
    {
        while (await NextAsync() is not null)
        {
            // Whatever was sent before the end.
        }

        return CloseCode;
    }

    public void Break() => socket!.Abort();

    public static string Id(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync()
    {
        socket?.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
