using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    private void Build(SandboxOptions options, out Guild guild, out User bot)
    {
        var owner = NewUser("owner", "Server Owner", isBot: false, dmsClosed: false);
        bot = NewUser(options.BotName, null, isBot: true, dmsClosed: false);
        var now = Time.GetUtcNow();
        guild = new Guild { Id = Mint.Next(SnowflakeMint.ServerSlot), Name = options.GuildName, OwnerId = owner.Id, CreatedAt = now };
        guild.Roles.Add(guild.Id, new Role { Id = guild.Id, Name = "@everyone", Permissions = Permission.DefaultForEveryone });

        var byName = new Dictionary<string, Role>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in options.Roles.Concat(options.People.SelectMany(p => p.Roles)))
        {
            if (!byName.ContainsKey(name)) byName[name] = NewRole(guild, name, 0, mentionable: true);
        }

        var botRole = NewRole(guild, options.BotName, options.BotPermissions, mentionable: false, botId: bot.Id);
        var managers = options.People.Any(p => p.ManagesServer) ? NewRole(guild, "Server managers", Permission.Managing, mentionable: false) : null;

        Join(guild, owner);
        Join(guild, bot).RoleIds.Add(botRole.Id);
        foreach (var person in options.People)
        {
            var user = NewUser(person.Handle, person.Name, isBot: false, person.DmsClosed);
            people.Add(person.Handle, user);
            var member = Join(guild, user);
            member.RoleIds.AddRange(person.Roles.Select(r => byName[r].Id).Distinct());
            if (person.ManagesServer) member.RoleIds.Add(managers!.Id);
        }

        var category = NewChannel(guild, ChannelType.Category, "Text Channels");
        foreach (var name in options.Channels)
        {
            var channel = NewChannel(guild, ChannelType.Text, name);
            channel.ParentId = category.Id;
        }
    }

    private User NewUser(string name, string? globalName, bool isBot, bool dmsClosed)
    {
        var id = Mint.Next(SnowflakeMint.UserSlot);
        var user = new User { Id = id, Username = name, GlobalName = globalName, IsBot = isBot, DmsClosed = dmsClosed, Token = TokenOf(id, name) };
        users.Add(id, user);
        byToken.Add(user.Token, user);
        return user;
    }

    /// <summary>A token of Discord's shape (id in base64, two more parts), the same on every run.</summary>
    private static string TokenOf(ulong id, string name)
    {
        var secret = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox {id} {name}"))).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        return $"{Convert.ToBase64String(Encoding.ASCII.GetBytes(Wire.Id(id))).TrimEnd('=')}.{secret[..6]}.{secret[6..]}";
    }

    private Member Join(Guild guild, User user)
    {
        var member = new Member { User = user, JoinedAt = Time.GetUtcNow() };
        guild.Members.Add(user.Id, member);
        return member;
    }

    private Role NewRole(Guild guild, string name, ulong permissions, bool mentionable, ulong? botId = null)
    {
        var role = new Role
        {
            Id = Mint.Next(SnowflakeMint.ServerSlot),
            Name = name,
            Permissions = permissions,
            Mentionable = mentionable,
            Position = guild.Roles.Count,
            BotId = botId,
        };
        guild.Roles.Add(role.Id, role);
        return role;
    }

    private Channel NewChannel(Guild guild, int type, string name)
    {
        var channel = new Channel
        {
            Id = Mint.Next(SnowflakeMint.ServerSlot),
            Type = type,
            GuildId = guild.Id,
            Name = name,
            Position = guild.Channels.Count,
            Slot = Mint.NextChannelSlot(),
        };
        guild.Channels.Add(channel.Id, channel);
        return channel;
    }
}
