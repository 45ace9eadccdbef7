using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IncidentBot.Discord;

/// <summary>Discord's gateway over WebSockets: JSON, zlib-stream, one connection for each shard.</summary>
public sealed class DiscordGateway : IDiscordGateway
{
    private static readonly TimeSpan PauseWithoutApi = TimeSpan.FromSeconds(5);

    private readonly DiscordOptions options;
    private readonly IDiscordApi api;
    private readonly MonotonicClock clock;
    private readonly Random random;
    private readonly CallMeter pauses = new();
    private Shard[] shards = [];
    private int reading;

    /// <param name="options">Token, intents and shards.</param>
    /// <param name="api">Tells where to connect.</param>
    /// <param name="time">What heartbeats and pauses are measured on.</param>
    public DiscordGateway(DiscordOptions options, IDiscordApi api, TimeProvider time)
        : this(options, api, time, Random.Shared)
    {
    }

    internal DiscordGateway(DiscordOptions options, IDiscordApi api, TimeProvider time, Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(time);
        this.options = options;
        this.api = api;
        this.random = random;
        clock = new MonotonicClock(time);
    }

    public bool Connected => shards is [_, ..] all && all.All(shard => shard.Connected);

    public DateTimeOffset? LastEventAt => shards.Max(shard => shard.HeardAt);

    public DateTimeOffset? LastHeartbeatAckAt => shards.Min(shard => shard.Heart?.AnsweredAt);

    public TimeSpan? Silence => shards.Max(shard => shard.Silence(clock.Time.GetUtcNow()));

    public TimeSpan? Latency => shards.Max(shard => shard.Heart?.Latency);

    public int Pausing => pauses.Waiting;

    public long Reconnects => shards.Sum(shard => shard.Reconnects);

    public async IAsyncEnumerable<GatewayEnvelope> ReadAsync(
        IReadOnlyList<GatewayPosition> resumeFrom, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resumeFrom);
        if (Interlocked.Exchange(ref reading, 1) != 0) throw new InvalidOperationException("The gateway is being read already.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new BoundedChannelOptions(Math.Max(1, options.EventBuffer)) { SingleReader = true };
        var events = System.Threading.Channels.Channel.CreateBounded<GatewayEnvelope>(buffer);
        var running = RunAsync(resumeFrom, events.Writer, stop);
        try
        {
            await foreach (var envelope in events.Reader.ReadAllAsync(cancellationToken)) yield return envelope;
        }
        finally
        {
            await stop.CancelAsync();
            await running;
            Volatile.Write(ref reading, 0);
        }
    }

    /// <summary>Runs all shards until the first of them fails for good, and ends the stream with its reason. Does not throw.</summary>
    private async Task RunAsync(IReadOnlyList<GatewayPosition> resumeFrom, ChannelWriter<GatewayEnvelope> events, CancellationTokenSource stop)
    {
        try
        {
            var count = options.ShardCount ?? await RecommendedShardsAsync(stop.Token);
            using var identify = new IdentifyGate(api, clock, pauses, options.Log);
            var tools = new ShardTools(options, api, clock, pauses, identify, random);
            shards = [.. (options.Shards ?? [.. Enumerable.Range(0, count)]).Select(id => new Shard(id, count, tools, events))];
            foreach (var shard in shards) TakeUp(shard, resumeFrom);
            Task[] runs = [.. shards.Select(shard => shard.RunAsync(stop.Token))];
            try
            {
                await await Task.WhenAny(runs);
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAll(runs).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception exception)
        {
            events.TryComplete(exception);
        }
    }

    // A session belongs to one shard of one count. With another count, all of them are lost, since nobody knows which servers each had.
    private static void TakeUp(Shard shard, IReadOnlyList<GatewayPosition> resumeFrom)
    {
        if (resumeFrom.Where(position => position.Shard == shard.Id && position.ShardCount == shard.Count).MaxBy(position => position.At) is { } mine)
            shard.Adopt(mine);
        else if (resumeFrom.Where(position => position.ShardCount != shard.Count).MinBy(position => position.At) is { } foreign)
            shard.AdoptLost(foreign);
    }

    private async Task<int> RecommendedShardsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Math.Max(1, (await api.GetGatewayBotAsync(cancellationToken)).Shards);
            }
            catch (DiscordApiException exception) when (exception.Status is HttpStatusCode.Unauthorized)
            {
                throw CloseCode.Fatal(CloseCode.WrongToken)!;
            }
            catch (DiscordApiException exception)
            {
                options.Log(DiscordLogLevel.Warning, $"Discord did not say where to connect; asking again in {PauseWithoutApi.TotalSeconds:0} s.", exception);
                await Pause.ForAsync(PauseWithoutApi, clock, pauses, cancellationToken);
            }
        }
    }
}
