namespace IncidentBot.Sandbox.World;

/// <summary>Who may do what where: Discord's own algorithm (Topics: Permissions, Permission Overwrites).</summary>
internal static class Permissions
{
    public static ulong InGuild(Guild guild, User user)
    {
        if (user.Id == guild.OwnerId) return Permission.All;
        if (!guild.Members.TryGetValue(user.Id, out var member)) return 0;
        var allowed = guild.Everyone.Permissions;
        foreach (var id in member.RoleIds)
        {
            if (guild.Roles.TryGetValue(id, out var role)) allowed |= role.Permissions;
        }

        return ((allowed & Permission.Administrator) != 0 ? Permission.All : allowed) & ~Withheld(guild, user);
    }

    private static ulong Withheld(Guild guild, User user) => guild.Withheld.GetValueOrDefault(user.Id);

    public static ulong In(Guild guild, Channel channel, User user)
    {
        if (channel.IsDm) return channel.Recipients.Exists(r => r.Id == user.Id) ? Permission.All & ~Permission.ManageMessages : 0;
        if (channel.IsThread)
        {
            if (!guild.Channels.TryGetValue(channel.ParentId ?? 0, out var parent)) return 0;
            var inherited = In(guild, parent, user);
            if (channel.Type == ChannelType.PrivateThread && (inherited & Permission.ManageThreads) == 0 && !channel.Thread!.Members.ContainsKey(user.Id)) return 0;
            // In a thread, sending is governed by its own permission.
            return (inherited & Permission.SendMessagesInThreads) != 0 ? inherited | Permission.SendMessages : inherited & ~Permission.SendMessages;
        }

        var allowed = InGuild(guild, user);
        if (allowed == Permission.All || !guild.Members.TryGetValue(user.Id, out var member)) return allowed;

        if (channel.Overwrites.TryGetValue(guild.Id, out var everyone)) allowed = (allowed & ~everyone.Deny) | everyone.Allow;
        ulong roleAllow = 0, roleDeny = 0;
        foreach (var id in member.RoleIds)
        {
            if (!channel.Overwrites.TryGetValue(id, out var overwrite)) continue;
            roleAllow |= overwrite.Allow;
            roleDeny |= overwrite.Deny;
        }

        allowed = (allowed & ~roleDeny) | roleAllow;
        if (channel.Overwrites.TryGetValue(user.Id, out var own)) allowed = (allowed & ~own.Deny) | own.Allow;
        allowed &= ~Withheld(guild, user);
        if ((allowed & Permission.ViewChannel) == 0) return 0;
        if (channel.HoldsMessages && (allowed & Permission.SendMessages) == 0) allowed &= ~Permission.LostWithoutSending;
        return allowed;
    }

    public static bool Has(this ulong permissions, ulong wanted) => (permissions & wanted) == wanted;

    /// <summary>The position of the highest role; nobody can touch what stands at or above their own.</summary>
    public static int TopPosition(Guild guild, User user)
    {
        if (user.Id == guild.OwnerId) return int.MaxValue;
        return guild.Members.TryGetValue(user.Id, out var member)
            ? member.RoleIds.Select(id => guild.Roles.TryGetValue(id, out var role) ? role.Position : 0).DefaultIfEmpty(0).Max()
            : 0;
    }
}
