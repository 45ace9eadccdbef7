using System.Runtime.CompilerServices;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Reconcile;

/// <summary>A page of a channel as Discord has it, oldest first, and how many messages of the record it changed or added to it.</summary>
public sealed record ComparedPage(IReadOnlyList<Message> Messages, int Changes);

/// <summary>
/// Compares one channel or thread with the record, page by page, each in a commit of its own: what is missing is added, what was edited or deleted is
/// brought up to date, and all of it is marked as recovered. Live events that arrive meanwhile and the pages may overlap in any way: whichever comes
/// second changes nothing.
/// </summary>
public sealed class ChannelReader(IncidentStore store, IDiscordApi api, TalkPath talk, Self self, TimeProvider clock)
{
    private const int PageSize = 100;

    /// <summary>Reads from a message on to the newest.</summary>
    /// <param name="from">That one included.</param>
    /// <param name="since">When the bot had last heard everything: what was deleted since then was deleted after it.</param>
    public async IAsyncEnumerable<ComparedPage> ReadAsync(
        Incident incident, Snowflake channel, MessageId from, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = new Snowflake(Math.Max(from.Value, channel.Value) - 1);
        while (true)
        {
            // What is stored is looked up before Discord is asked: what it then does not list any more is gone.
            var heard = await store.HeardAfterAsync(incident.Id, new(channel.Value), new(after.Value), cancellationToken);
            var page = (await api.GetMessagesAsync(channel, new MessageRange.After(after), PageSize, cancellationToken)).OrderBy(m => m.Id).ToList();
            var isLast = page.Count < PageSize;
            var listed = isLast ? heard : heard.Where(h => h.Id.Value <= page[^1].Id.Value);
            yield return await CompareAsync(incident, page, [.. listed], since, until: null, cancellationToken);
            if (isLast) yield break;
            after = page[^1].Id;
        }
    }

    /// <summary>Compares the newest page alone.</summary>
    /// <param name="until">What was said later is not the incident's; null: all of it is, since it is open.</param>
    public async Task<ComparedPage> CompareNewestAsync(Incident incident, Snowflake channel, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var place = new ChannelId(channel.Value);
        var newest = await store.LookBackAsync(incident.Id, place, new(long.MaxValue), DateTimeOffset.MinValue, PageSize, cancellationToken);
        var heard = newest is { } first ? await store.HeardAfterAsync(incident.Id, place, new(first.Value - 1), cancellationToken) : [];
        var page = (await api.GetMessagesAsync(channel, MessageRange.Latest, PageSize, cancellationToken)).OrderBy(m => m.Id).ToList();
        var listed = page.Count < PageSize ? heard : heard.Where(h => h.Id.Value >= page[0].Id.Value);
        return await CompareAsync(incident, page, [.. listed], since: null, until, cancellationToken);
    }

    /// <summary>Compares a single message. Null: it is not in the record.</summary>
    public async Task<ComparedPage?> CompareOneAsync(Incident incident, MessageRef message, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (await store.FindMessageAsync(message.Message, cancellationToken) is not { DeletedAt: null } known) return null;
        var heard = new HeardMessage(known.Id, known.SaidAt, known.EditedAt, IsDeleted: false);
        var found = await api.GetMessageAsync(new(message.Channel.Value), new(message.Message.Value), cancellationToken);
        return await CompareAsync(incident, found is null ? [] : [found], [heard], since, until: null, cancellationToken);
    }

    /// <summary>Threads of the record that are not among those read: of one that was deleted, all messages are.</summary>
    /// <returns>How many messages changed.</returns>
    public async Task<int> MissThreadsAsync(Incident incident, IReadOnlyCollection<Snowflake> read, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var changes = 0;
        foreach (var channel in await store.TalkChannelsAsync(incident.Id, cancellationToken))
        {
            if (read.Contains(new(channel.Value))) continue;
            var heard = await store.HeardAfterAsync(incident.Id, channel, default, cancellationToken);
            if (heard.All(h => h.IsDeleted) || await api.GetChannelAsync(new(channel.Value), cancellationToken) is not null) continue;
            changes += (await CompareAsync(incident, [], heard, since, until: null, cancellationToken)).Changes;
        }

        return changes;
    }

    private async Task<ComparedPage> CompareAsync(
        Incident incident, IReadOnlyList<Message> page, IReadOnlyCollection<HeardMessage> heard, DateTimeOffset? since, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = heard.ToDictionary(h => h.Id.Value);
        var names = await store.NamesAsync([.. page.Select(m => new PersonId(m.Author.Id.Value)).Distinct()], cancellationToken);
        var batch = new TalkBatchBuilder();
        foreach (var message in page.Where(m => m.Author.Id != self.Id && TalkPath.IsTalk(m)))
        {
            var stored = known.GetValueOrDefault(message.Id.Value);
            var whole = TalkPath.ToTalk(message, incident.Id) with { RecoveredAt = now };
            if (stored is null)
            {
                // Over REST a message does not say what its author is called on this server: a name that is known already is the better one.
                if (until is null || message.Id.Timestamp <= until) batch.Add(whole, names.ContainsKey(whole.Author) ? null : TalkPath.NameOf(message));
            }
            else if (message.EditedTimestamp is { } edited && (stored.EditedAt is null || edited >= stored.EditedAt) && (self.HearsMessages || whole.Text.Length > 0))
            {
                // Not listened to what people write, the text would come empty. The same instant with the same text changes nothing.
                batch.Add(new TalkEdit(whole.Id, whole.Text, edited, whole, whole.Files) { RecoveredAt = now });
            }
        }

        var listed = page.Select(m => m.Id.Value).ToHashSet();
        foreach (var missing in heard.Where(h => !h.IsDeleted && !listed.Contains(h.Id.Value)))
        {
            var last = missing.EditedAt ?? missing.SaidAt;

            // Messages go by Discord's clock and the rest by this machine's, which may be off: the one ends the other's span.
            var at = Instants.Later(now, last);
            batch.Add(new TalkDeletion(missing.Id, at) { After = since is { } from ? Instants.Earlier(Instants.Later(from, last), at) : last, RecoveredAt = now }, incident.Id);
        }

        var saved = await talk.CommitAsync(batch, cancellationToken);
        return new(page, saved is null ? 0 : saved.Added + saved.Changed.Length);
    }
}
