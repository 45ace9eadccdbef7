using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Faults;
using IncidentBot.Sandbox.Gateway;
using IncidentBot.Sandbox.Page;
using IncidentBot.Sandbox.People;
using IncidentBot.Sandbox.Rest;
using IncidentBot.Sandbox.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Sandbox;

/// <summary>A local Discord on loopback: REST and gateway v10, as strict as Discord. Disposing it closes every connection.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int SystemBuffer = 1 << 16;

    private readonly WebApplication app;
    private readonly CancellationTokenSource stopping = new();

    private SandboxServer(SandboxOptions options)
    {
        World = new SandboxWorld(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A larger body is Discord's 413, not Kestrel's.
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = static endpoint =>
        {
            // On loopback the system buffers megabytes for a client that is slow to read; events would be old when it gets them.
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SystemBuffer;
            return socket;
        });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        var rest = new RestPipeline(World);
        var about = new SandboxEndpoints(World);
        app.Run(http => RouteAsync(http, rest, about));
    }

    public SandboxWorld World { get; }

    /// <summary>What goes wrong on purpose.</summary>
    public FaultBoard Faults => World.Faults;

    /// <summary>The root, where the chat page is.</summary>
    public Uri BaseUrl => World.BaseUrl!;

    /// <summary>What a client takes instead of https://discord.com/api/v10, without a trailing slash.</summary>
    public Uri ApiUrl => new(BaseUrl, "api/v10");

    /// <summary>Starts listening; a port of 0 is free and known afterwards.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new SandboxServer(options);
        try
        {
            await server.app.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var address = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.World.BaseUrl = server.World.Links.BaseUrl = new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/') + "/");
        return server;
    }

    /// <summary>What a stand-alone sandbox prints: server, channels, bot token, people and their tokens.</summary>
    public string Describe() => Wire.Text(SandboxEndpoints.About(World));

    /// <summary>A client that acts as this person.</summary>
    public SandboxPerson As(string handle) => World.As(handle);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await app.DisposeAsync();
        stopping.Dispose();
    }

    private async Task RouteAsync(HttpContext http, RestPipeline rest, SandboxEndpoints about)
    {
        var path = http.Request.Path.Value ?? "/";
        // The raw target keeps %2F and the like apart from the path's own slashes.
        var raw = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        // Kestrel's own would be the machine's.
        http.Response.Headers.Date = World.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        try
        {
            if (raw.StartsWith("/api/", StringComparison.Ordinal)) await rest.HandleAsync(http, WithoutVersion(raw));
            else if (path.TrimEnd('/') == "/gateway") await AcceptGatewayAsync(http);
            else if (path.StartsWith("/attachments/", StringComparison.Ordinal)) await about.AttachmentAsync(http, path);
            else if (path.StartsWith("/sandbox", StringComparison.Ordinal)) await about.HandleAsync(http, path);
            else await ChatPage.HandleAsync(http, path);
        }
        catch (OperationCanceledException)
        {
            // The client went away.
        }
    }

    /// <summary>/api/v10/users → /users. Discord takes a path without a version too.</summary>
    private static string WithoutVersion(string raw)
    {
        var path = raw["/api".Length..];
        return path.StartsWith("/v10/", StringComparison.Ordinal) || path.StartsWith("/v9/", StringComparison.Ordinal) ? path[path.IndexOf('/', 1)..] : path;
    }

    private async Task AcceptGatewayAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = (int)HttpStatusCode.BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        var query = http.Request.Query;
        var transport = TransportCompression.Named(query["compress"]);
        var version = query.TryGetValue("v", out var wanted) && wanted == "9" ? 9 : 10;
        var connection = new GatewayConnection(World, socket, transport, version);
        if (wanted.Count > 0 && wanted != "10" && wanted != "9") connection.Close(CloseCode.InvalidVersion, "Invalid API version");
        else if (query.TryGetValue("encoding", out var encoding) && encoding != "json") connection.Close(CloseCode.DecodeError, "The sandbox speaks JSON only.");
        else if (query.ContainsKey("compress") && transport is null) connection.Close(CloseCode.DecodeError, "The sandbox compresses with zlib-stream or zstd-stream.");
        await connection.RunAsync(stopping.Token);
    }
}
