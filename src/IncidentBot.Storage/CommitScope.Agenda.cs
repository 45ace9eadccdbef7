using System.Collections.Immutable;
using IncidentBot.Domain;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    /// <summary>Adds something to the agenda that no decision carries.</summary>
    public Task OweAsync(IncidentId incident, Owed owed) => Agenda.AddAsync(incident, [owed]);

    /// <summary>The agenda item is done, in this commit.</summary>
    /// <returns>False when the lease was lost: somebody else has the item or finished it.</returns>
    public Task<bool> CompleteAsync(AgendaItem item) => Agenda.FinishAsync(item, AgendaState.Done, reason: null);

    /// <summary>The agenda item is given up, in this commit, with its reason.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> FailAsync(AgendaItem item, string reason) => Agenda.FinishAsync(item, AgendaState.Failed, reason);

    /// <summary>The agenda item is due again at <paramref name="at"/>.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error) => Agenda.RetryAsync(item, at, error);

    internal Task<ImmutableArray<AgendaItem>> TakeDueAsync(DateTimeOffset now, int limit, TimeSpan lease) => Agenda.TakeDueAsync(now, limit, lease);
}
