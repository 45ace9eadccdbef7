using IncidentBot.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Record;

/// <summary>Which interactions were handled, and which of them changed nothing, within one commit.</summary>
internal sealed class InteractionBook(IncidentContext db, TimeProvider clock)
{
    /// <summary>Stands where a handled interaction was not carried out.</summary>
    public const string NotCarriedOut = "not carried out";

    /// <summary>An interaction can be answered for 15 minutes, and is replayed for some minutes at most; a day is plenty.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<bool> TryHandleAsync(ulong interaction)
    {
        if (await db.Interactions.AnyAsync(row => row.Id == interaction)) return false;
        var now = clock.GetUtcNow();
        var old = now - Kept;
        await db.Interactions.Where(row => row.SeenAt < old).ExecuteDeleteAsync();
        db.Interactions.Add(new InteractionRow { Id = interaction, SeenAt = now });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return true;
    }

    public Task NoteNotCarriedOutAsync(ulong interaction)
        => db.Interactions.Where(row => row.Id == interaction).ExecuteUpdateAsync(set => set.SetProperty(row => row.Answer, NotCarriedOut));
}
