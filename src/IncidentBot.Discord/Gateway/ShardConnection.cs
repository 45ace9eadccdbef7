using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IncidentBot.Discord;

/// <summary>One connection of a shard, from hello to its end.</summary>
/// <param name="turn">The turn to identify, handed back as soon as that is done; null when resuming.</param>
internal sealed class ShardConnection(Shard shard, ShardTools tools, IDisposable? turn) : IDisposable
{
    private static readonly TimeSpan PatienceForHello = TimeSpan.FromSeconds(20);

    // Discord closes a connection that sends more. A few are left for luck: its minute need not begin with ours.
    private readonly SlidingWindow sends = new(110, TimeSpan.FromMinutes(1));
    private readonly CancellationTokenSource life = new();
    private GatewaySocket? socket;
    private Task? heartbeats;
    private string address = "";
    private bool dead;
    private volatile bool handingOver;

    /// <summary>The session is there, begun or resumed.</summary>
    public bool Live { get; private set; }

    public Heart? Heart { get; private set; }

    public async Task<ConnectionEnd> RunAsync(string url, CancellationToken cancellationToken)
    {
        // Where a session is resumed for which Discord names no other place.
        address = url;
        try
        {
            using (var patience = new CancellationTokenSource(PatienceForHello, tools.Clock.Time))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken))
            {
                socket = await GatewaySocket.ConnectAsync(url, either.Token);
                await HelloAsync(await NextAsync(either.Token), either.Token);
            }

