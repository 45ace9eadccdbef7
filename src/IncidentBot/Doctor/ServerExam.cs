using System.Globalization;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Options;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Permissions = IncidentBot.Discord.Permissions;

namespace IncidentBot.Doctor;

/// <summary>The bot's place on one server: what it may do in each channel it uses, and room for more channels. Asked of Discord, not of what was heard.</summary>
public sealed class ServerExam(IDiscordApi api, IncidentStore store, Self self, BotOptions options)
{
    private const int MostOnServer = 500;
    private const int MostInCategory = 50;
    private const int FewLeft = 25;

    private const Permissions OnServer = Permissions.ManageChannels | Permissions.ManageRoles;
    private const Permissions Speak = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks | Permissions.ReadMessageHistory;
    private const Permissions SpeakWithFiles = Speak | Permissions.AttachFiles;

    // A postmortem is posted with its parts in a thread, or in a forum, where it adds the tags it needs.
    private const Permissions Publish = SpeakWithFiles | Permissions.CreatePublicThreads | Permissions.SendMessagesInThreads;
    private const Permissions PublishInForum = SpeakWithFiles | Permissions.SendMessagesInThreads | Permissions.ManageChannels;
    private const Permissions Run = SpeakWithFiles | Permissions.AddReactions | Permissions.PinMessages | Permissions.MentionEveryone;

    /// <param name="asker">Channels of incidents that they may not see are not spoken of.</param>
    public async Task<IReadOnlyList<Symptom>> LookAsync(ServerId server, ServerSettings settings, Asker asker, CancellationToken cancellationToken)
    {
        try
        {
            var id = new Snowflake(server.Value);
            var guild = await api.GetGuildAsync(id, cancellationToken);
            var roles = await api.GetGuildRolesAsync(id, cancellationToken);
            var channels = await api.GetGuildChannelsAsync(id, cancellationToken);
            if (await api.GetMemberAsync(id, self.Id, cancellationToken) is not { } me) return [Symptom.Ill("The bot is not on this server", "Invite it again.")];
            if (me.User is null) me = me with { User = new User { Id = self.Id } };
            var onServer = ChannelPermissions.OnServer(guild, roles, me);
            var place = new Place(id, me, onServer);
            return
            [
                Whole(onServer, roles, me),
                .. Meetings(onServer),
                Common("announcements", settings.AnnouncementChannel, options.Channels.Announcements, channels, place, Speak),
                Common("postmortems", settings.PostmortemChannel, options.Channels.Postmortems, channels, place, Publish, settings.PostmortemsAs == PostmortemPlace.Forum),
                .. await IncidentsAsync(server, asker, channels, place, cancellationToken),
                Room(channels),
            ];
        }
        catch (DiscordApiException e)
        {
            return [Symptom.Ill($"The server could not be looked at: {e.Reason.TrimEnd('.')}", "Ask again in a minute.")];
        }
    }

    private static Symptom Whole(Permissions onServer, IReadOnlyList<Role> roles, Member me)
    {
        var missing = (OnServer | Run | Publish) & ~onServer;
        if (missing == Permissions.None) return Symptom.Well("The bot's role has every permission it needs");
        var own = roles.Where(role => me.Roles.Contains(role.Id)).OrderByDescending(role => role.Managed).Select(role => $"<@&{role.Id}>").FirstOrDefault() ?? "the bot's role";
        return Symptom.Ill($"The bot lacks on this server: {ChannelPermissions.InWords(missing)}", $"Give them to {own} (Server Settings → Roles).");
    }

    // Everything else works without it, and a meeting is made by a button that says so: worth a look, not a failure.
    private static IEnumerable<Symptom> Meetings(Permissions onServer)
    {
        if ((onServer & (Permissions.CreateEvents | Permissions.ManageEvents)) == Permissions.None)
            yield return Symptom.Doubtful("The bot may not make events here, so `/postmortem meeting` cannot enter a review meeting", "Give its role Create Events (Server Settings → Roles).");
    }

    private static Symptom Common(string what, ChannelId? set, string name, IReadOnlyList<Channel> channels, Place place, Permissions needed, bool isForum = false)
    {
        var channel = set is { } chosen
            ? channels.FirstOrDefault(c => c.Id.Value == chosen.Value)
            : channels.FirstOrDefault(c => (isForum ? c.Type is ChannelType.GuildForum : c.Type is ChannelType.GuildText or ChannelType.GuildAnnouncement) && string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
        if (channel?.Type == ChannelType.GuildForum) needed = PublishInForum;
        if (channel is not null) return In(channel, place, needed) ?? Symptom.Well($"The channel for {what} is <#{channel.Id}>");
        return set is null
            ? Symptom.Well($"The channel for {what} is made when it is first needed")
            : Symptom.Doubtful($"The channel for {what} is gone", $"Choose another with `/bot settings {what}:`; until then #{name} is used.");
    }

    private async Task<IReadOnlyList<Symptom>> IncidentsAsync(ServerId server, Asker asker, IReadOnlyList<Channel> channels, Place place, CancellationToken cancellationToken)
    {
        var symptoms = new List<Symptom>();
        var looked = 0;
        foreach (var incident in await store.OpenIncidentsAsync(cancellationToken))
        {
            if (incident.Server != server || !Visibility.MaySee(incident, asker)) continue;
            looked++;
            var channel = channels.FirstOrDefault(c => c.Id.Value == incident.Channel?.Value);
            if (channel is null) symptoms.Add(Symptom.Ill($"The channel of {incident.Name} is not there, or the bot cannot see it", $"Give the bot View Channel in it; if it was deleted, restart the bot and it makes another."));
            else if (In(channel, place, Run) is { } lacking) symptoms.Add(lacking);
        }

        if (symptoms.Count == 0) symptoms.Add(Symptom.Well(looked == 0 ? "No incident is open" : looked == 1 ? "The channel of the open incident is as it should be" : string.Create(CultureInfo.InvariantCulture, $"The channels of {looked} open incidents are as they should be")));
        return symptoms;
    }

    private static Symptom? In(Channel channel, Place place, Permissions needed)
    {
        // What the role lacks everywhere is said once.
        var missing = needed & place.OnServer & ~ChannelPermissions.In(channel, place.OnServer, place.Server, place.Me);
        return missing == Permissions.None ? null : Symptom.Ill($"In <#{channel.Id}> the bot lacks: {ChannelPermissions.InWords(missing)}", "Allow them to the bot there (Edit Channel → Permissions).");
    }

    private Symptom Room(IReadOnlyList<Channel> channels)
    {
        var category = channels.Where(c => c.Type == ChannelType.GuildCategory && c.Name?.StartsWith(options.Channels.Category, StringComparison.OrdinalIgnoreCase) == true).ToList();
        var inside = channels.Count(c => c.ParentId is { } parent && category.Exists(one => one.Id == parent));
        var said = string.Create(CultureInfo.InvariantCulture, $"{channels.Count} of {MostOnServer} channels are used, {inside} of {Math.Max(1, category.Count) * MostInCategory} under \"{options.Channels.Category}\" (another category is made when it is full)");
        const string Mend = "Delete channels nobody needs, or let the bot do it: `/bot settings closed_channels:delete`.";
        return channels.Count >= MostOnServer ? Symptom.Ill(said, Mend) : channels.Count > MostOnServer - FewLeft ? Symptom.Doubtful(said, Mend) : Symptom.Well(said);
    }

    private sealed record Place(Snowflake Server, Member Me, Permissions OnServer);
}
