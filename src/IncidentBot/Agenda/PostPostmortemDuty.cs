using System.Collections.Immutable;
using IncidentBot.Attachments;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Options;
using IncidentBot.Postmortem;
using IncidentBot.Reconcile;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Posts the postmortem, whole and readable, over as many messages as it needs; once posted, brings those messages into step with the record. What is posted is
/// committed message by message, so that a kill in between leaves the rest to the next start.
/// </summary>
public sealed class PostPostmortemDuty(Voice voice, IncidentStore store, CommonChannels channels, IncidentReader incidents, AttachmentFolder folder, BotOptions options) : IDuty
{
    public Type Kind => typeof(PostPostmortem);

    public bool ReadsTalk => true;

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Status != IncidentStatus.Resolved && file.Incident.PostmortemMessages.IsEmpty) return DutyResult.Done;

        // When it matters most the record is complete: an event that never arrived is made up for. Once, and not for long.
        if (file.Incident is { PostmortemMessages.IsEmpty: true, Milestones.Resolved: { } resolved } && item.Attempts == 1
            && await incidents.CompareNewestAsync(file.Incident, resolved, cancellationToken) is not false)
        {
            file = await store.LoadFileAsync(item.Incident, cancellationToken) ?? file;
        }

        var document = PostmortemComposer.Compose(file);
        var parts = DiscordRenderer.Render(document);
        var posted = file.Incident.PostmortemMessages.ToList();
        var isNew = posted.Count == 0;
        var channel = isNew ? await PlaceAsync(file, cancellationToken) : posted[0].Channel;
        if (channel is not { } place) return DutyResult.Impossible("there is no channel for it; `/postmortem export` gives the files");

        for (var n = 0; n < parts.Count; n++)
        {
            var files = n == 0 ? await PostmortemFiles.AttachmentsAsync(file, document, folder, cancellationToken) : [];
            var buttons = PostmortemButtons.Under(file.Incident.Id, document, parts[n]);
            if (n < posted.Count)
            {
                try
                {
                    await voice.EditAsync(
                        posted[n],
                        new MessageEdit { Content = parts[n], Components = buttons, AllowedMentions = AllowedMentions.None, Files = files, KeepAttachments = n == 0 ? [] : null },
                        cancellationToken);
                    continue;
                }
                catch (DiscordApiException e) when (e.IsGone)
                {
                    // Deleted by hand: what is left of it is taken away, and the whole is posted anew in order.
                    await DeleteAsync(posted, cancellationToken);
                    posted.Clear();
                    await KeepAsync(file.Incident, [], isFirst: false, cancellationToken);
                    return DutyResult.NotYet(TimeSpan.FromSeconds(1), "a part of the posted postmortem was deleted; it is posted anew");
                }
                catch (DiscordApiException e) when (e.Code == DiscordErrorCode.MaximumEditsOfOldMessage)
                {
                    return DutyResult.NotYet(TimeSpan.FromMinutes(1), e.Reason);
                }
            }

            posted.Add(await PostAsync(item, place, parts[n], buttons, files, $"pm-{item.Id}-{n}", n == 0 ? file.Incident.Name : null, cancellationToken));
            var isFirst = isNew && posted.Count == 1;
            await KeepAsync(file.Incident, [.. posted], isFirst, cancellationToken);
        }

        var surplus = posted.Skip(parts.Count).ToList();
        await DeleteAsync(surplus, cancellationToken);
        ImmutableArray<MessageRef> final = [.. posted.Take(parts.Count)];
        return DutyResult.DoneWith((Incident now) => now with { PostmortemMessages = final });
    }

    // Where files are not allowed, the words are still worth posting.
    private async Task<MessageRef> PostAsync(AgendaItem item, ChannelId place, string text, IReadOnlyList<Component> buttons, IReadOnlyList<MessageFile> files, string nonce, string? heading, CancellationToken cancellationToken)
    {
        // The record may have changed since the first part was posted, and the text with it; it is the heading that tells whose it is.
        Func<Message, bool>? isIt = heading is null ? null : posted => posted.Content == text || posted.Content.StartsWith($"# Postmortem: {heading} ", StringComparison.Ordinal);
        var message = new OutgoingMessage { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None, Files = files };
        try
        {
            return await voice.PostAsync(item, place, message, nonce, cancellationToken, isIt);
        }
        catch (DiscordApiException e) when (files.Count > 0 && e.Status is System.Net.HttpStatusCode.Forbidden)
        {
            return await voice.PostAsync(item, place, message with { Files = [] }, nonce, cancellationToken, isIt);
        }
    }

    // Private incidents and drills stay among those concerned.
    private async Task<ChannelId?> PlaceAsync(IncidentFile file, CancellationToken cancellationToken) =>
        file.Incident.IsPrivate || file.Incident.IsDrill
            ? file.Incident.Channel
            : await channels.FindOrMakeAsync(file.Incident.Server, file.Settings.PostmortemChannel, options.Channels.Postmortems, "What is learned from incidents", cancellationToken);

    /// <param name="isFirst">The first part of a postmortem that is new: with it, it is owed to tell of it, so that nothing in between can lose that.</param>
    private Task KeepAsync(Incident incident, ImmutableArray<MessageRef> posted, bool isFirst, CancellationToken cancellationToken) => store.CommitAsync(
        async scope =>
        {
            if (await scope.FindIncidentAsync(incident.Id) is not { } now) return;
            await scope.SaveAsync(new Decision(now with { PostmortemMessages = posted }, "")
            {
                Owes = isFirst && now.Channel is not null
                    ? [new TellOfPostmortem(), new ShowCard(), new Announce()]
                    : [],
            });
        },
        cancellationToken);

    private async Task DeleteAsync(IReadOnlyList<MessageRef> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            try
            {
                await voice.DeleteAsync(message, cancellationToken);
            }
            catch (DiscordApiException e) when (e.IsGone)
            {
                // Gone already.
            }
        }
    }
}
