using System.Globalization;
using IncidentBot.Discord;

namespace IncidentBot.Servers;

/// <summary>Categories that channels are put into. A full one is followed by the next: "Incidents", "Incidents 2", and so on.</summary>
public sealed class Categories(IDiscordApi api)
{
    /// <summary>Discord's limit of channels in a category.</summary>
    private const int MostInCategory = 50;

    /// <summary>The first category of that name with room, made when there is none.</summary>
    /// <param name="channels">The server's channels as they are now.</param>
    /// <param name="reason">Why one is made, for the server's audit log.</param>
    public async Task<Snowflake> WithRoomAsync(Snowflake guild, IReadOnlyList<Channel> channels, string name, string reason, CancellationToken cancellationToken)
    {
        for (var n = 1; ; n++)
        {
            var numbered = n == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {n}");
            var category = channels.FirstOrDefault(c => c.Type == ChannelType.GuildCategory && string.Equals(c.Name, numbered, StringComparison.OrdinalIgnoreCase));
            if (category is null) return (await api.CreateChannelAsync(guild, new NewChannel { Name = numbered, Type = ChannelType.GuildCategory }, reason, cancellationToken)).Id;
            if (channels.Count(c => c.ParentId == category.Id) < MostInCategory) return category.Id;
        }
    }
}
