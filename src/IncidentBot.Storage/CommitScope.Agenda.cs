using System.Collections.Immutable;
using IncidentBot.Domain;
using IncidentBot.Storage.Schema;

namespace IncidentBot.Storage;

public sealed partial class CommitScope
{
    /// <summary>Adds something to the agenda that no decision carries.</summary>
    public Task OweAsync(IncidentId incident, Owed owed) => Agenda.AddAsync(AgendaLane.Of(incident), [owed]);

    /// <summary>Adds something to the agenda that is owed to a server as a whole.</summary>
    public Task OweAsync(ServerId server, ServerOwed owed) => Agenda.AddAsync(AgendaLane.Of(server), [owed]);

    /// <summary>The agenda item is done, in this commit.</summary>
    /// <returns>False when the lease was lost: somebody else has the item or finished it.</returns>
    public Task<bool> CompleteAsync(AgendaItem item) => Agenda.FinishAsync(item, AgendaState.Done, reason: null);

    /// <inheritdoc cref="CompleteAsync(AgendaItem)"/>
    /// <param name="remembered">The same thing, with what is worth knowing of how it was done.</param>
    public Task<bool> CompleteAsync(AgendaItem item, Owed remembered) => Agenda.FinishAsync(item, AgendaState.Done, reason: null, remembered);

    /// <summary>The agenda item is given up, in this commit, with its reason.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> FailAsync(AgendaItem item, string reason) => Agenda.FinishAsync(item, AgendaState.Failed, reason);

    /// <summary>The agenda item is due again at <paramref name="at"/>.</summary>
    /// <returns>False when the lease was lost.</returns>
    /// <param name="own">It failed by its own fault: see <see cref="AgendaItem.Failures"/>.</param>
    public Task<bool> RetryAsync(AgendaItem item, DateTimeOffset at, string error, bool own = true) => Agenda.RetryAsync(item, at, error, own);

    /// <summary>The agenda item's time has passed; it is not done any more.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> ExpireAsync(AgendaItem item, string reason) => Agenda.FinishAsync(item, AgendaState.Expired, reason);

    internal Task<ImmutableArray<AgendaItem>> TakeDueAsync(DateTimeOffset now, int limit, TimeSpan lease, int urgent = 0) => Agenda.TakeDueAsync(now, limit, lease, urgent);

    internal Task HastenAsync(string kind, ServerId server) => Agenda.HastenAsync(kind, server);

    internal Task<bool> TryAgainAsync(long id) => Agenda.TryAgainAsync(id);

    internal Task<int> PurgeAgendaAsync(AgendaState state, DateTimeOffset before, int most) => Agenda.PurgeAsync(state, before, most);
}
