using System.Collections.Immutable;
using IncidentBot.Discord;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Inbox;
using IncidentBot.Servers;
using IncidentBot.Storage;

namespace IncidentBot.Retention;

/// <summary>
/// Reads a closed incident's channel once more from its beginning, with its threads, before it goes: what the record does not hold yet, or holds in older words,
/// is added to it. What people said after the incident was closed is among that.
/// </summary>
public sealed class LastReading(IncidentStore store, IDiscordApi api, Self self)
{
    private const int PageSize = 100;

    /// <returns>How many messages were new or had changed.</returns>
    public async Task<int> ReadAsync(IncidentFile file, ChannelId channel, CancellationToken cancellationToken)
    {
        var known = file.Talk.ToDictionary(message => message.Id);
        var threads = (await api.GetActiveThreadsAsync(new(file.Incident.Server.Value), cancellationToken)).Where(thread => thread.ParentId?.Value == channel.Value).Select(thread => thread.Id);
        var changed = 0;
        foreach (var place in threads.Prepend(new Snowflake(channel.Value))) changed += await ReadAsync(file.Incident.Id, known, place, cancellationToken);
        return changed;
    }

    private async Task<int> ReadAsync(IncidentId incident, Dictionary<MessageId, TalkMessage> known, Snowflake place, CancellationToken cancellationToken)
    {
        var changed = 0;
        for (var after = new Snowflake(0); ;)
        {
            var page = await api.GetMessagesAsync(place, new MessageRange.After(after), PageSize, cancellationToken);
            var batch = Batch(incident, known, page);
            if (batch.New.Length + batch.Edits.Length > 0) await store.SaveBatchAsync(batch, cancellationToken);
            changed += batch.New.Length + batch.Edits.Length;
            if (page.Count < PageSize) return changed;
            after = page.Max(message => message.Id);
        }
    }

    private TalkBatch Batch(IncidentId incident, Dictionary<MessageId, TalkMessage> known, IReadOnlyList<Message> page)
    {
        var talk = page.Where(message => message.Author.Id != self.Id && TalkPath.IsTalk(message)).OrderBy(message => message.Id).ToList();
        var missing = talk.Where(message => !known.ContainsKey(new(message.Id.Value))).ToList();
        return new()
        {
            New = [.. missing.Select(message => TalkPath.ToTalk(message, incident))],
            People = [.. missing.Select(TalkPath.NameOf).DistinctBy(person => person.Id)],
            Edits =
            [
                .. talk.Where(message => message.EditedTimestamp is not null && known.TryGetValue(new(message.Id.Value), out var kept) && kept.Text != message.Content)
                    .Select(message => new TalkEdit(new(message.Id.Value), message.Content, message.EditedTimestamp!.Value, Whole: null)),
            ],
        };
    }
}
