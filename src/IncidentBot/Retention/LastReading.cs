using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Retention;
using IncidentBot.Reconcile;

namespace IncidentBot.Retention;

/// <summary>
/// Compares a closed incident's channel with the record once more from its beginning, with all its threads, before it goes: what people said, edited and deleted
/// after the incident was closed is added.
/// </summary>
public sealed class LastReading(ChannelReader channels, ThreadLists threads, IDiscordApi api)
{
    /// <returns>How many messages were new or had changed.</returns>
    public async Task<int> ReadAsync(IncidentFile file, ChannelId channel, CancellationToken cancellationToken)
    {
        var closed = RetireChannel.ClosedAt(file.Incident);
        var own = await threads.ReadAsync(file.Incident, channel, DateTimeOffset.MinValue, new DiscordView(api), cancellationToken);
        var changed = 0;
        foreach (var place in own.Select(thread => thread.Id).Prepend(new Snowflake(channel.Value)))
        {
            await foreach (var page in channels.ReadAsync(file.Incident, place, default, closed, cancellationToken)) changed += page.Changes;
        }

        return changed;
    }
}
