using System.Collections.Immutable;
using System.Net;
using IncidentBot.Attachments;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Postmortems.Rendering;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Words;
using IncidentBot.Postmortem;
using IncidentBot.Reconcile;
using IncidentBot.Servers;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>
/// Posts the postmortem, whole and readable: an opening with its summary, its files and links, and the parts in a thread under it, or all of it in a post of a forum.
/// Once posted, it is brought into step with the record. What is posted is committed message by message, so that a kill in between leaves the rest to the next start.
/// </summary>
public sealed class PostPostmortemDuty(
    IDiscordApi api, Voice voice, IncidentStore store, CommonChannels channels, ForumTags tags, PostedParts parts, IncidentReader incidents, AttachmentFolder folder) : IDuty
{
    /// <summary>Discord's limit for the name of a thread.</summary>
    private const int LongestName = 100;

    /// <summary>Room for the line that tells whose part it is, where parts stand among other things.</summary>
    private const int MarkLength = 40;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

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

        return await BringIntoStepAsync(item, file, cancellationToken);
    }

    private async Task<DutyResult> BringIntoStepAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var document = PostmortemComposer.Compose(file);
        var files = await PostmortemFiles.AttachmentsAsync(file, document, folder, cancellationToken);
        var isFrozen = document.Stage == PostmortemStage.Published;
        var post = DiscordPost.Of(document, files.Note, spare: MarkLength);
        var posted = incident.PostmortemMessages;
        if (posted.IsEmpty)
        {
            if (await OpenAsync(item, file, post.Opening([]), Under(post.OpeningHeadings), files.Files, cancellationToken) is not { } opening) return DutyResult.Impossible("there is no channel for it; `/postmortem export` gives the files");
            posted = [opening];
            await KeepAsync(incident, posted, isFirst: true, cancellationToken);
        }
        else if (await api.GetMessageAsync(new(posted[0].Channel.Value), new(posted[0].Message.Value), cancellationToken) is null)
        {
            await ClearAsync(posted, cancellationToken);
            await KeepAsync(incident, [], isFirst: false, cancellationToken);
            return DutyResult.NotYet(AtOnce, "the posted postmortem was deleted; it is posted anew");
        }

        var thread = await UnarchiveAsync(posted[0], cancellationToken);
        if (thread is null && posted.Length > 1 && posted[1].Channel != posted[0].Channel)
        {
            // The thread was deleted by hand, and all that stood in it.
            posted = [posted[0]];
            await KeepAsync(incident, posted, isFirst: false, cancellationToken);
        }

        var place = await PlaceOfPartsAsync(incident, posted, thread, cancellationToken);
        var isThread = place.Value == posted[0].Message.Value;
        var mark = $"\n-# {incident.Name}, part ";
        PostedPart[] wanted = [.. post.Parts.Select((part, n) => new PostedPart(isThread ? part.Text : $"{part.Text}{mark}{n + 1}", Under(part.Headings)))];
        if (await parts.BringIntoStepAsync(
                item,
                place,
                posted,
                wanted,
                all: incident.Postmortem.PostedFrozen != isFrozen,
                said => isThread || said.Content.Contains(mark, StringComparison.Ordinal),
                now => KeepAsync(incident, now, isFirst: false, cancellationToken),
                cancellationToken) is not { } standing) return DutyResult.NotYet(AtOnce, "a part of the posted postmortem was deleted; it is posted anew");
        posted = standing;

        Uri[] links = [.. posted.Skip(1).Select(part => new Uri(file.LinkTo(part)))];
        await EditOpeningAsync(posted[0], post.Opening(links), Under(post.OpeningHeadings), files.Files, cancellationToken);
        var trouble = await DressAsync(incident, thread, cancellationToken);
        return DutyResult.DoneWith(state => new Decision(
            state.Incident with { PostmortemMessages = posted, PostmortemTagsTold = trouble is not null, Postmortem = state.Incident.Postmortem with { PostedFrozen = isFrozen } }, "")
        {
            Owes = trouble is not null && state.Incident is { PostmortemTagsTold: false, Channel: not null } ? [new Tell($"-# {trouble}.")] : [],
        });

        IReadOnlyList<Component> Under(IEnumerable<string> headings) => PostmortemButtons.Under(incident.Id, document, headings);
    }

    /// <summary>Posts the opening. Null when there is no place for it.</summary>
    private async Task<MessageRef?> OpenAsync(AgendaItem item, IncidentFile file, string text, IReadOnlyList<Component> buttons, IReadOnlyList<MessageFile> files, CancellationToken cancellationToken)
    {
        var incident = file.Incident;
        var message = new OutgoingMessage { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None, Files = files };

        // Private incidents and drills stay among those concerned.
        if (incident.IsPrivate || incident.IsDrill) return incident.Channel is { } own ? await PostAsync(own) : null;

        var channel = await channels.PostmortemsAsync(file.Settings, cancellationToken);
        var place = new ChannelId(channel.Id.Value);
        if (channel.Type != ChannelType.GuildForum) return await PostAsync(place);

        // What a forum offers changes; it is asked as it is now.
        var forum = await api.GetChannelAsync(channel.Id, cancellationToken) ?? channel;
        var post = new NewForumPost { Name = NameOf(incident), Message = message, AppliedTags = (await tags.ChooseAsync(forum, present: null, incident, cancellationToken)).Tags };
        return await WithoutFilesIfForbiddenAsync(message, given => voice.OpenPostAsync(item, incident.Server, place, post with { Message = given }, Key(incident), $"{incident.Name} is resolved", cancellationToken));

        // The record may have changed since the opening was posted, and the text with it; it is the heading that tells whose it is.
        Task<MessageRef> PostAsync(ChannelId where) => WithoutFilesIfForbiddenAsync(message, given => voice.PostAsync(
            item, where, given, $"pm-{item.Id}-0", cancellationToken, said => said.Content == text || said.Content.StartsWith($"# Postmortem: {incident.Name} ", StringComparison.Ordinal)));
    }

    // Where files are not allowed, the words are still worth posting.
    private static async Task<MessageRef> WithoutFilesIfForbiddenAsync(OutgoingMessage message, Func<OutgoingMessage, Task<MessageRef>> post)
    {
        try
        {
            return await post(message);
        }
        catch (DiscordApiException e) when (message.Files.Count > 0 && e.Status is HttpStatusCode.Forbidden)
        {
            return await post(message with { Files = [] });
        }
    }

    private async Task EditOpeningAsync(MessageRef opening, string text, IReadOnlyList<Component> buttons, IReadOnlyList<MessageFile> files, CancellationToken cancellationToken)
    {
        var edit = new MessageEdit { Content = text, Components = buttons, AllowedMentions = AllowedMentions.None, Files = files, KeepAttachments = [] };
        try
        {
            await voice.EditAsync(opening, edit, cancellationToken);
        }
        catch (DiscordApiException e) when (files.Count > 0 && e.Status is HttpStatusCode.Forbidden)
        {
            await voice.EditAsync(opening, edit with { Files = [], KeepAttachments = null }, cancellationToken);
        }
    }

    /// <summary>In the post or thread itself; in the channel where no thread may be made, or where parts were posted before there was one.</summary>
    private async Task<ChannelId> PlaceOfPartsAsync(Incident incident, ImmutableArray<MessageRef> posted, Channel? thread, CancellationToken cancellationToken)
    {
        if (posted.Length > 1) return posted[1].Channel;
        if (thread is not null) return new(thread.Id.Value);
        try
        {
            return await voice.ThreadUnderAsync(posted[0], new NewThread { Name = NameOf(incident) }, $"{incident.Name} is resolved", cancellationToken);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden)
        {
            return posted[0].Channel;
        }
    }

    /// <summary>The post or thread as it was found, null when there is none. In an archived one nothing can be edited (50083): it is opened first.</summary>
    private async Task<Channel?> UnarchiveAsync(MessageRef opening, CancellationToken cancellationToken)
    {
        var found = await api.GetChannelAsync(new(opening.Message.Value), cancellationToken);
        if (found?.ThreadMetadata is { Archived: true }) await api.ModifyThreadAsync(found.Id, new ThreadChanges { Archived = false }, "Bringing the postmortem up to date", cancellationToken);
        return found;
    }

    /// <summary>Gives the post its name and tags, and closes it again where it was closed.</summary>
    /// <returns>What is wrong with the tags; null when nothing is.</returns>
    private async Task<string?> DressAsync(Incident incident, Channel? thread, CancellationToken cancellationToken)
    {
        if (thread?.ParentId is not { } parent) return null;
        var changes = new ThreadChanges
        {
            Name = thread.Name == NameOf(incident) ? null : NameOf(incident),
            Archived = thread.ThreadMetadata is { Archived: true } ? true : null,
        };
        string? trouble = null;
        if (await api.GetChannelAsync(parent, cancellationToken) is { Type: ChannelType.GuildForum } forum)
        {
            var choice = await tags.ChooseAsync(forum, thread.AppliedTags, incident, cancellationToken);
            trouble = choice.Trouble;
            if (!choice.Tags.SequenceEqual(thread.AppliedTags)) changes = changes with { AppliedTags = choice.Tags };
        }

        if (changes != new ThreadChanges()) await api.ModifyThreadAsync(thread.Id, changes, "Bringing the postmortem up to date", cancellationToken);
        return trouble;
    }

    private static string Key(Incident incident) => incident.Name + ": ";

    private static string NameOf(Incident incident) => Harmless.Cut(Key(incident) + Harmless.Plain(incident.Title), LongestName);

    /// <param name="isFirst">Of a postmortem that is new: with its opening it is owed to tell of it, so that nothing in between can lose that.</param>
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

    /// <summary>Takes away what is left of a postmortem whose opening is gone, and its thread unless people talk in it.</summary>
    private async Task ClearAsync(ImmutableArray<MessageRef> posted, CancellationToken cancellationToken)
    {
        try
        {
            var thread = await UnarchiveAsync(posted[0], cancellationToken);
            await parts.DeleteAsync(posted.Skip(1), cancellationToken);
            if (thread is not null && (await api.GetMessagesAsync(thread.Id, MessageRange.Latest, 1, cancellationToken)).Count == 0)
                await api.DeleteChannelAsync(thread.Id, "The postmortem in it was deleted", cancellationToken);
        }
        catch (DiscordApiException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // An empty thread that only a moderator may delete, or that is gone, is nothing to stop for.
        }
    }
}