            await using var leaving = cancellationToken.UnsafeRegister(_ => _ = LeaveAsync(), null);
            return await ListenAsync();
        }
        catch (GatewayClosedException closed)
        {
            return CloseCode.Fatal(closed.Code) is { } fatal ? throw fatal : After(closed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectionEnd(dead ? "the connection is dead: a heartbeat was not answered" : "Discord did not say hello") { Lived = Live };
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or UriFormatException)
        {
            return new ConnectionEnd("could not connect") { Exception = exception };
        }
        catch (JsonException exception)
        {
            await socket!.CloseResumablyAsync();
            return new ConnectionEnd("a message could not be read") { Exception = exception };
        }
        finally
        {
            Live = false;
            await life.CancelAsync();
            if (heartbeats is not null) await heartbeats;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        life.Dispose();
    }

    private static TimeSpan Interval(HelloJson? hello) => TimeSpan.FromMilliseconds(hello is { HeartbeatInterval: > 0 } ? hello.HeartbeatInterval : 41_250);

    private static byte[] Write<T>(T command, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(command, type);

    private async Task HelloAsync(GatewayFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Op is not GatewayOp.Hello) throw new GatewayClosedException(code: null, $"the first message was not a hello but op {(int)frame.Op}");
        var hello = JsonSerializer.Deserialize(frame.Data.Span, DiscordJson.Default.HelloJson);
        Heart = new Heart(tools.Clock, Interval(hello), SendHeartbeatAsync, () => handingOver, tools.Random);
        heartbeats = WatchHeartAsync(Heart);
        await IntroduceAsync(cancellationToken);
        turn?.Dispose();
    }

    private Task IntroduceAsync(CancellationToken cancellationToken)
    {
        var token = tools.Options.Token;
        if (shard.Session is { } session)
        {
            var resume = new GatewayCommand<ResumeJson>((int)GatewayOp.Resume, new(token, session.SessionId, session.Sequence));
            return SendAsync(Write(resume, DiscordJson.Default.GatewayCommandResumeJson), cancellationToken);
        }

        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";
        var properties = new IdentifyProperties(system, "IncidentBot", "IncidentBot");
        var identify = new GatewayCommand<IdentifyJson>(
            (int)GatewayOp.Identify, new(token, (int)tools.Options.Intents, [shard.Id, shard.Count], properties));
        return SendAsync(Write(identify, DiscordJson.Default.GatewayCommandIdentifyJson), cancellationToken);
    }

    private async Task<ConnectionEnd> ListenAsync()
    {
        while (true)
        {
            var frame = await NextAsync(life.Token);
            switch (frame.Op)
            {
                case GatewayOp.Dispatch:
                    await DispatchAsync(frame);
                    break;
                case GatewayOp.Heartbeat:
                    await SendHeartbeatAsync(life.Token);
                    break;
                case GatewayOp.HeartbeatAck:
                    Heart!.Answered();
                    if (Live) await PassOnAsync(new Alive(shard.Id));
                    break;
                case GatewayOp.Reconnect:
                    await socket!.CloseResumablyAsync();
                    return new ConnectionEnd("Discord asked to reconnect") { Lived = Live };
                case GatewayOp.InvalidSession:
                    await socket!.CloseResumablyAsync();
                    return new ConnectionEnd("Discord called the session invalid")
                    {
                        SessionOver = !frame.Data.Span.SequenceEqual("true"u8),

                        // Discord asks for a random 1 to 5 seconds before trying again.
                        Pause = TimeSpan.FromSeconds(1 + (4 * tools.Random.NextDouble())),
                    };
            }
        }
    }

    private async ValueTask<GatewayFrame> NextAsync(CancellationToken cancellationToken)
    {
        var frame = GatewayFrame.Parse(await socket!.ReceiveAsync(cancellationToken));
        shard.Heard(Live);
        return frame;
    }

    private async Task DispatchAsync(GatewayFrame frame)
    {
        handingOver = true;
        try
        {
            switch (frame.Name)
            {
                case "READY":
                    await ReadyAsync(frame);
                    break;
                case "RESUMED":
                    Live = true;
                    await shard.PassOnAsync(new Resumed(shard.Id), frame.Sequence, Live, life.Token);
                    break;
                default:
                    await shard.PassOnAsync(Read(frame), frame.Sequence, Live, life.Token);
                    break;
            }
        }
        finally
        {
            handingOver = false;
        }
    }

    private async Task PassOnAsync(Alive alive)
    {
        handingOver = true;
        try
        {
            await shard.PassOnAsync(alive, sequence: null, Live, life.Token);
        }
        finally
        {
            handingOver = false;
        }
    }

    private Task ReadyAsync(GatewayFrame frame)
    {
        var ready = JsonSerializer.Deserialize(frame.Data.Span, DiscordJson.Default.ReadyJson) ?? throw new JsonException("READY has no data.");
        if (ready.SessionId is null) throw new JsonException("READY names no session.");
        Live = true;
        return shard.BeginAsync(
            new Ready(ready.User ?? new User(), ready.Application?.Id ?? default, [.. (ready.Guilds ?? []).Select(guild => guild.Id)], shard.Id, shard.Count),
            new GatewayPosition(shard.Id, shard.Count, ready.SessionId, ready.ResumeGatewayUrl ?? address, frame.Sequence ?? 0, tools.Clock.Time.GetUtcNow()),
            life.Token);
    }

    private GatewayEvent Read(GatewayFrame frame)
    {
        var name = frame.Name ?? "";
        try
        {
            return EventReader.Read(name, frame.Data.Span);
        }
        catch (JsonException exception)
        {
            // One event that cannot be understood must not stop the others, nor be replayed for ever. Its content stays out of the log.
            var place = exception.Path ?? "its start";
            tools.Log(DiscordLogLevel.Error, $"Shard {shard.Id}: an event {name} could not be read at {place}; it is passed over.", null);
            return new UnknownEvent(name);
        }
    }

    private Task SendHeartbeatAsync(CancellationToken cancellationToken)
    {
        var sequence = shard.Session?.Sequence.ToString() ?? "null";
        return SendAsync(System.Text.Encoding.ASCII.GetBytes($$"""{"op":1,"d":{{sequence}}}"""), cancellationToken);
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await Pause.UntilAsync(sends.Reserve(tools.Clock.Now), tools.Clock, meter: null, cancellationToken);
        await socket!.SendAsync(message, cancellationToken);
    }

    private async Task WatchHeartAsync(Heart heart)
    {
        try
        {
            await heart.BeatAsync(life.Token);
            dead = true;
            await LeaveAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or GatewayClosedException)
        {
            // The connection is over; whoever listens to it finds out why.
        }
    }

    private async Task LeaveAsync()
    {
        await socket!.CloseResumablyAsync();
        try
        {
            await life.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }

    private ConnectionEnd After(GatewayClosedException closed) =>
        new(closed.Code is { } code ? $"Discord closed the connection ({code} {closed.Message})" : closed.Message)
        {
            SessionOver = CloseCode.EndsSession(closed.Code),
            Lived = Live,
        };
}
