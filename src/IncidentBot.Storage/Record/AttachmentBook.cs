using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>
/// What is owed and known of attached files. A row with a due time is one to come back to: without copy and reason it is to be copied, with a reason it is
/// to be said that there will be no copy.
/// </summary>
internal sealed class AttachmentBook(IncidentContext db)
{
    private const string Redacted = "it was redacted";

    /// <summary>What changed that whoever keeps the files has to act on, beyond what that one did itself.</summary>
    public AttachmentChange Changed { get; private set; }

    private IQueryable<AttachmentRow> Owed => db.Attachments.Where(row => row.Due != null && row.Hash == null && row.NotKept == null);

    private IQueryable<AttachmentRow> Unsaid => db.Attachments.Where(row => row.Due != null && row.NotKept != null);

    public async Task<IReadOnlyList<OwedCopy>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
        => await CopiesAsync(Owed.Where(row => row.Due <= now).OrderBy(row => row.Due).ThenBy(row => row.Message).ThenBy(row => row.Position).Take(limit), cancellationToken);

    public async Task<IReadOnlyList<IncidentId>> UnsaidAsync(DateTimeOffset now, CancellationToken cancellationToken)
        => await Unsaid.Where(row => row.Due <= now).Join(db.Talk, row => row.Message, talk => talk.Id, (row, talk) => talk.Incident).Distinct().ToListAsync(cancellationToken);

    /// <summary>
    /// A clock that ran ahead and was set back leaves copies owed, and failures to be said, later than they are ever put off: they are due. So is what was never
    /// tried, since that is owed from when it was said, by Discord's clock, and this one may be behind.
    /// </summary>
    /// <param name="longest">How long they are put off at most.</param>
    public Task PullBackAsync(DateTimeOffset now, TimeSpan longest)
    {
        var (due, latest) = ((DateTimeOffset?)now, now + longest + ClockSkew.Unnoticed);
        return db.Attachments.Where(row => row.Due > latest || (row.Due > now && row.Attempts == 0 && row.Hash == null && row.NotKept == null)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, due));
    }

    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset? after, CancellationToken cancellationToken)
        => await db.Attachments.Where(row => row.Due != null && (after == null || row.Due > after)).OrderBy(row => row.Due).Select(row => row.Due).FirstOrDefaultAsync(cancellationToken);

    public async Task<long> KeptBytesAsync(CancellationToken cancellationToken) => await db.KeptFiles.SumAsync(row => row.Size, cancellationToken);

    public async Task<IReadOnlyList<string>> UnusedAsync(CancellationToken cancellationToken)
        => await db.KeptFiles.Where(file => !db.Attachments.Any(row => row.Hash == file.Hash)).Select(file => file.Hash).ToListAsync(cancellationToken);

    public async Task<bool> BookAsync(KeptCopy copy)
    {
        if (await db.KeptFiles.AnyAsync(row => row.Hash == copy.Hash)) return false;
        db.KeptFiles.Add(new KeptFileRow { Hash = copy.Hash, Size = copy.Size });
        await FlushAsync();
        return true;
    }

    public async Task<bool> SaveAsync(OwedCopy owed, KeptCopy copy)
    {
        var saved = await Row(owed).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Hash, copy.Hash).SetProperty(row => row.KeptSize, copy.Size).SetProperty(row => row.KeptType, copy.Type)
            .SetProperty(row => row.Due, (DateTimeOffset?)null));
        return saved == 1;
    }

    public async Task PutOffAsync(OwedCopy owed, DateTimeOffset at)
    {
        DateTimeOffset? due = at;
        await Row(owed).ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, due).SetProperty(row => row.Attempts, row => row.Attempts + 1));
    }

    public async Task GiveUpAsync(OwedCopy owed, string reason, bool byLimit, DateTimeOffset? sayAt)
    {
        await Row(owed).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.NotKept, reason).SetProperty(row => row.ByLimit, byLimit).SetProperty(row => row.Due, sayAt));
    }

    public async Task<IReadOnlyList<OwedCopy>> TakeUnsaidAsync(IncidentId incident)
    {
        var unsaid = Unsaid.Where(row => db.Talk.Any(talk => talk.Id == row.Message && talk.Incident == incident));
        var found = await CopiesAsync(unsaid.OrderBy(row => row.Message).ThenBy(row => row.Position), CancellationToken.None);
        await unsaid.ExecuteUpdateAsync(set => set.SetProperty(row => row.Due, (DateTimeOffset?)null));
        return found;
    }

    public async Task<int> ReconsiderAsync(long largest, long room)
    {
        var owed = 0;
        var left = room - await KeptBytesAsync(CancellationToken.None);
        foreach (var row in await db.Attachments.Where(row => row.ByLimit && row.Hash == null && row.Size <= largest).OrderBy(row => row.Message).ThenBy(row => row.Position).ToListAsync())
        {
            if (row.Size > left) continue;
            left -= row.Size;
            (row.NotKept, row.ByLimit, row.Attempts, row.Due) = (null, false, 0, DateTimeOffset.MinValue);
            owed++;
        }

        await FlushAsync();
        if (owed > 0) Changed |= AttachmentChange.Owed;
        return owed;
    }

    public async Task<int> RedactAsync(MessageId message)
    {
        Changed |= AttachmentChange.Freed;
        return await db.Attachments.Where(row => row.Message == message).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Name, "redacted file").SetProperty(row => row.Url, "").SetProperty(row => row.ContentType, (string?)null).SetProperty(row => row.Size, 0)
            .SetProperty(row => row.Hash, (string?)null).SetProperty(row => row.KeptSize, (long?)null).SetProperty(row => row.KeptType, (Domain.Attachments.FileType?)null)
            .SetProperty(row => row.NotKept, Redacted).SetProperty(row => row.ByLimit, false).SetProperty(row => row.Due, (DateTimeOffset?)null));
    }

    public Task ForgetAsync(string hash) => db.KeptFiles.Where(file => file.Hash == hash && !db.Attachments.Any(row => row.Hash == file.Hash)).ExecuteDeleteAsync();

    private IQueryable<AttachmentRow> Row(OwedCopy owed) => Owed.Where(row => row.Message == owed.Message.Message && row.Position == owed.Position);

    private async Task<List<OwedCopy>> CopiesAsync(IQueryable<AttachmentRow> rows, CancellationToken cancellationToken)
    {
        // Joined after the order was taken, and so ordered again.
        var found = await rows.Join(db.Talk, row => row.Message, talk => talk.Id, (row, talk) => new { Row = row, Talk = talk })
            .OrderBy(pair => pair.Row.Due).ThenBy(pair => pair.Row.Message).ThenBy(pair => pair.Row.Position).AsNoTracking().ToListAsync(cancellationToken);
        return [.. found.Select(pair => new OwedCopy(pair.Talk.Incident, new MessageRef(pair.Talk.Channel, pair.Talk.Id), pair.Row.Position, pair.Row.ToFile(), pair.Talk.SaidAt, pair.Row.Attempts))];
    }

    private async Task FlushAsync()
    {
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }
}
