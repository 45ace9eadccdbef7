using IncidentBot.Discord;

namespace IncidentBot.Servers;

/// <summary>What somebody may do, by the rules of Discord.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/permissions#permission-overwrites"/>
public static class ChannelPermissions
{
    private const Permissions All = (Permissions)ulong.MaxValue;

    /// <summary>On the whole server: what @everyone and the member's roles allow.</summary>
    public static Permissions OnServer(Guild guild, IEnumerable<Role> roles, Member member)
    {
        if (member.User?.Id == guild.OwnerId) return All;
        var allowed = roles.Where(role => role.Id == guild.Id || member.Roles.Contains(role.Id)).Aggregate(Permissions.None, static (sum, role) => sum | role.Permissions);
        return allowed.HasFlag(Permissions.Administrator) ? All : allowed;
    }

    /// <summary>In one channel: everyone's overwrite, then those of the roles together, then the member's own.</summary>
    public static Permissions In(Channel channel, Permissions onServer, Snowflake guild, Member member)
    {
        if (onServer == All) return All;
        var allowed = onServer;
        Apply(channel.PermissionOverwrites.Where(o => o.Id == guild));
        Apply(channel.PermissionOverwrites.Where(o => o.Type == OverwriteType.Role && o.Id != guild && member.Roles.Contains(o.Id)));
        Apply(channel.PermissionOverwrites.Where(o => o.Type == OverwriteType.Member && o.Id == member.User?.Id));

        // Who does not see a channel can do nothing in it.
        return allowed.HasFlag(Permissions.ViewChannel) ? allowed : Permissions.None;

        void Apply(IEnumerable<Overwrite> overwrites)
        {
            var (allow, deny) = (Permissions.None, Permissions.None);
            foreach (var overwrite in overwrites)
            {
                allow |= overwrite.Allow;
                deny |= overwrite.Deny;
            }

            allowed = (allowed & ~deny) | allow;
        }
    }

    /// <summary>As they are called in Discord's own settings: "View Channel, Send Messages".</summary>
    public static string InWords(Permissions permissions) => string.Join(", ", Enum.GetValues<Permissions>()
        .Where(one => one != Permissions.None && permissions.HasFlag(one))
        .Select(static one => string.Concat(one.ToString().Select(static (letter, at) => at > 0 && char.IsUpper(letter) ? " " + letter : letter.ToString()))));
}
