using IncidentBot.Domain;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Trackers;

/// <summary>The trackers of the configuration, and which server each is for: nobody on another server can have anything sent there.</summary>
public sealed class TrackerBook(BotOptions options, GuildBook guilds, IncidentStore store)
{
    public IReadOnlyList<BotOptions.TrackerSection> All => options.Trackers;

    /// <summary>The tracker of that name, if it is for this server.</summary>
    public async Task<BotOptions.TrackerSection?> FindAsync(string? name, ServerId server, CancellationToken cancellationToken = default) =>
        (await ForAsync(server, cancellationToken)).FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that are for a server: the configuration names it, or it is the only one the bot is on.</summary>
    public async Task<IReadOnlyList<BotOptions.TrackerSection>> ForAsync(ServerId server, CancellationToken cancellationToken = default)
    {
        if (options.Trackers.Count == 0) return [];
        var isAlone = (await ServersAsync(cancellationToken)).All(one => one == server);
        return [.. options.Trackers.Where(one => one.Server is { } set ? set == server.Value : isAlone)];
    }

    /// <summary>The servers the bot is on. After a session that went on where it was, nothing was heard yet of them: the record knows them.</summary>
    public async Task<IReadOnlyList<ServerId>> ServersAsync(CancellationToken cancellationToken = default)
    {
        var present = guilds.All.Select(guild => new ServerId(guild.Id.Value)).ToList();
        return present.Count > 0 ? present : await store.KnownServersAsync(cancellationToken);
    }
}
