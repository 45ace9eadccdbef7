using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>Puts messages together from their rows, revisions and files.</summary>
internal sealed class TalkReader(IncidentContext db, CancellationToken cancellationToken)
{
    /// <summary>By id; deleted ones included.</summary>
    public Task<ImmutableArray<TalkMessage>> OfIncidentAsync(IncidentId incident) => ReadAsync(db.Talk.Where(row => row.Incident == incident));

    /// <summary>The incident's messages that the entries were made from, by id.</summary>
    public async Task<ImmutableArray<TalkMessage>> OfEntriesAsync(IncidentId incident, ImmutableArray<TimelineEntry> entries)
    {
        List<TalkMessage> found = [];
        foreach (var ids in entries.Select(static entry => entry.Source?.Message).OfType<MessageId>().Distinct().Order().Chunk(RecordReader.Chunk))
            found.AddRange(await ReadAsync(db.Talk.Where(row => ids.Contains(row.Id))));
        return [.. found.Where(message => message.Incident == incident)];
    }

    public async Task<TalkMessage?> FindAsync(MessageId id) => (await ReadAsync(db.Talk.Where(row => row.Id == id))).FirstOrDefault();

    public async Task<MessageId?> LastAsync(IncidentId incident, ChannelId channel)
        => await db.Talk.Where(row => row.Incident == incident && row.Channel == channel).OrderByDescending(row => row.Id).Select(row => (MessageId?)row.Id)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The newest stored message over all channels of an incident; null when there is none.</summary>
    public Task<MessageId?> LastAsync(IncidentId incident)
        => db.Talk.Where(row => row.Incident == incident).OrderByDescending(row => row.Id).Select(row => (MessageId?)row.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The channel and the threads of an incident in which something was heard.</summary>
    public async Task<ImmutableArray<ChannelId>> ChannelsAsync(IncidentId incident)
        => [.. await db.Talk.Where(row => row.Incident == incident).Select(row => row.Channel).Distinct().ToListAsync(cancellationToken)];

    /// <summary>The messages of a channel after an id, by id, without their revisions and files.</summary>
    public async Task<ImmutableArray<HeardMessage>> AfterAsync(IncidentId incident, ChannelId channel, MessageId after)
        => [.. await db.Talk.AsNoTracking().Where(row => row.Incident == incident && row.Channel == channel && row.Id > after).OrderBy(row => row.Id)
            .Select(row => new HeardMessage(row.Id, row.SaidAt, row.EditedAt, row.DeletedAt != null)).ToListAsync(cancellationToken)];

    /// <summary>The messages of a channel up to an id and not older than an instant, the newest few, by id.</summary>
    public async Task<MessageId?> BackAsync(IncidentId incident, ChannelId channel, MessageId upTo, DateTimeOffset notBefore, int most)
        => await db.Talk.Where(row => row.Incident == incident && row.Channel == channel && row.Id <= upTo && row.SaidAt >= notBefore)
            .OrderByDescending(row => row.Id).Take(most).OrderBy(row => row.Id).Select(row => (MessageId?)row.Id).FirstOrDefaultAsync(cancellationToken);

    private async Task<ImmutableArray<TalkMessage>> ReadAsync(IQueryable<TalkRow> rows)
    {
        var revisions = (await db.Revisions.AsNoTracking().Join(rows, r => r.Message, m => m.Id, (r, m) => r).OrderBy(r => r.Until).ToListAsync(cancellationToken))
            .ToLookup(static row => row.Message);
        var files = (await db.Attachments.AsNoTracking().Join(rows, a => a.Message, m => m.Id, (a, m) => a).OrderBy(a => a.Position).ToListAsync(cancellationToken))
            .ToLookup(static row => row.Message);

        // Row by row: of a hundred thousand messages not every row is held beside what was made of it.
        var messages = ImmutableArray.CreateBuilder<TalkMessage>();
        await foreach (var row in rows.AsNoTracking().OrderBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken)) messages.Add(Message(row, revisions[row.Id], files[row.Id]));
        return messages.DrainToImmutable();
    }

    private static TalkMessage Message(TalkRow row, IEnumerable<RevisionRow> revisions, IEnumerable<AttachmentRow> files) => new()
    {
        Id = row.Id,
        Channel = row.Channel,
        Incident = row.Incident,
        Author = row.Author,
        ByBot = row.ByBot,
        Text = row.Text,
        SaidAt = row.SaidAt,
        EditedAt = row.EditedAt,
        DeletedAt = row.DeletedAt,
        ReplyTo = row.ReplyTo,
        UnknownUntil = row.UnknownUntil,
        DeletedAfter = row.DeletedAfter,
        RecoveredAt = row.RecoveredAt,
        Redacted = row is { RedactedBy: { } by, RedactedAt: { } at } ? new Redaction(by, at) : null,
        Revisions = [.. revisions.Select(static revision => new MessageRevision(revision.Text, revision.Until))],
        Files = [.. files.Select(static file => file.ToFile())],
    };
}
