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
    private const string HeadingOf = "# Postmortem: ";

    public Type Kind => typeof(PostPostmortem);

    public bool ReadsTalk => true;

    public async Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        if (file.Incident.Status != IncidentStatus.Resolved && file.Incident.PostmortemMessages.IsEmpty) return DutyResult.Done;

        // When it matters most the record is complete: an event that never arrived is made up for. Once, and not for long.
        if (file.Incident is { PostmortemMessages.IsEmpty: true, Milestones.Resolved: { } resolved } && item.Attempts == 1
            && await incidents.CompareNewestAsync(file.Incident, resolved, cancellationToken) is not false)
        {
            file = await store.LoadFileAsync(file.Incident.Id, cancellationToken) ?? file;
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
            if (n < posted.Count)
            {
                try
                {
                    await EditAsync(posted[n], n, parts[n], files, cancellationToken);
                    continue;
                }
                catch (DiscordApiException e) when (e.IsGone)
                {
                    // Deleted by hand: what is left of it is taken away, and the whole is posted anew in order.
                    await DeleteAsync(posted, cancellationToken);
                    posted.Clear();
                    await KeepAsync(file.Incident, [], link: null, cancellationToken);
                    return DutyResult.NotYet(TimeSpan.FromSeconds(1), "a part of the posted postmortem was deleted; it is posted anew");
                }
                catch (DiscordApiException e) when (e.Code == DiscordErrorCode.MaximumEditsOfOldMessage)
                {
                    return DutyResult.NotYet(TimeSpan.FromMinutes(1), e.Reason);
                }
            }

            var isIt = n == 0 ? IsFirst(file.Incident, parts[n]) : IsFurther(posted[n - 1], parts, n);
            posted.Add(await PostAsync(item, place, parts[n], files, $"pm-{item.Id}-{n}", isIt, cancellationToken));
            var isFirst = isNew && posted.Count == 1;
            await KeepAsync(file.Incident, [.. posted], isFirst ? file.LinkTo(posted[0]) : null, cancellationToken);

            // It may be one that had been posted before, with what the record said then.
            if (item.Attempts > 1) await EditAsync(posted[n], n, parts[n], files, cancellationToken);
        }

        var surplus = posted.Skip(parts.Count).ToList();
        await DeleteAsync(surplus, cancellationToken);
        ImmutableArray<MessageRef> final = [.. posted.Take(parts.Count)];
        return DutyResult.DoneWith((Incident now) => now with { PostmortemMessages = final });
    }

    private Task EditAsync(MessageRef message, int part, string text, IReadOnlyList<MessageFile> files, CancellationToken cancellationToken) => voice.EditAsync(
        message, new MessageEdit { Content = text, AllowedMentions = AllowedMentions.None, Files = files, KeepAttachments = part == 0 ? [] : null }, cancellationToken);

    // The record may have changed since it was posted, and the text with it; it is the heading that tells whose it is.
    private static Func<Message, bool> IsFirst(Incident incident, string text) =>
        posted => posted.Content == text || posted.Content.StartsWith(HeadingOf + incident.Name + ' ', StringComparison.Ordinal);

    // A further part has no heading of its own. It stands after the one before it, and most of what it says is in this postmortem, as it reads now.
    private static Func<Message, bool> IsFurther(MessageRef before, IReadOnlyList<string> parts, int part)
    {
        var lines = parts.SelectMany(Lines).ToHashSet(StringComparer.Ordinal);
        return posted =>
        {
            if (posted.Id.Value <= before.Message.Value || posted.Content.StartsWith(HeadingOf, StringComparison.Ordinal)) return false;
            var said = Lines(posted.Content).ToList();
            return posted.Content == parts[part] || said.Count(lines.Contains) * 2 > said.Count;
        };

        static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    // Where files are not allowed, the words are still worth posting.
    private async Task<MessageRef> PostAsync(AgendaItem item, ChannelId place, string text, IReadOnlyList<MessageFile> files, string nonce, Func<Message, bool> isIt, CancellationToken cancellationToken)
    {
        var message = new OutgoingMessage { Content = text, AllowedMentions = AllowedMentions.None, Files = files };
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

    /// <param name="link">Of a postmortem that is new: with its first part it is owed to tell of it, so that nothing in between can lose that.</param>
    private Task KeepAsync(Incident incident, ImmutableArray<MessageRef> posted, string? link, CancellationToken cancellationToken) => store.CommitAsync(
        async scope =>
        {
            if (await scope.FindIncidentAsync(incident.Id) is not { } now) return;
            await scope.SaveAsync(new Decision(now with { PostmortemMessages = posted }, "")
            {
                Owes = link is not null && now.Channel is not null
                    ? [new Tell($"The postmortem is posted: {link}\nCorrect the record here (`/incident`, `/timeline`, `/action`, `/postmortem edit`) and it follows."), new ShowCard(), new Announce()]
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
