using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>One thing that is owed, in hand: what the runner needs of it, whether it is owed to an incident or to a server.</summary>
public abstract class Errand(AgendaItem item)
{
    public AgendaItem Item { get; } = item;

    /// <summary>Whom it is owed to, for the log: "INC-7".</summary>
    public virtual string Whom => Errands.NameOf(Item);

    /// <summary>Since when it is due, for what may come too late; null when it is not to be done anyway.</summary>
    public abstract DateTimeOffset? DueSince(DateTimeOffset now);

    public abstract Task<DutyResult> DoAsync(CancellationToken cancellationToken);

    /// <summary>It is put off, within the commit that says so.</summary>
    public virtual Task PutOffAsync(CommitScope scope, DutyResult.Later later) => Task.CompletedTask;

    /// <summary>It came too late and is not done, within the commit that says so.</summary>
    public virtual Task ExpireAsync(CommitScope scope, DateTimeOffset now) => Task.CompletedTask;

    /// <summary>It is set aside, within the commit that says so.</summary>
    public virtual Task GiveUpAsync(CommitScope scope, string reason, DateTimeOffset now) => Task.CompletedTask;
}
