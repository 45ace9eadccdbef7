using System.Collections.Concurrent;
using IncidentBot.Discord;

namespace IncidentBot.Servers;

/// <summary>Which channel each thread belongs to, so that talk in an incident's threads is the incident's.</summary>
public sealed class ThreadBook
{
    private readonly ConcurrentDictionary<Snowflake, Snowflake> parents = new();

    public Snowflake? ParentOf(Snowflake channel) => parents.TryGetValue(channel, out var parent) ? parent : null;

    public void Put(Channel thread)
    {
        if (thread.ParentId is { } parent) parents[thread.Id] = parent;
    }

    public void Remove(Snowflake thread) => parents.TryRemove(thread, out _);
}
