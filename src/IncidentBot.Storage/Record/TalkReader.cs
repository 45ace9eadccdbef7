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

    public async Task<TalkMessage?> FindAsync(MessageId id) => (await ReadAsync(db.Talk.Where(row => row.Id == id))).FirstOrDefault();

    public async Task<MessageId?> LastAsync(IncidentId incident, ChannelId channel)
        => await db.Talk.Where(row => row.Incident == incident && row.Channel == channel).OrderByDescending(row => row.Id).Select(row => (MessageId?)row.Id)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task<ImmutableArray<TalkMessage>> ReadAsync(IQueryable<TalkRow> rows)
    {
        var messages = await rows.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var revisions = (await db.Revisions.AsNoTracking().Join(rows, r => r.Message, m => m.Id, (r, m) => r).OrderBy(r => r.Until).ToListAsync(cancellationToken))
            .ToLookup(static row => row.Message);
        var files = (await db.Attachments.AsNoTracking().Join(rows, a => a.Message, m => m.Id, (a, m) => a).OrderBy(a => a.Position).ToListAsync(cancellationToken))
            .ToLookup(static row => row.Message);
        return [.. messages.Select(row => Message(row, revisions[row.Id], files[row.Id]))];
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
        Revisions = [.. revisions.Select(static revision => new MessageRevision(revision.Text, revision.Until))],
        Files = [.. files.Select(static file => file.ToFile())],
    };
}
