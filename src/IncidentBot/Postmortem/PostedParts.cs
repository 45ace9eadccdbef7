using System.Collections.Immutable;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Speech;
using IncidentBot.Storage;

namespace IncidentBot.Postmortem;

/// <summary>
/// The messages that follow the opening of a posted postmortem, brought into step with what they should say: those that say something else are edited, missing
/// ones posted, surplus ones taken away. Each that is posted is kept before the next.
/// </summary>
public sealed class PostedParts(Voice voice)
{
    /// <param name="item">What it is done for. When it was tried before, one more part may stand there than the record knows: it is looked for and taken in.</param>
    /// <param name="place">Where the parts stand.</param>
    /// <param name="posted">The opening, then the parts as the record knows them.</param>
    /// <param name="wanted">What they should say.</param>
    /// <param name="all">Each is edited, whatever it says: its buttons are others.</param>
    /// <param name="isPart">Tells a message of the bot's own in that place that it is a part of this postmortem.</param>
    /// <param name="keep">Commits which messages there are.</param>
    /// <returns>Null when one of them was deleted by hand: what came after it is taken away, and is posted the next time.</returns>
    public async Task<ImmutableArray<MessageRef>?> BringIntoStepAsync(
        AgendaItem item,
        ChannelId place,
        ImmutableArray<MessageRef> posted,
        IReadOnlyList<PostedPart> wanted,
        bool all,
        Func<Message, bool> isPart,
        Func<ImmutableArray<MessageRef>, Task> keep,
        CancellationToken cancellationToken)
    {
        var standing = new Dictionary<MessageId, string>();

        // In a channel that others write in as well, what stands there is not worth reading through: there everything is edited.
        var isThread = place.Value == posted[0].Message.Value;
        if ((isThread && posted.Length > 1) || item.Attempts > 1)
        {
            var known = posted.Select(m => m.Message).ToHashSet();
            foreach (var said in await voice.SaidSinceAsync(place, posted[0].Message, cancellationToken))
            {
                var id = new MessageId(said.Id.Value);
                standing[id] = said.Content;
                if (item.Attempts > 1 && !known.Contains(id) && said.Id.Value > posted[^1].Message.Value && isPart(said)) posted = posted.Add(new(place, id));
            }

            if (posted.Length > known.Count) await keep(posted);
        }

        for (var n = 0; n < wanted.Count; n++)
        {
            if (n + 1 >= posted.Length)
            {
                var message = new OutgoingMessage { Content = wanted[n].Text, Components = wanted[n].Buttons, AllowedMentions = AllowedMentions.None };
                posted = posted.Add(await voice.PostAsync(item: null, place, message, $"pm-{item.Id}-{n + 1}", cancellationToken));
                await keep(posted);
            }
            else if (all || !standing.TryGetValue(posted[n + 1].Message, out var text) || text != wanted[n].Text)
            {
                if (await TryEditAsync(posted[n + 1], wanted[n], cancellationToken)) continue;
                await DeleteAsync(posted.Skip(n + 1), cancellationToken);
                await keep([.. posted.Take(n + 1)]);
                return null;
            }
        }

        if (posted.Length == wanted.Count + 1) return posted;
        await DeleteAsync(posted.Skip(wanted.Count + 1), cancellationToken);
        posted = [.. posted.Take(wanted.Count + 1)];
        await keep(posted);
        return posted;
    }

    public async Task DeleteAsync(IEnumerable<MessageRef> messages, CancellationToken cancellationToken)
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

    private async Task<bool> TryEditAsync(MessageRef message, PostedPart part, CancellationToken cancellationToken)
    {
        try
        {
            await voice.EditAsync(message, new MessageEdit { Content = part.Text, Components = part.Buttons, AllowedMentions = AllowedMentions.None }, cancellationToken);
            return true;
        }
        catch (DiscordApiException e) when (e.IsGone)
        {
            return false;
        }
    }
}

/// <summary>A message that follows the opening.</summary>
/// <param name="Buttons">For the sections that begin in it. They follow from the text and from whether it is frozen.</param>
public sealed record PostedPart(string Text, IReadOnlyList<Component> Buttons);
