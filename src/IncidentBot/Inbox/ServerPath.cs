using IncidentBot.Agenda;
using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Reconcile;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>What happens to servers, channels, roles and people's names.</summary>
public sealed class ServerPath(
    IncidentStore store, IDiscordApi api, GuildBook guilds, AwaitedMending mending, ThreadBook threads, NewChannels newChannels, Self self, CommandRegistrar registrar, Readiness readiness, CatchUp catchUp, TimeProvider clock, ILogger<ServerPath> logger)
{
    public async Task TakeAsync(GatewayEvent gatewayEvent, CancellationToken cancellationToken)
    {
        switch (gatewayEvent)
        {
            case Ready ready:
                self.Is(ready.User, ready.ApplicationId);
                logger.LogInformation("Connected to Discord as {Name}, on {Count} server(s)", ready.User.Username, ready.GuildIds.Count);
                await registrar.RegisterAsync(cancellationToken);
                await catchUp.OweAsync(ready.Shard, ready.ShardCount, cancellationToken);
                readiness.Now();
                break;

            case Resumed:
                logger.LogInformation("The connection to Discord went on where it was");
                catchUp.Wake();
                readiness.Now();
                break;

            case SessionLost lost:
                logger.LogWarning("The connection to Discord was lost since {Since:u}; what was said since then is read now", lost.Since);
                catchUp.Lost(lost);
                break;

            case GuildCreate { Guild: var guild }:
                guilds.Put(guild);
                foreach (var thread in guild.Threads) threads.Put(thread);
                await RememberRolesAsync(guild, cancellationToken);
                await MissChannelsAsync(guild, cancellationToken);
                break;

            case GuildUpdate { Guild: var guild }:
                guilds.Update(guild);
                break;

            case GuildDelete { Unavailable: false } gone:
                guilds.Remove(gone.GuildId);
                break;

            case ChannelCreate { Channel: var channel }:
                guilds.Put(channel);
                await RecognizeAsync(channel, cancellationToken);
                break;

            case ChannelUpdate { Channel: var channel }:
                guilds.Put(channel);
                await MayBeMendedAsync(channel.GuildId, surely: false, cancellationToken);
                break;

            case ChannelDelete { Channel: var channel }:
                if (channel.GuildId is { } guildId) guilds.RemoveChannel(guildId, channel.Id);
                await ChannelGoneAsync(new(channel.Id.Value), cancellationToken);
                await MayBeMendedAsync(channel.GuildId, surely: false, cancellationToken);
                break;

            case ThreadCreate { Thread: var thread }:
                threads.Put(thread);
                break;

            case ThreadUpdate { Thread: var thread }:
                // Also how an archived thread comes back that was not known before.
                threads.Put(thread);
                break;

            case ThreadDelete deleted:
                await ThreadGoneAsync(deleted, cancellationToken);
                threads.Remove(deleted.ThreadId);
                break;

            case RoleCreate created:
                guilds.Put(created.GuildId, created.Role);
                break;

            case RoleUpdate updated:
                guilds.Put(updated.GuildId, updated.Role);
                await MayBeMendedAsync(updated.GuildId, surely: true, cancellationToken);
                break;

            // Another role for the bot itself.
            case MemberUpdate { Member.User: { } user } updated when user.Id == self.Id:
                await MayBeMendedAsync(updated.GuildId, surely: true, cancellationToken);
                break;

            case RoleDelete deleted:
                guilds.RemoveRole(deleted.GuildId, deleted.RoleId);
                break;
        }
    }

    /// <summary>
    /// A session that goes on after a restart tells nothing of the channels and threads there are: those that talk is to be heard in are asked for before what was
    /// missed is heard.
    /// </summary>
    /// <param name="since">Up to when everything was heard. Where the threads cannot be asked for, the incidents are compared from there on.</param>
    public async Task RecallPlacesAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var servers = await RecallNewChannelsAsync(cancellationToken);
        foreach (var id in store.OpenIncidentChannels.Values)
        {
            if (await store.FindIncidentAsync(id, cancellationToken) is { } incident) servers.Add(incident.Server);
        }

        foreach (var server in servers)
        {
            try
            {
                foreach (var thread in await api.GetActiveThreadsAsync(new(server.Value), cancellationToken)) threads.Put(thread);
            }
            catch (DiscordApiException e)
            {
                logger.LogWarning("The threads of a server could not be read; what was said in them is looked for later: {Reason}", e.Reason);
                await catchUp.OweAsync(since, incident => incident.Server == server, cancellationToken);
            }
        }
    }

    // Discord may have made a channel just before the bot ended, and people talk in it since.
    private async Task<HashSet<ServerId>> RecallNewChannelsAsync(CancellationToken cancellationToken)
    {
        var servers = (await store.OpenWithoutChannelAsync(cancellationToken)).Select(incident => incident.Server).ToHashSet();
        foreach (var server in servers)
        {
            try
            {
                foreach (var channel in await api.GetGuildChannelsAsync(new(server.Value), cancellationToken)) await RecognizeAsync(channel with { GuildId = new(server.Value) }, cancellationToken);
            }
            catch (DiscordApiException e)
            {
                logger.LogWarning("The channels of a server could not be read; of what is said in one that was just made, the newest is read once it is known: {Reason}", e.Reason);
            }
        }

        return servers;
    }

    // It may be an incident's that the record does not know yet. Its topic tells, from the first message on.
    private async Task RecognizeAsync(Channel channel, CancellationToken cancellationToken)
    {
        if (channel is not { GuildId: { } server, Topic: { Length: > 0 } topic } || OpenChannelDuty.NumberIn(topic) is not { } number) return;
        if (await store.FindIncidentAsync(new ServerId(server.Value), number, cancellationToken) is { IsOpen: true, Channel: null } incident && OpenChannelDuty.Topic(incident) == topic)
            newChannels.Put(channel.Id, incident.Id);
    }

    // A permission was given, or room was made: a channel that could not be made is tried at once.
    private async Task MayBeMendedAsync(Snowflake? guild, bool surely, CancellationToken cancellationToken)
    {
        if (guild is { } id && mending.MayBeMended(new(id.Value), surely)) await store.HastenAsync<Domain.OpenChannel>(new(id.Value), cancellationToken);
    }

    // What was deleted while nobody listened: a server's list of channels is complete.
    private async Task MissChannelsAsync(Guild guild, CancellationToken cancellationToken)
    {
        if (guild.Unavailable) return;
        var present = guild.Channels.Select(c => new ChannelId(c.Id.Value)).ToHashSet();
        foreach (var (channel, id) in store.OpenIncidentChannels)
        {
            if (!present.Contains(channel) && await store.FindIncidentAsync(id, cancellationToken) is { } incident && incident.Server.Value == guild.Id.Value)
                await ChannelGoneAsync(channel, cancellationToken);
        }
    }

    private Task RememberRolesAsync(Guild guild, CancellationToken cancellationToken) => store.CommitAsync(
        async scope =>
        {
            foreach (var role in guild.Roles) await scope.SaveRoleNameAsync(new(guild.Id.Value), new(role.Id.Value), role.Name);
            foreach (var member in guild.Members)
            {
                if (member.User is { } user) await scope.SaveAsync(new KnownPerson(new(user.Id.Value), member.Nick ?? user.GlobalName ?? user.Username));
            }
        },
        cancellationToken);

    // With a thread go its messages; nothing is heard of each.
    private async Task ThreadGoneAsync(ThreadDelete deleted, CancellationToken cancellationToken)
    {
        if (deleted.ParentId is not { } parent || await store.FindIncidentAsync(new ChannelId(parent.Value), cancellationToken) is not { } incident) return;
        var now = clock.GetUtcNow();
        var gone = await store.HeardAfterAsync(incident.Id, new(deleted.ThreadId.Value), default, cancellationToken);
        await store.SaveBatchAsync(new TalkBatch { Deletions = [.. gone.Select(m => new TalkDeletion(m.Id, Instants.Later(now, m.SaidAt)))] }, cancellationToken);
    }

    // An incident whose channel was deleted by hand goes on: the record says so, and an open one gets a new channel.
    private Task ChannelGoneAsync(ChannelId channel, CancellationToken cancellationToken) => store.CommitAsync(
        async scope =>
        {
            if (await scope.FindIncidentAsync(channel) is { } incident)
                await scope.SaveAsync(ChannelLost.Decide(incident, channel, clock.GetUtcNow()));
        },
        cancellationToken);
}
