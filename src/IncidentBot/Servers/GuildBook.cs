using System.Collections.Concurrent;
using IncidentBot.Discord;
using IncidentBot.Domain;

namespace IncidentBot.Servers;

/// <summary>What the bot knows of the servers it is on: channels, roles and its own place there. Kept in step by gateway events; nothing here is evidence.</summary>
public sealed class GuildBook
{
    private readonly ConcurrentDictionary<Snowflake, GuildPage> guilds = new();

    public IEnumerable<GuildPage> All => guilds.Values;

    public GuildPage? Find(ServerId server) => guilds.GetValueOrDefault(new Snowflake(server.Value));

    public void Put(Guild guild)
    {
        if (guild.Unavailable) return;
        guilds[guild.Id] = new GuildPage(guild);
    }

    public void Remove(Snowflake guild) => guilds.TryRemove(guild, out _);

    public void Update(Guild guild)
    {
        if (!guilds.TryGetValue(guild.Id, out var page)) return;
        page.Name = guild.Name;
        page.OwnerId = guild.OwnerId;
    }

    public void Put(Channel channel)
    {
        if (channel.GuildId is { } guild && guilds.TryGetValue(guild, out var page)) page.Channels[channel.Id] = channel;
    }

    public void RemoveChannel(Snowflake guild, Snowflake channel)
    {
        if (guilds.TryGetValue(guild, out var page)) page.Channels.TryRemove(channel, out _);
    }

    public void Put(Snowflake guild, Role role)
    {
        if (guilds.TryGetValue(guild, out var page)) page.Roles[role.Id] = role;
    }

    public void RemoveRole(Snowflake guild, Snowflake role)
    {
        if (guilds.TryGetValue(guild, out var page)) page.Roles.TryRemove(role, out _);
    }
}

/// <summary>One server as last heard of.</summary>
public sealed class GuildPage
{
    public GuildPage(Guild guild)
    {
        Id = guild.Id;
        Name = guild.Name;
        OwnerId = guild.OwnerId;
        foreach (var role in guild.Roles) Roles[role.Id] = role;
        foreach (var channel in guild.Channels) Channels[channel.Id] = channel with { GuildId = guild.Id };
        foreach (var thread in guild.Threads) Channels[thread.Id] = thread with { GuildId = guild.Id };
    }

    public Snowflake Id { get; }

    public string Name { get; set; }

    public Snowflake OwnerId { get; set; }

    public ConcurrentDictionary<Snowflake, Role> Roles { get; } = new();

    public ConcurrentDictionary<Snowflake, Channel> Channels { get; } = new();
}
