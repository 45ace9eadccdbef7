using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Trackers;

/// <summary>The trackers of the configuration, and which server each is for: nobody on another server can have anything sent there.</summary>
public sealed class TrackerBook(BotOptions options, GuildBook guilds)
{
    public IReadOnlyList<BotOptions.TrackerSection> All => options.Trackers;

    /// <summary>The tracker of that name, if it is for this server.</summary>
    public BotOptions.TrackerSection? Find(string? name, ServerId server) => For(server).FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that are for a server: the configuration names it, or it is the only one the bot is on.</summary>
    public IEnumerable<BotOptions.TrackerSection> For(ServerId server)
    {
        // After a session that went on where it was, nothing was heard yet of the servers there are.
        var others = guilds.All.Any(guild => guild.Id.Value != server.Value);
        return options.Trackers.Where(one => one.Server is { } set ? set == server.Value : !others);
    }
}
