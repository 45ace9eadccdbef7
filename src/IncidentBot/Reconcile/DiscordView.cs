using System.Collections.Concurrent;
using IncidentBot.Discord;
using IncidentBot.Domain;

namespace IncidentBot.Reconcile;

/// <summary>What one pass over many incidents asks Discord only once for all of them: the active threads of each server.</summary>
public sealed class DiscordView(IDiscordApi api)
{
    private readonly ConcurrentDictionary<ServerId, Lazy<Task<ILookup<Snowflake, Channel>>>> threads = new();

    /// <summary>The active threads of a channel that the bot can see.</summary>
    public async Task<IEnumerable<Channel>> ActiveThreadsAsync(ServerId server, Snowflake channel, CancellationToken cancellationToken)
    {
        var asked = threads.GetOrAdd(server, key => new(() => AskAsync(key, cancellationToken)));
        try
        {
            return (await asked.Value)[channel];
        }
        catch
        {
            // What failed for one is asked anew for the next.
            threads.TryRemove(KeyValuePair.Create(server, asked));
            throw;
        }
    }

    private async Task<ILookup<Snowflake, Channel>> AskAsync(ServerId server, CancellationToken cancellationToken) =>
        (await api.GetActiveThreadsAsync(new(server.Value), cancellationToken)).ToLookup(t => t.ParentId ?? default);
}
