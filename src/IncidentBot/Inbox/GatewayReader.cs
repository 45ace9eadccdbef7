using System.Threading.Channels;
using IncidentBot.Discord;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>
/// Takes what Discord reports, in order. Talk is gathered and committed in batches together with the gateway's position; everything else is handed to its
/// path once the talk before it is on disk.
/// </summary>
public sealed class GatewayReader(
    IDiscordGateway gateway,
    IncidentStore store,
    TalkPath talk,
    ReactionPath reactions,
    InteractionPath interactions,
    ServerPath servers,
    Watermark watermark,
    Recordkeeper keeper,
    Activity activity,
    ClockWatch clockWatch,
    FatalEnd fatal,
    ILogger<GatewayReader> logger) : BackgroundService
{
    /// <summary>
    /// Messages that are committed together at most. Such a commit takes some 10 ms; a command that arrives behind it waits for no more than that and what stands
    /// in the inbox. A slow disk fills batches up to here and then makes Discord wait. With fewer, each page of the record is written more often; with more, commands
    /// wait longer.
    /// </summary>
    public const int MostInBatch = 1024;

    /// <summary>Events that are read ahead while a batch is committed, so that the next one is ready when it is.</summary>
    private const int ReadAhead = 1024;

    private long handled;

    /// <summary>The sequence number of the last event that was handled (of the shard that spoke last).</summary>
    public long Handled => Volatile.Read(ref handled);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var inbox = System.Threading.Channels.Channel.CreateBounded<GatewayEnvelope>(new BoundedChannelOptions(ReadAhead) { SingleReader = true, SingleWriter = true });
        var handling = HandleAsync(inbox.Reader, stoppingToken);
        try
        {
            var known = await store.GatewayPositionsAsync(stoppingToken);
            var from = known.Select(p => new Discord.GatewayPosition(p.Shard, p.ShardCount, p.SessionId, p.ResumeUrl, p.Sequence, p.At)).ToList();
            if (from.Count > 0) await servers.RecallPlacesAsync(from.Min(p => p.At), stoppingToken);
            watermark.Begin(from);
            await foreach (var envelope in gateway.ReadAsync(from, stoppingToken)) await inbox.Writer.WriteAsync(AnsweredAhead(envelope), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot is going down.
        }
        catch (DiscordGatewayFatalException e)
        {
            fatal.Stop(e.Message, exitCode: 2);
        }
        catch (DiscordApiException e)
        {
            if (e.Status == System.Net.HttpStatusCode.Unauthorized)
                fatal.Stop("Discord does not know this token. Copy it once more from the developer portal (Bot → Reset Token) into Discord__Token.", exitCode: 2);
            else
                fatal.Stop($"Discord could not be reached: {e.Reason}", exitCode: 1);
        }
        finally
        {
            inbox.Writer.TryComplete();
        }

        await handling;
    }

    // While nothing can be saved, the stream stands still. People who ask are told so at once and not once it flows again.
    private GatewayEnvelope AnsweredAhead(GatewayEnvelope envelope)
    {
        if (envelope.Event is not InteractionCreate created || keeper.Trouble is null) return envelope;
        interactions.Accept(created.Interaction, Stream.Null);
        return envelope with { Event = new UnknownEvent("INTERACTION_CREATE") };
    }

    private async Task HandleAsync(ChannelReader<GatewayEnvelope> inbox, CancellationToken stoppingToken)
    {
        try
        {
            while (await inbox.WaitToReadAsync(stoppingToken))
            {
                using var work = activity.Begin();
                var batch = new TalkBatchBuilder();
                Discord.GatewayPosition? last = null;
                while (inbox.TryRead(out var envelope))
                {
                    last = envelope.Position;
                    if (envelope.Event is Alive) clockWatch.Look();
                    if (!talk.TryAdd(envelope.Event, batch))
                    {
                        if (batch.Count > 0) await CommitAsync(batch, stoppingToken);
                        batch = new();
                        await keeper.KeepAsync(() => HandleAsync(envelope, stoppingToken), stoppingToken);
                    }

                    watermark.Pass(envelope.Position);
                    batch.Put(watermark.Reached(envelope.Position.Shard));

                    // A new session is remembered at once: whoever is killed now resumes it.
                    if (batch.Count >= MostInBatch || envelope.Event is Ready)
                    {
                        await CommitAsync(batch, stoppingToken);
                        batch = new();
                    }
                }

                await CommitAsync(batch, stoppingToken);
                if (last is not null) Volatile.Write(ref handled, last.Sequence);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot is going down; what was not committed will be replayed.
        }
        catch (StorageException e)
        {
            fatal.Stop(e.Message, exitCode: 1);
        }
    }

    // Until it is saved: while it is not, the stream stands still, and Discord keeps what comes after.
    private Task CommitAsync(TalkBatchBuilder batch, CancellationToken stoppingToken) => keeper.KeepAsync(() => talk.CommitAsync(batch, stoppingToken), stoppingToken);

    private async Task HandleAsync(GatewayEnvelope envelope, CancellationToken stoppingToken)
    {
        var gatewayEvent = envelope.Event;
        try
        {
            switch (gatewayEvent)
            {
                case InteractionCreate created:
                    interactions.Accept(created.Interaction, watermark.Hold(envelope.Position.Shard));
                    break;
                case ReactionAdd or ReactionRemove or ReactionRemoveAll or ReactionRemoveEmoji:
                    await reactions.TakeAsync(gatewayEvent, stoppingToken);
                    break;
                default:
                    await servers.TakeAsync(gatewayEvent, stoppingToken);
                    break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageException)
        {
            // One event that cannot be handled must not stop the stream. A record that cannot be written does: the position must not pass what is not in it.
            logger.LogError(e, "An event of kind {Kind} could not be handled", gatewayEvent.GetType().Name);
        }
    }
}
