using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Domain.Timeline;
using IncidentBot.Storage.Record;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    private ReconciliationBook Reconciliations => new(Db);

    /// <summary>
    /// The incident's channel and threads have to be compared with Discord: from the newest stored message on, and what became meanwhile of earlier ones.
    /// </summary>
    /// <param name="since">The last moment at which everything had been heard.</param>
    /// <param name="until">From when on the bot hears again; nothing that happened later may have been stored yet.</param>
    public Task OweReconciliationAsync(IncidentId incident, DateTimeOffset since, DateTimeOffset until) => Reconciliations.OweAsync(incident, since, until);

    /// <summary>What was owed or put off while this machine's clock ran ahead is due when the clock is right again, and not hours later.</summary>
    /// <param name="longest">How long it is put off at most.</param>
    public Task PullBackReconciliationsAsync(DateTimeOffset now, TimeSpan longest) => Reconciliations.PullBackAsync(now, longest);

    /// <summary>It is done, in this commit.</summary>
    /// <returns>False when it was owed again meanwhile: that one stays.</returns>
    public Task<bool> EndReconciliationAsync(Reconciliation done) => Reconciliations.EndAsync(done);

    /// <summary>It did not work; it is tried again at <paramref name="due"/>.</summary>
    /// <returns>False when it was owed again meanwhile.</returns>
    public Task<bool> PutOffReconciliationAsync(Reconciliation tried, DateTimeOffset due, string error) => Reconciliations.PutOffAsync(tried, due, error);

    /// <summary>What a message said leaves the record for good, with its revisions and its files. It does not come back with whatever is still heard of it.</summary>
    /// <param name="text">What stands in its place.</param>
    public async Task RedactAsync(MessageId message, Redaction redaction, string text)
    {
        Talk.Redact(message, redaction, text);
        await RemoveAttachmentsOfAsync(message);
    }

    /// <summary>Whether a message's words were taken out of the record: they must not be quoted into it again.</summary>
    public Task<bool> IsRedactedAsync(MessageId message) => Db.Redactions.AnyAsync(row => row.Message == message);

    /// <summary>Incidents with the message in their talk or with an entry made from it, by id.</summary>
    public async Task<ImmutableArray<IncidentId>> IncidentsQuotingAsync(MessageId message)
        => [.. (await Db.Entries.Where(row => row.Message == message).Select(row => row.Incident).Distinct().ToListAsync())
            .Concat(await Db.Talk.Where(row => row.Id == message).Select(row => row.Incident).ToListAsync()).Distinct().OrderBy(id => id.Value)];

    /// <summary>
    /// Takes words out of everything that is kept of an incident: what people said, entries, facts, written sections, action items, escalations, and what is
    /// still owed. What is done of the agenda is forgotten. <see cref="IncidentStore.ScrubAsync"/> then clears what is left of them in the log.
    /// </summary>
    public Task EraseAsync(IncidentId incident, Erasure erasure, Redaction redaction)
    {
        erased = true;
        return new Eraser(Db, Talk, erasure).EraseAsync(incident, redaction);
    }

    /// <summary>How many messages said between two instants were read afterwards.</summary>
    public Task<int> CountRecoveredAsync(IncidentId incident, DateTimeOffset from, DateTimeOffset until)
        => Db.Talk.CountAsync(row => row.Incident == incident && row.RecoveredAt != null && row.SaidAt >= from && row.SaidAt <= until);
}
