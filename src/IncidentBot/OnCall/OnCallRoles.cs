using System.Collections.Immutable;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Servers;
using Permissions = IncidentBot.Discord.Permissions;

namespace IncidentBot.OnCall;

/// <summary>Why a role cannot be given to whoever is on call, and what to do about it; both without a full stop.</summary>
public sealed record RoleProblem(string What, string Mend);

/// <summary>Whether the bot can give the on-call roles, by the rules of Discord: it may manage roles, and its own highest role stands above them.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/permissions#permission-hierarchy"/>
public sealed class OnCallRoles(IDiscordApi api, Self self)
{
    /// <exception cref="DiscordApiException">Discord could not be asked.</exception>
    public async Task<ImmutableArray<RoleProblem>> ProblemsAsync(ServerId server, ServerSettings settings, CancellationToken cancellationToken)
    {
        if (settings.OnCallRoles.IsEmpty) return [];
        var id = new Snowflake(server.Value);
        var guild = await api.GetGuildAsync(id, cancellationToken);
        var roles = await api.GetGuildRolesAsync(id, cancellationToken);
        if (await api.GetMemberAsync(id, self.Id, cancellationToken) is not { } me) return [];
        var may = ChannelPermissions.OnServer(guild, roles, me).HasFlag(Permissions.ManageRoles);
        if (!may) return [new RoleProblem("I may not give roles to those who are on call", "Allow Manage Roles to my role (Server Settings → Roles)")];
        var top = roles.Where(role => me.Roles.Contains(role.Id)).OrderByDescending(role => role.Position).ThenBy(role => role.Id).FirstOrDefault();
        return [.. settings.OnCallRoles.Select(given => given.Role).Distinct().Select(role => Problem(role, roles.FirstOrDefault(one => one.Id.Value == role.Value), top)).OfType<RoleProblem>()];
    }

    private static RoleProblem? Problem(ChatRoleId id, Role? role, Role? top)
    {
        if (role is null) return new RoleProblem($"A role for those who are on call is gone ({id})", "Choose another with `/bot settings oncall_schedule: oncall_role:`");
        if (role.Managed) return new RoleProblem($"<@&{id}> belongs to another application, and nobody can give it", "Choose another role with `/bot settings oncall_schedule: oncall_role:`");
        return top is null || role.Position > top.Position || (role.Position == top.Position && role.Id <= top.Id)
            ? new RoleProblem($"<@&{id}> stands above my own role, so I cannot give it to those who are on call", "Drag my role above it (Server Settings → Roles)")
            : null;
    }
}
