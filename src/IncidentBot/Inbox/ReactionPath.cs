using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>The way of a reaction into the timeline: put on it marks the message, taken off it takes the mark back.</summary>
public sealed class ReactionPath(IncidentStore store, IDiscordApi api, Self self, ThreadBook threads, TimeProvider clock, ILogger<ReactionPath> logger)
{
    public async Task TakeAsync(GatewayEvent gatewayEvent, CancellationToken cancellationToken)
    {
        switch (gatewayEvent)
        {
            case ReactionAdd added when added.UserId != self.Id && added.Member?.User?.Bot != true:
                await PutAsync(added);
                break;

            case ReactionRemove removed when removed.UserId != self.Id:
                await TakeBackAsync(removed.ChannelId, removed.MessageId, mark => mark.By.Value == removed.UserId.Value && mark.Emoji == Name(removed.Emoji));
                break;

            case ReactionRemoveAll all:
                await TakeBackAsync(all.ChannelId, all.MessageId, _ => true);
                break;

            case ReactionRemoveEmoji one:
                await TakeBackAsync(one.ChannelId, one.MessageId, mark => mark.Emoji == Name(one.Emoji));
                break;
        }
    }

    private async Task PutAsync(ReactionAdd added)
    {
        if (await IncidentOfAsync(added.ChannelId) is not { } incident) return;
        var settings = await store.SettingsAsync(incident.Server);
        if (!settings.Reactions.TryGetValue(Name(added.Emoji), out var kind)) return;
        var reference = new MessageRef(new(added.ChannelId.Value), new(added.MessageId.Value));
        var known = await store.CommitAsync(scope => scope.FindMessageAsync(reference.Message));
        var message = known is not null ? QuotedMessage.Of(known) : await MessageReader.ReadAsync(api, reference);
        if (message is null || message.Author.Value == self.Id.Value) return;

        var asker = new Asker(new(added.UserId.Value), clock.GetUtcNow(), settings)
        {
            Roles = [.. (added.Member?.Roles ?? []).Select(r => new ChatRoleId(r.Value))],
            Channel = incident.Channel,
        };
        if (!Domain.Servers.Permissions.May(Verb.Use, asker)) return;
        await store.CommitAsync(async scope =>
        {
            if (added.Member is { User: { } user } member) await scope.SaveAsync(new KnownPerson(asker.Person, member.Nick ?? user.GlobalName ?? user.Username));
            var state = await Desk.StateAsync(scope, (await scope.FindIncidentAsync(incident.Id))!);
            var outcome = Marking.Put(state, new MarkCommand(message, kind, MarkedThrough.Reaction, Name(added.Emoji)), asker);
            if (outcome.Decision is { } decision) await scope.SaveAsync(decision);
            else logger.LogInformation("A reaction marked nothing: {Reason}", outcome.Sentence);
        });
    }

    private async Task TakeBackAsync(Snowflake channel, Snowflake message, Func<Mark, bool> which)
    {
        if (await IncidentOfAsync(channel) is not { } incident) return;
        var settings = await store.SettingsAsync(incident.Server);
        var reference = new MessageRef(new(channel.Value), new(message.Value));
        await store.CommitAsync(async scope =>
        {
            var state = await Desk.StateAsync(scope, (await scope.FindIncidentAsync(incident.Id))!);
            var marks = state.Entries
                .Where(e => e.Source == reference)
                .SelectMany(e => e.Marks.Where(m => m.Through == MarkedThrough.Reaction && which(m)).Select(m => (e.Kind, m.By)))
                .ToList();
            foreach (var (kind, by) in marks)
            {
                var outcome = Marking.TakeBack(state, reference, kind, MarkedThrough.Reaction, new Asker(by, clock.GetUtcNow(), settings) { Channel = incident.Channel });
                if (outcome.Decision is not { } decision) continue;
                state = state.With(decision with { Incident = await scope.SaveAsync(decision) });
            }
        });
    }

    private async Task<Domain.Incidents.Incident?> IncidentOfAsync(Snowflake channel)
    {
        var place = threads.ParentOf(channel) ?? channel;
        return await store.FindIncidentAsync(new ChannelId(place.Value));
    }

    private static string Name(Emoji emoji) => emoji.Id is { } id ? $"{emoji.Name}:{id}" : (emoji.Name ?? "").TrimEnd('\uFE0F');
}
