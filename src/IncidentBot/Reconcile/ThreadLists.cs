using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;

namespace IncidentBot.Reconcile;

/// <summary>The threads of a channel that the bot can see: active and archived, public and private.</summary>
public sealed class ThreadLists(IDiscordApi api)
{
    /// <param name="since">Threads that were archived before are left out: nothing was said in them since, as writing in one opens it again.</param>
    public async Task<IReadOnlyList<Channel>> ReadAsync(Incident incident, ChannelId channel, DateTimeOffset since, DiscordView view, CancellationToken cancellationToken)
    {
        var parent = new Snowflake(channel.Value);
        var found = (await view.ActiveThreadsAsync(incident.Server, parent, cancellationToken)).ToList();
        found.AddRange(await ArchivedAsync(parent, ThreadArchive.Public, since, cancellationToken));
        try
        {
            found.AddRange(await ArchivedAsync(parent, ThreadArchive.Private, since, cancellationToken));
        }
        catch (DiscordApiException e) when (e.Status is System.Net.HttpStatusCode.Forbidden)
        {
            // All private ones are for those who manage threads; the bot still sees those it is in.
            found.AddRange(await ArchivedAsync(parent, ThreadArchive.PrivateJoined, since, cancellationToken));
        }

        return [.. found.DistinctBy(t => t.Id)];
    }

    private async Task<IReadOnlyList<Channel>> ArchivedAsync(Snowflake parent, ThreadArchive which, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new List<Channel>();
        DateTimeOffset? before = null;
        while (true)
        {
            var page = await api.GetArchivedThreadsAsync(parent, which, before, cancellationToken);
            found.AddRange(page.Threads.Where(t => t.ThreadMetadata?.ArchiveTimestamp is not { } archived || archived >= since));
            var oldest = page.Threads.Min(t => t.ThreadMetadata?.ArchiveTimestamp);
            if (!page.HasMore || which == ThreadArchive.PrivateJoined || oldest is null || oldest < since || oldest == before) return found;
            before = oldest;
        }
    }
}
