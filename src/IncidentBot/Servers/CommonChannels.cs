using IncidentBot.Discord;
using IncidentBot.Domain;

namespace IncidentBot.Servers;

/// <summary>The channels that all incidents of a server share: for announcements and for postmortems.</summary>
public sealed class CommonChannels(IDiscordApi api, GuildBook guilds)
{
    private readonly SemaphoreSlim making = new(1);

    /// <summary>The channel that is set, else the one of that name, else a new one.</summary>
    public async Task<ChannelId> FindOrMakeAsync(ServerId server, ChannelId? set, string name, string topic, CancellationToken cancellationToken)
    {
        var guild = guilds.Find(server);

        // After a resume nothing was heard of the server as a whole; then Discord is asked.
        if (set is { } chosen && (guild is null ? await api.GetChannelAsync(new(chosen.Value), cancellationToken) is not null : guild.Channels.ContainsKey(new(chosen.Value)))) return chosen;
        if (guild?.TextChannel(name) is { } known) return new(known.Id.Value);

        // Two incidents at once must not make two: looked for at Discord, one after the other.
        await making.WaitAsync(cancellationToken);
        try
        {
            var guildId = new Snowflake(server.Value);
            var present = (await api.GetGuildChannelsAsync(guildId, cancellationToken))
                .Where(c => c.Type is ChannelType.GuildText or ChannelType.GuildAnnouncement)
                .FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
            present ??= await api.CreateChannelAsync(guildId, new NewChannel { Name = name, Topic = topic }, "Needed for incidents", cancellationToken);
            guilds.Put(present with { GuildId = guildId });
            return new(present.Id.Value);
        }
        finally
        {
            making.Release();
        }
    }
}
