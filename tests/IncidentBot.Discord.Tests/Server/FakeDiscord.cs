using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Discord.Tests;

/// <summary>A server on loopback that does what a test tells it to, and keeps what it was sent.</summary>
internal sealed class FakeDiscord : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Script> scripts = new(StringComparer.Ordinal);
    private readonly Channel<GatewayPeer> connections = System.Threading.Channels.Channel.CreateUnbounded<GatewayPeer>();
    private readonly ConcurrentBag<GatewayPeer> peers = [];
    private readonly ConcurrentQueue<RecordedRequest> requests = new();

    private FakeDiscord()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseWebSockets();
        app.Run(HandleAsync);
    }

    public Uri Url { get; private set; } = null!;

    public string GatewayUrl => $"ws://{Url.Authority}/gateway";

    /// <summary>What was asked so far, in the order in which it came in.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    public bool Compress { get; set; } = true;

    public static async Task<FakeDiscord> StartAsync()
    {
        var server = new FakeDiscord();
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Urls.Single());
        server.OffersGateway();
        return server;
    }

    /// <summary>Answers a route with these in turn; the last one stays.</summary>
    public void On(string methodAndPath, params Func<HttpContext, Task>[] answers) => scripts[methodAndPath] = new Script(answers);

    public void OffersGateway(int shards = 1, int maxConcurrency = 1, int remaining = 1000, long resetAfter = 0) => On("GET /gateway/bot", Reply.Json($$"""
        {"url":"{{GatewayUrl}}","shards":{{shards}},"session_start_limit":{"total":1000,"remaining":{{remaining}},"reset_after":{{resetAfter}},"max_concurrency":{{maxConcurrency}} } }
        """));

    /// <summary>The next connection to the gateway.</summary>
    public async Task<GatewayPeer> AcceptAsync() => await connections.Reader.ReadAsync().AsTask().WaitAsync(Signal.Patience, TimeProvider.System);

    /// <summary>A connection is there that no test has taken yet.</summary>
    public bool HasConnection => connections.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers) peer.Drop();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var peer = new GatewayPeer(socket, context, Compress);
            peers.Add(peer);
            await connections.Writer.WriteAsync(peer);
            await peer.Over;
            return;
        }

        requests.Enqueue(await RecordedRequest.ReadAsync(context.Request));
        var script = scripts.GetValueOrDefault($"{context.Request.Method} {context.Request.Path.Value}");
        await (script?.Next() ?? Reply.Error(404, 0, "404: Not Found"))(context);
    }

    private sealed class Script(Func<HttpContext, Task>[] answers)
    {
        private int next = -1;

        public Func<HttpContext, Task> Next() => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
    }
}

internal sealed record RecordedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body, IReadOnlyList<FormPart> Form)
{
    public JsonNode Json => JsonNode.Parse(Form is [] ? Body : Form.Single(part => part.Name == "payload_json").Text)!;

    public static async Task<RecordedRequest> ReadAsync(HttpRequest request)
    {
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var parts = new List<FormPart>();
        var body = "";
        if (request.HasFormContentType)
        {
            var boundary = request.ContentType!.Split("boundary=")[1].Trim('"');
            var reader = new Microsoft.AspNetCore.WebUtilities.MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                var disposition = Microsoft.Net.Http.Headers.ContentDispositionHeaderValue.Parse(section.ContentDisposition);
                parts.Add(new(
                    disposition.Name.Value!.Trim('"'), disposition.FileName.Value?.Trim('"'), section.ContentType, await new StreamReader(section.Body).ReadToEndAsync()));
            }
        }
        else
        {
            body = await new StreamReader(request.Body).ReadToEndAsync();
        }

        return new(request.Method, request.Path.Value!, request.QueryString.Value ?? "", headers, body, parts);
    }
}

internal sealed record FormPart(string Name, string? FileName, string? ContentType, string Text);
