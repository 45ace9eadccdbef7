using System.Threading.Channels;

namespace IncidentBot.Discord;

/// <summary>
/// One shard over all its connections: it keeps the session, decides after each connection how to go on, and puts the events into the common stream.
/// </summary>
internal sealed class Shard(int id, int count, ShardTools tools, ChannelWriter<GatewayEnvelope> events)
{
    // A connection that lived comes back at once, but not for ever: a server that drops each one right away must not be stormed.
    private const int FreeReturns = 3;

    // Nor is it stormed by one attempt every 2 to 4 s, which is as long as people can be left without an answer: Discord can be reached, and the session is there.
    private const int LongestRowOfLives = 3;

    // Past this many failed attempts the address to resume at may be what is wrong; the session can be resumed at the general one.
    private const int DoubtResumeUrlFrom = 4;

    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private GatewayPosition? session;
    private GatewayPosition? lost;
    private long heardAtTicks;
    private DateTimeOffset? completeUntil;
    private int failures;
    private int freeReturns = FreeReturns;
    private ShardConnection? connection;

    public int Id => id;

    public int Count => count;

    /// <summary>The session to resume, if there is one.</summary>
    public GatewayPosition? Session => session;

    public bool Connected => connection?.Live is true;

    public DateTimeOffset? HeardAt => Interlocked.Read(ref heardAtTicks) is not 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public Heart? Heart => connection?.Heart;

    /// <inheritdoc cref="IDiscordGateway.Silence"/>
    public TimeSpan? Silence(DateTimeOffset now) =>
        connection is { Live: true, Heart: { } heart } && HeardAt is { } heard && now - heard > 2 * heart.Interval ? now - heard : null;

    public long Reconnects { get; private set; }

    /// <summary>Takes a session over from an earlier run.</summary>
    public void Adopt(GatewayPosition position)
    {
        session = position;
        completeUntil = position.At;
    }

    /// <summary>Begins with the knowledge that an earlier session is of no use.</summary>
    public void AdoptLost(GatewayPosition position)
    {
        lost = position;
    }

    /// <exception cref="DiscordGatewayFatalException">Connecting again would not help.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var startedAt = tools.Clock.Now;
            var end = await ConnectAsync(cancellationToken);
            if (end.SessionOver) Forget();
            if (end.Lived && tools.Clock.Now - startedAt >= LongLife) freeReturns = FreeReturns;
            var mayReturn = end is { Lived: true, SessionOver: false };
            failures = end.Lived && freeReturns-- > 0 ? 0 : mayReturn ? Math.Min(failures + 1, LongestRowOfLives) : failures + 1;
            var pause = end.Pause ?? Backoff();
            tools.Log(
                failures > 2 ? DiscordLogLevel.Warning : DiscordLogLevel.Information,
                $"Shard {id}: {end.Why}; {(session is null ? "starting a new session" : "resuming")} in {pause.TotalSeconds:0.0} s.",
                end.Exception);
            await Pause.ForAsync(pause, tools.Clock, tools.Pauses, cancellationToken);
            Reconnects++;
        }
    }

    /// <summary>Something came in.</summary>
    /// <param name="live">Nothing is missing before it. Not so while a session is being resumed: what was missed is still to come.</param>
    public void Heard(bool live)
    {
        var now = tools.Clock.Time.GetUtcNow();
        Interlocked.Exchange(ref heardAtTicks, now.UtcTicks);
        if (live) completeUntil = now;
    }

    /// <summary>A new session is there.</summary>
    public async Task BeginAsync(Ready ready, GatewayPosition position, CancellationToken cancellationToken)
    {
        // The loss is told with the old position: until the reader has stored the new one, it would be told again.
        if (lost is { } old) await events.WriteAsync(new GatewayEnvelope(new SessionLost(id, old.At) { ShardCount = old.ShardCount }, old), cancellationToken);
        lost = null;
        session = position;
        await events.WriteAsync(new GatewayEnvelope(ready, position), cancellationToken);
    }

    /// <inheritdoc cref="Heard" path="/param"/>
    public async ValueTask PassOnAsync(GatewayEvent gatewayEvent, long? sequence, bool live, CancellationToken cancellationToken)
    {
        if (session is null) return;

        // Should an event come twice, the stream does not step back.
        session = session with { Sequence = Math.Max(session.Sequence, sequence ?? 0), At = live ? tools.Clock.Time.GetUtcNow() : session.At };
        await events.WriteAsync(new GatewayEnvelope(gatewayEvent, session), cancellationToken);
    }

    private void Forget()
    {
        // Whatever came before was heard, so the gap begins with the last sign of life, not with the last event.
        if (session is not null) lost ??= session with { At = completeUntil ?? session.At };
        session = null;
    }

    private async Task<ConnectionEnd> ConnectAsync(CancellationToken cancellationToken)
    {
        IDisposable? turn = null;
        try
        {
            string url;
            if (session is null)
            {
                (url, turn) = await tools.Identify.PassAsync(id, cancellationToken);
            }
            else
            {
                url = failures < DoubtResumeUrlFrom ? session.ResumeUrl : (await tools.Api.GetGatewayBotAsync(cancellationToken)).Url;
            }

            using var current = new ShardConnection(this, tools, turn);
            connection = current;
            return await current.RunAsync(url, cancellationToken);
        }
        catch (DiscordApiException exception) when (exception.Status is System.Net.HttpStatusCode.Unauthorized)
        {
            throw CloseCode.Fatal(CloseCode.WrongToken)!;
        }
        catch (DiscordApiException exception)
        {
            return new ConnectionEnd("Discord did not say where to connect") { Exception = exception };
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private TimeSpan Backoff()
    {
        if (failures == 0) return TimeSpan.Zero;
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return (pause < LongestPause ? pause : LongestPause) * (0.5 + (tools.Random.NextDouble() / 2));
    }
}

/// <summary>What the shards share.</summary>
internal sealed record ShardTools(DiscordOptions Options, IDiscordApi Api, MonotonicClock Clock, CallMeter Pauses, IdentifyGate Identify, Random Random)
{
    public DiscordLog Log => Options.Log;
}

/// <summary>How a connection ended, and what follows from it.</summary>
internal sealed record ConnectionEnd(string Why)
{
    /// <summary>The session cannot be resumed.</summary>
    public bool SessionOver { get; init; }

    /// <summary>It had a session: the next attempt need not wait.</summary>
    public bool Lived { get; init; }

    /// <summary>A pause that Discord asks for; null leaves it to the backoff.</summary>
    public TimeSpan? Pause { get; init; }

    public Exception? Exception { get; init; }
}
