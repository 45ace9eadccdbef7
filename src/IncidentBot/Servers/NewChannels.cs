using System.Collections.Concurrent;
using IncidentBot.Discord;
using IncidentBot.Domain;

namespace IncidentBot.Servers;

/// <summary>
/// Channels that Discord has made for an incident and that the record does not know yet: a moment as a rule, longer when something is in its way. People may
/// talk in them already.
/// </summary>
public sealed class NewChannels
{
    private readonly ConcurrentDictionary<Snowflake, IncidentId> channels = new();

    public void Put(Snowflake channel, IncidentId incident) => channels[channel] = incident;

    public IncidentId? Find(Snowflake channel) => channels.TryGetValue(channel, out var incident) ? incident : null;

    /// <summary>From now on the record knows it.</summary>
    public void Forget(ChannelId channel) => channels.TryRemove(new(channel.Value), out _);
}
