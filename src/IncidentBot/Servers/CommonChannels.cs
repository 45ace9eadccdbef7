using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;
using IncidentBot.Options;

namespace IncidentBot.Servers;

/// <summary>The channels that all incidents of a server share: for announcements and for postmortems.</summary>
public sealed class CommonChannels(IDiscordApi api, GuildBook guilds, BotOptions options)
{
    private const string Reason = "Needed for incidents";

    private readonly SemaphoreSlim making = new(1);

    /// <summary>Where incidents are announced: the channel that is set, else the one of the configured name, else a new one.</summary>
    public async Task<ChannelId> AnnouncementsAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var channel = new NewChannel { Name = options.Channels.Announcements, Topic = "Incidents of this server" };
        return new((await FindOrMakeAsync(settings.Server, settings.AnnouncementChannel, channel, IsText, cancellationToken)).Id.Value);
    }

    /// <summary>Where postmortems are posted: the channel or forum that is set, else the one of the configured name and of the kind that is set, else a new one.</summary>
    public Task<Channel> PostmortemsAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        const string Topic = "What is learned from incidents";
        var name = options.Channels.Postmortems;
        return settings.PostmortemsAs == PostmortemPlace.Forum
            ? FindOrMakeAsync(
                settings.Server,
                settings.PostmortemChannel,
                new NewChannel { Name = name, Topic = Topic, Type = ChannelType.GuildForum, AvailableTags = [.. PostmortemTags.Standing.Select(tag => new ForumTag { Name = tag })] },
                static channel => channel.Type == ChannelType.GuildForum,
                cancellationToken)
            : FindOrMakeAsync(settings.Server, settings.PostmortemChannel, new NewChannel { Name = name, Topic = Topic }, IsText, cancellationToken);
    }

    private static bool IsText(Channel channel) => channel.Type is ChannelType.GuildText or ChannelType.GuildAnnouncement;

    private async Task<Channel> FindOrMakeAsync(ServerId server, ChannelId? set, NewChannel wanted, Func<Channel, bool> fits, CancellationToken cancellationToken)
    {
        var guild = guilds.Find(server);

        // After a resume nothing was heard of the server as a whole; then Discord is asked.
        if (set is { } chosen && (guild is null ? await api.GetChannelAsync(new(chosen.Value), cancellationToken) : guild.Channels.GetValueOrDefault(new(chosen.Value))) is { } there) return there;
        if (guild?.Channels.Values.Where(Fits).MinBy(c => c.Id) is { } known) return known;

        // Two incidents at once must not make two: looked for at Discord, one after the other.
        await making.WaitAsync(cancellationToken);
        try
        {
            var guildId = new Snowflake(server.Value);
            var present = (await api.GetGuildChannelsAsync(guildId, cancellationToken)).FirstOrDefault(Fits);
            present ??= await api.CreateChannelAsync(guildId, wanted, Reason, cancellationToken);
            guilds.Put(present with { GuildId = guildId });
            return present;
        }
        finally
        {
            making.Release();
        }

        bool Fits(Channel channel) => fits(channel) && string.Equals(channel.Name, wanted.Name, StringComparison.OrdinalIgnoreCase);
    }
}
