using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Servers;

namespace IncidentBot.Retention;

/// <summary>The categories of channels in which nobody writes any more, and the way there and back.</summary>
public sealed class ChannelArchive(IDiscordApi api, Self self, Categories categories)
{
    public const string Name = "Incident archive";

    private const Permissions Writing = Permissions.SendMessages | Permissions.AddReactions | Permissions.SendMessagesInThreads | Permissions.CreatePublicThreads | Permissions.CreatePrivateThreads;

    // Two at once would make the category twice, or take the same last place in it.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Moves the channel there and lets nobody write; who could not see it still cannot. Done twice, it changes nothing.</summary>
    public async Task PutAsync(ServerId server, Channel channel, string reason, CancellationToken cancellationToken)
    {
        var guild = new Snowflake(server.Value);
        var denied = Writing & await OwnAsync(guild, cancellationToken);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var channels = await api.GetGuildChannelsAsync(guild, cancellationToken);
            var category = channels.FirstOrDefault(one => one.Id == channel.ParentId && IsArchive(one))?.Id ?? await categories.WithRoomAsync(guild, channels, Name, "A place for channels of closed incidents", cancellationToken);
            await api.ModifyChannelAsync(channel.Id, new() { ParentId = category, PermissionOverwrites = [.. Closed(channel, guild, self.Id, denied)] }, reason, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Moves the channel back among those of open incidents and lets people write again.</summary>
    /// <param name="overwrites">Of a private incident: who may enter. Null: as everywhere.</param>
    public async Task TakeAsync(ServerId server, Channel channel, string to, IReadOnlyList<Overwrite>? overwrites, string reason, CancellationToken cancellationToken)
    {
        var guild = new Snowflake(server.Value);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var channels = await api.GetGuildChannelsAsync(guild, cancellationToken);
            var isThere = channels.Any(one => one.Id == channel.ParentId && !IsArchive(one));
            await api.ModifyChannelAsync(
                channel.Id,
                new() { ParentId = isThere ? null : await categories.WithRoomAsync(guild, channels, to, "A place for incident channels", cancellationToken), PermissionOverwrites = overwrites ?? [.. Opened(channel, self.Id)] },
                reason,
                cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool IsArchive(Channel channel) => channel.Type == ChannelType.GuildCategory && channel.Name?.StartsWith(Name, StringComparison.OrdinalIgnoreCase) == true;

    // The bot itself still has something to say there: to a command, or that the postmortem was corrected.
    private static IEnumerable<Overwrite> Closed(Channel channel, Snowflake guild, Snowflake self, Permissions denied)
    {
        var everyone = channel.PermissionOverwrites.FirstOrDefault(o => o.Id == guild) ?? new Overwrite { Id = guild, Type = OverwriteType.Role };
        yield return everyone with { Allow = everyone.Allow & ~Writing, Deny = everyone.Deny | denied };
        yield return new Overwrite { Id = self, Type = OverwriteType.Member, Allow = Permissions.ViewChannel | Permissions.SendMessages | Permissions.ReadMessageHistory };
        foreach (var overwrite in channel.PermissionOverwrites.Where(o => o.Id != guild && o.Id != self)) yield return overwrite with { Allow = overwrite.Allow & ~Writing };
    }

    private static IEnumerable<Overwrite> Opened(Channel channel, Snowflake self) => channel.PermissionOverwrites
        .Where(overwrite => overwrite.Id != self)
        .Select(overwrite => overwrite with { Deny = overwrite.Deny & ~Writing })
        .Where(overwrite => overwrite.Allow != Permissions.None || overwrite.Deny != Permissions.None);

    // A bot can deny only what it may do itself.
    private async Task<Permissions> OwnAsync(Snowflake guild, CancellationToken cancellationToken)
    {
        var roles = await api.GetGuildRolesAsync(guild, cancellationToken);
        var member = await api.GetMemberAsync(guild, self.Id, cancellationToken) ?? new Member();
        return ChannelPermissions.OnServer(await api.GetGuildAsync(guild, cancellationToken), roles, member);
    }
}
