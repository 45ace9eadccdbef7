using System.Collections.Concurrent;
using IncidentBot.Sandbox.Time;

namespace IncidentBot.Discord.Tests;

/// <summary>A client, the server it talks to, the clock it waits on, and the log it writes.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Token = "the-very-secret-bot-token";

    private readonly ConcurrentQueue<string> log = new();

    private Bench(FakeDiscord server)
    {
        Server = server;
        Options = OptionsFor(server.Url);
        Api = new DiscordApi(Options, Clock, handler: null, new Random(1));
    }

    public FakeDiscord Server { get; }

    public DrivenClock Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DiscordOptions Options { get; }

    public DiscordApi Api { get; private set; }

    public IReadOnlyList<string> Log => [.. log];

    public static CancellationToken None => CancellationToken.None;

    public static async Task<Bench> StartAsync() => new(await FakeDiscord.StartAsync());

    public static OutgoingMessage Text(string content, string? nonce = null) => new() { Content = content, Nonce = nonce, AllowedMentions = AllowedMentions.None };

    public DiscordOptions OptionsFor(Uri url, int? shards = null, int buffer = 1024) => new()
    {
        Token = Token,
        ApiUrl = url,
        ShardCount = shards,
        EventBuffer = buffer,
        Log = (level, message, exception) => log.Enqueue($"{level} {message} {exception}"),
    };

    public GatewayReader Read(int? shards = null, int buffer = 1024, params GatewayPosition[] resumeFrom) =>
        new(new DiscordGateway(OptionsFor(Server.Url, shards, buffer), Api, Clock, new Random(1)), resumeFrom);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>Reads a gateway's stream, one event when it is asked for.</summary>
internal sealed class GatewayReader(DiscordGateway gateway, GatewayPosition[] resumeFrom) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private IAsyncEnumerator<GatewayEnvelope>? events;
    private Task<bool>? pending;

    public DiscordGateway Gateway => gateway;

    /// <summary>Begins to connect without waiting for the first event.</summary>
    public GatewayReader Started()
    {
        events = gateway.ReadAsync(resumeFrom, stop.Token).GetAsyncEnumerator();
        pending = events.MoveNextAsync().AsTask();
        return this;
    }

    public async Task<GatewayEnvelope> NextAsync()
    {
        (await (pending ?? events!.MoveNextAsync().AsTask()).WaitAsync(Signal.Patience, TimeProvider.System)).ShouldBeTrue();
        pending = null;
        return events!.Current;
    }

    public async Task<T> NextAsync<T>()
        where T : GatewayEvent => (await NextAsync()).Event.ShouldBeOfType<T>();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            if (pending is not null) await pending;
            if (events is not null) await events.DisposeAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or DiscordGatewayFatalException)
        {
            // As asked, or asserted by the test.
        }

        stop.Dispose();
    }
}
