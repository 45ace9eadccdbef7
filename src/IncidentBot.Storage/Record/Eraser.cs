using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Documents;
using IncidentBot.Storage.Schema;
using IncidentBot.Storage.Talk;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>Takes words out of everything that is kept of one incident. Whole documents are walked through, so that no field can be forgotten, whenever it was added.</summary>
internal sealed class Eraser(IncidentContext db, TalkWriter talk, Erasure erasure)
{
    public async Task EraseAsync(IncidentId incident, Redaction redaction)
    {
        await db.Agenda.Where(row => row.Incident == incident && (row.State == AgendaState.Done || row.State == AgendaState.Failed)).ExecuteDeleteAsync();
        if (erasure.Needles.IsEmpty) return;
        foreach (var row in await db.Incidents.Where(row => row.Id == incident).ToListAsync()) row.Take(Document.Map(row.Record, erasure.In));
        foreach (var row in await db.Entries.Where(row => row.Incident == incident).ToListAsync()) row.Take(Document.Map(row.Record, erasure.In));
        foreach (var row in await db.Escalations.Where(row => row.Incident == incident).ToListAsync()) row.Take(Document.Map(row.Record, erasure.In));
        foreach (var row in await db.Actions.Where(row => row.Incident == incident).ToListAsync()) row.Take(Document.Map(row.Record, erasure.In));
        foreach (var row in await db.Agenda.Where(row => row.Incident == incident).ToListAsync())
        {
            row.Data = Document.Map(row.Data, erasure.In);
            if (row.LastError is { } error) row.LastError = erasure.In(error);
        }

        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        foreach (var needle in erasure.Needles) await EraseTalkAsync(incident, needle, redaction);
    }

    private async Task EraseTalkAsync(IncidentId incident, string needle, Redaction redaction)
    {
        var pattern = "%" + needle.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
        var own = db.Talk.AsNoTracking().Where(row => row.Incident == incident);
        var said = await db.Like(own, row => row.Text, pattern).Select(row => new { row.Id, row.Text }).ToListAsync();
        var once = await own.Join(db.Like(db.Revisions, row => row.Text, pattern), m => m.Id, r => r.Message, (m, r) => new { m.Id, m.Text }).Distinct().ToListAsync();
        foreach (var message in said.Concat(once).DistinctBy(m => m.Id))
        {
            var left = erasure.In(message.Text);
            var hadIt = left != message.Text || once.Any(m => m.Id == message.Id);
            if (hadIt) talk.Redact(message.Id, redaction, left);
        }

        var named = await own.Join(db.Like(db.Attachments, row => row.Name, pattern), m => m.Id, a => a.Message, (m, a) => a).ToListAsync();
        foreach (var file in named)
        {
            var (name, url) = (erasure.In(file.Name), "");
            await db.Attachments.Where(row => row.Message == file.Message && row.Position == file.Position)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name).SetProperty(row => row.Url, url));
        }
    }
}
