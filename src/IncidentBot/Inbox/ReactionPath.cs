using IncidentBot.Commands;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Servers;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>The way of a reaction into the timeline: put on it marks the message, taken off it takes the mark back.</summary>
public sealed class ReactionPath(IncidentStore store, IDiscordApi api, Self self, ThreadBook threads, TimeProvider clock, ILogger<ReactionPath> logger)
{
    private long heard;

    /// <summary>Grows with each reaction that is heard of, put on or taken off: whoever reads reactions from Discord can tell whether others came in between.</summary>
    public long Heard => Volatile.Read(ref heard);

    public async Task TakeAsync(GatewayEvent gatewayEvent, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref heard);
        switch (gatewayEvent)
        {
            case ReactionAdd added when added.UserId != self.Id && added.Member?.User?.Bot != true:
                if (await IncidentOfAsync(added.ChannelId) is { } incident)
                {
                    var settings = await store.SettingsAsync(incident.Server, cancellationToken);
                    await PutAsync(incident, settings, new(new(added.ChannelId.Value), new(added.MessageId.Value)), added.Emoji, added.Member?.User ?? new User { Id = added.UserId }, added.Member);
                }

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

    /// <summary>A reaction as it is compared and stored: the character, or name and id of a server's own.</summary>
    public static string Name(Emoji emoji) => emoji.Id is { } id ? $"{emoji.Name}:{id}" : (emoji.Name ?? "").TrimEnd('\uFE0F');

    /// <summary>Somebody's reaction marks a message, if it means something here and they may.</summary>
    /// <param name="user">Who reacted; an account whose name is not known has an empty one.</param>
    /// <param name="member">The same on the server; null: not known, then they have no chat roles.</param>
    /// <returns>Whether it marked something.</returns>
    public async Task<bool> PutAsync(Incident incident, ServerSettings settings, MessageRef reference, Emoji emoji, User user, Member? member)
    {
        if (!settings.Reactions.TryGetValue(Name(emoji), out var kind)) return false;
        var (known, redacted) = await store.CommitAsync(async scope => (await scope.FindMessageAsync(reference.Message), await scope.IsRedactedAsync(reference.Message)));
        if (redacted) return false;
        var message = known is not null ? QuotedMessage.Of(known) : await ReadOrOweAsync(incident, reference);
        if (message is null || message.Author.Value == self.Id.Value) return false;

        var asker = new Asker(new(user.Id.Value), clock.GetUtcNow(), settings)
        {
            Roles = [.. (member?.Roles ?? []).Select(r => new ChatRoleId(r.Value))],
            Channel = incident.Channel,
        };
        if (!Domain.Servers.Permissions.May(Verb.Use, asker)) return false;

        // Over REST they come without the name they have on this server: one that is known already is the better one.
        var isNamed = member is null && (await store.NamesAsync([asker.Person])).Count > 0;
        return await store.CommitAsync(async scope =>
        {
            if (user.Username.Length > 0 && (member is not null || !isNamed)) await scope.SaveAsync(new KnownPerson(asker.Person, member?.Nick ?? user.GlobalName ?? user.Username));
            var state = await Desk.StateAsync(scope, (await scope.FindIncidentAsync(incident.Id))!);
            var outcome = Marking.Put(state, new MarkCommand(message, kind, MarkedThrough.Reaction, Name(emoji)), asker);
            if (outcome.Decision is { } decision) await scope.SaveAsync(decision);
            else logger.LogInformation("A reaction marked nothing: {Reason}", outcome.Sentence);
            return outcome.Decision is not null;
        });
    }

    /// <summary>Takes back the marks that reactions made on a message.</summary>
    public Task TakeBackAsync(Incident incident, ServerSettings settings, MessageRef reference, Func<Mark, bool> which) => store.CommitAsync(async scope =>
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

    private async Task TakeBackAsync(Snowflake channel, Snowflake message, Func<Mark, bool> which)
    {
        if (await IncidentOfAsync(channel) is not { } incident) return;
        await TakeBackAsync(incident, await store.SettingsAsync(incident.Server), new(new(channel.Value), new(message.Value)), which);
    }

    // A message that was never heard of. When Discord cannot say just now what it is, the incident is compared later on, and the reaction with it.
    private async Task<QuotedMessage?> ReadOrOweAsync(Incident incident, MessageRef reference)
    {
        try
        {
            return await MessageReader.ReadAsync(api, reference);
        }
        catch (DiscordApiException e)
        {
            logger.LogWarning("A message that somebody reacted to could not be read; it is looked for later: {Reason}", e.Reason);
            var now = clock.GetUtcNow();
            if (incident.IsOpen) await store.CommitAsync(scope => scope.OweReconciliationAsync(incident.Id, now, now));
            return null;
        }
    }

    private async Task<Incident?> IncidentOfAsync(Snowflake channel)
    {
        var place = threads.ParentOf(channel) ?? channel;
        return await store.FindIncidentAsync(new ChannelId(place.Value));
    }
}
