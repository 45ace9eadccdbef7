using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Reconcile;

/// <summary>Compares the reactions on a message with the marks they made: those put on meanwhile mark it, those taken off take their mark back. By the rules of <see cref="ReactionPath"/>.</summary>
public sealed class MarkReader(IncidentStore store, IDiscordApi api, ReactionPath reactions, Self self)
{
    private const int PageSize = 100;

    /// <summary>How often it is read again when somebody reacts in the same moment.</summary>
    private const int Tries = 3;

    /// <summary>The messages that somebody's reaction has put into the timeline: only these, and those with reactions, need a closer look.</summary>
    public async Task<IReadOnlySet<MessageId>> MarkedAsync(Incident incident, CancellationToken cancellationToken) =>
        (await store.LoadFileWithoutTalkAsync(incident.Id, cancellationToken))!.Entries
            .Where(e => e.Source is not null && e.Marks.Any(m => m.Through == MarkedThrough.Reaction)).Select(e => e.Source!.Value.Message).ToHashSet();

    /// <param name="known">As <see cref="MarkedAsync"/> gave it before the message was read.</param>
    /// <param name="thorough">Also when as many reacted as marks are known: who they are is asked all the same.</param>
    /// <returns>How many marks changed.</returns>
    public async Task<int> CompareAsync(Incident incident, ServerSettings settings, Message message, IReadOnlySet<MessageId> known, bool thorough, CancellationToken cancellationToken)
    {
        if (message.Author.Id == self.Id) return 0;
        var reference = new MessageRef(new(message.ChannelId.Value), new(message.Id.Value));
        var there = message.Reactions.Where(r => settings.Reactions.ContainsKey(ReactionPath.Name(r.Emoji)) && r.Count > (r.Me ? 1 : 0)).ToDictionary(r => ReactionPath.Name(r.Emoji), StringComparer.Ordinal);
        if (there.Count == 0 && !known.Contains(reference.Message)) return 0;
        var marked = await MarksAsync(incident, reference);
        var changes = 0;
        foreach (var emoji in there.Keys.Union(marked.Select(m => m.Emoji!), StringComparer.Ordinal).ToList())
        {
            var reaction = there.GetValueOrDefault(emoji);
            var others = reaction is null ? 0 : reaction.Count - (reaction.Me ? 1 : 0);
            if (!thorough && others == marked.Count(m => m.Emoji == emoji)) continue;
            changes += await CompareAsync(incident, settings, reference, emoji, reaction?.Emoji, cancellationToken);
        }

        return changes;
    }

    private async Task<int> CompareAsync(
        Incident incident, ServerSettings settings, MessageRef message, string name, Emoji? emoji, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var heard = reactions.Heard;
            var people = emoji is null ? [] : await WhoAsync(message, emoji, cancellationToken);
            var marks = (await MarksAsync(incident, message)).Where(m => m.Emoji == name).Select(m => m.By).ToHashSet();

            // Somebody reacted, or took it back, while it was read: what was read may be older than what was heard.
            if (reactions.Heard != heard && attempt < Tries) continue;
            var changes = 0;
            foreach (var user in people.Where(u => !u.Bot && !marks.Contains(new(u.Id.Value))))
            {
                if (await reactions.PutAsync(incident, settings, message, emoji!, user, await MemberAsync(incident, settings, user, cancellationToken))) changes++;
            }

            foreach (var by in marks.Where(by => people.All(u => u.Id.Value != by.Value)))
            {
                await reactions.TakeBackAsync(incident, settings, message, mark => mark.By == by && mark.Emoji == name);
                changes++;
            }

            return changes;
        }
    }

    private async Task<IReadOnlyList<User>> WhoAsync(MessageRef message, Emoji emoji, CancellationToken cancellationToken)
    {
        var people = new List<User>();
        Snowflake? after = null;
        while (true)
        {
            IReadOnlyList<User> page;
            try
            {
                page = await api.GetReactionsAsync(new(message.Channel.Value), new(message.Message.Value), emoji, PageSize, after, cancellationToken);
            }
            catch (DiscordApiException e) when (e.IsGone)
            {
                // Deleted meanwhile: what is known of it stays as it is.
                return people;
            }

            people.AddRange(page);
            if (page.Count < PageSize) return people;
            after = page.Max(u => u.Id);
        }
    }

    // Somebody's chat roles matter only where not everybody may mark.
    private async Task<Member?> MemberAsync(Incident incident, ServerSettings settings, User user, CancellationToken cancellationToken) =>
        settings.Allowed.GetValueOrDefault(Verb.Use).IsDefaultOrEmpty ? null : await api.GetMemberAsync(new(incident.Server.Value), user.Id, cancellationToken);

    private Task<List<Mark>> MarksAsync(Incident incident, MessageRef message) => store.CommitAsync(async scope => (await scope.EntriesOfAsync(incident.Id, message.Message))
        .SelectMany(e => e.Marks).Where(m => m is { Through: MarkedThrough.Reaction, Emoji: not null }).ToList());
}
