using System.Text.Json.Nodes;
using IncidentBot.Sandbox.Gateway;

namespace IncidentBot.Sandbox.World;

public sealed partial class SandboxWorld
{
    internal Channel CreateChannel(int type, string name, Action<Channel> fill)
    {
        var channel = NewChannel(Guild, type, name);
        channel.Position = Guild.Channels.Values.Where(c => !c.IsThread).Max(c => c.Position) + 1;
        fill(channel);
        AnnounceChannel("CHANNEL_CREATE", channel);
        return channel;
    }

    /// <summary>Channel events go to every bot of the server, whether it may see the channel or not; thread events only to those who see it.</summary>
    internal void AnnounceChannel(string type, Channel channel, bool newlyCreated = false) =>
        Gateway.Dispatch(type, session =>
        {
            if (!session.Wants(Intent.Guilds)) return null;
            if (channel.IsThread && !PermissionsOf(session.User, channel).Has(Permission.ViewChannel)) return null;
            if (!session.User.IsBot && !PermissionsOf(session.User, channel).Has(Permission.ViewChannel)) return null;
            var json = Wire.Channel(channel, session.User);
            if (newlyCreated) json["newly_created"] = true;
            return json;
        });

    internal void DeleteChannel(Channel channel)
    {
        foreach (var thread in Guild.Channels.Values.Where(c => c.IsThread && c.ParentId == channel.Id).ToList()) Guild.Channels.Remove(thread.Id);
        foreach (var child in Guild.Channels.Values.Where(c => !c.IsThread && c.ParentId == channel.Id).ToList())
        {
            child.ParentId = null;
            AnnounceChannel("CHANNEL_UPDATE", child);
        }

        if (channel.IsThread)
        {
            // The message it was started from can start another.
            if (Guild.Channels.TryGetValue(channel.ParentId ?? 0, out var parent) && parent.Find(channel.Id) is { } from)
            {
                from.StartedThread = null;
                from.Flags &= ~MessageFlag.HasThread;
            }

            Gateway.Dispatch("THREAD_DELETE", session => session.Wants(Intent.Guilds) ? new JsonObject
            {
                ["id"] = Wire.Id(channel.Id),
                ["guild_id"] = Wire.Id(Guild.Id),
                ["parent_id"] = Wire.Id(channel.ParentId),
                ["type"] = channel.Type,
            } : null);
        }
        else
        {
            AnnounceChannel("CHANNEL_DELETE", channel);
        }

        Guild.Channels.Remove(channel.Id);
    }

    internal Channel CreateThread(Channel parent, User owner, int type, string name, Message? from, int? slowmode, Action<ThreadState> fill)
    {
        var now = Time.GetUtcNow();
        var state = new ThreadState { OwnerId = owner.Id, CreatedAt = now, ArchiveChangedAt = now };
        fill(state);
        var slot = Mint.NextChannelSlot();
        var thread = new Channel
        {
            Id = from?.Id ?? Mint.Next(parent.Slot),
            Type = type,
            GuildId = Guild.Id,
            Name = name,
            ParentId = parent.Id,
            Thread = state,
            RateLimitPerUser = slowmode ?? 0,
            Slot = slot,
        };
        state.Members.Add(owner.Id, now);
        Guild.Channels.Add(thread.Id, thread);
        if (from is not null)
        {
            from.StartedThread = thread;
            from.Flags |= MessageFlag.HasThread;
        }

        AnnounceChannel("THREAD_CREATE", thread, newlyCreated: true);
        if (from is not null) AnnounceEdit(from);
        return thread;
    }

    internal void AnnounceThreadMembers(Channel thread, IReadOnlyList<ulong> added, IReadOnlyList<ulong> removed) =>
        Gateway.Dispatch("THREAD_MEMBERS_UPDATE", session =>
        {
            // Without the members intent a bot hears only of itself (Gateway Events: Thread Members Update).
            if (!session.Wants(Intent.Guilds) || !PermissionsOf(session.User, thread).Has(Permission.ViewChannel)) return null;
            if (!session.Wants(Intent.GuildMembers) && !added.Contains(session.User.Id) && !removed.Contains(session.User.Id)) return null;
            return new JsonObject
            {
                ["id"] = Wire.Id(thread.Id),
                ["guild_id"] = Wire.Id(Guild.Id),
                ["member_count"] = thread.Thread!.Members.Count,
                ["added_members"] = Wire.Array(added, id =>
                {
                    var json = Wire.ThreadMember(thread.Id, id, thread.Thread.Members[id]);
                    json["member"] = Wire.Member(Guild.Members[id]);
                    json["presence"] = null;
                    return json;
                }),
                ["removed_member_ids"] = Wire.Ids(removed),
            };
        });

    /// <summary>The direct-message channel of two accounts, made when it does not exist. Under <see cref="Gate"/>.</summary>
    public Channel OpenDm(User one, User other)
    {
        var existing = dms.Values.FirstOrDefault(d => d.Recipients.Contains(one) && d.Recipients.Contains(other));
        if (existing is not null) return existing;
        var dm = new Channel { Id = Mint.Next(SnowflakeMint.UserSlot), Type = ChannelType.Dm, Slot = Mint.NextChannelSlot() };
        dm.Recipients.Add(one);
        dm.Recipients.Add(other);
        dms.Add(dm.Id, dm);
        return dm;
    }

    internal IEnumerable<Channel> DmChannelsOf(User user) => dms.Values.Where(d => d.Recipients.Contains(user));

    internal void AnnounceGuild(string type, int intent, Func<JsonObject> render) =>
        Gateway.Dispatch(type, session => session.Wants(intent) && Guild.Members.ContainsKey(session.User.Id) ? render() : null);

    internal Role CreateRole(string name)
    {
        var role = NewRole(Guild, name, 0, mentionable: false);
        // A new role stands at the bottom, above @everyone.
        foreach (var other in Guild.Roles.Values.Where(r => r.Id != Guild.Id)) other.Position++;
        role.Position = 1;
        return role;
    }

    internal void AnnounceRole(string type, Role role) =>
        AnnounceGuild(type, Intent.Guilds, () => new JsonObject { ["guild_id"] = Wire.Id(Guild.Id), ["role"] = Wire.Role(role) });

    internal void AnnounceMember(Member member) =>
        AnnounceGuild("GUILD_MEMBER_UPDATE", Intent.GuildMembers, () =>
        {
            var json = Wire.Member(member);
            json["guild_id"] = Wire.Id(Guild.Id);
            return json;
        });
}
