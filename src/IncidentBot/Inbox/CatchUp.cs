using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>
/// After a session that could not be resumed: the channels of open incidents are read from the last stored message on, newest incident first, and the gap itself
/// goes into the timeline. Edits and deletions made meanwhile are not compared yet.
/// </summary>
public sealed class CatchUp(IncidentStore store, IDiscordApi api, TalkPath talk, Self self, TimeProvider clock, ILogger<CatchUp> logger)
{
    private const int PageSize = 100;

    private DateTimeOffset? since;

    /// <summary>Events since then were not heard.</summary>
    public void Lost(DateTimeOffset at) => since = since is { } earlier && earlier < at ? earlier : at;

    /// <summary>Reads what was missed, if anything was; called once a new session stands.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (since is not { } from) return;
        since = null;
        var until = clock.GetUtcNow();
        var incidents = await store.OpenIncidentsAsync(cancellationToken);
        var (done, recovered) = (0, 0);
        foreach (var incident in incidents)
        {
            try
            {
                var read = await ReadAsync(incident, cancellationToken);
                recovered += read;
                await store.CommitAsync(
                    async scope =>
                    {
                        if (await scope.FindIncidentAsync(incident.Id) is { } now) await scope.SaveAsync(GapNoted.Decide(now, from, until, read));
                    },
                    cancellationToken);
            }
            catch (DiscordApiException e)
            {
                logger.LogWarning("What was said in {Incident} while I was away could not be read: {Reason}", incident.Name, e.Reason);
            }

            done++;
            if (done % 25 == 0) logger.LogInformation("Catching up: {Done} of {All} incidents read, {Recovered} messages recovered", done, incidents.Length, recovered);
        }

        logger.LogInformation("Caught up on {All} open incidents: {Recovered} messages recovered", incidents.Length, recovered);
    }

    private async Task<int> ReadAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident.Channel is not { } channel) return 0;
        var after = new Snowflake((await store.LastMessageAsync(incident.Id, channel, cancellationToken))?.Value ?? channel.Value);
        var recovered = 0;
        while (true)
        {
            var page = await api.GetMessagesAsync(new(channel.Value), new MessageRange.After(after), PageSize, cancellationToken);
            if (page.Count == 0) return recovered;
            var batch = new TalkBatchBuilder();
            foreach (var message in page.OrderBy(m => m.Id).Where(m => m.Author.Id != self.Id)) talk.TryAdd(new MessageCreate(message), batch);
            recovered += batch.Count;
            await talk.CommitAsync(batch, cancellationToken);
            after = page.Max(m => m.Id);
            if (page.Count < PageSize) return recovered;
        }
    }
}
