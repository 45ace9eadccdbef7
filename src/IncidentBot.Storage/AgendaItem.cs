using IncidentBot.Domain;

namespace IncidentBot.Storage;

/// <summary>Where an agenda item stands. The numbers are stored.</summary>
public enum AgendaState
{
    /// <summary>Not yet done; it may be due later.</summary>
    Waiting = 0,

    /// <summary>Leased: somebody is doing it now.</summary>
    Running = 1,

    Done = 2,

    /// <summary>Set aside, with a reason: it is not tried any more, unless somebody asks for it (<see cref="IncidentStore.TryAgainAsync"/>).</summary>
    Failed = 3,

    /// <summary>Its time had passed before it could be done, so that doing it would have been wrong; the reason says so.</summary>
    Expired = 4,
}

/// <summary>Something the bot owes, as it stands in the agenda. It is owed to an incident or to a server, never to both.</summary>
/// <param name="Id">Grows with each item that is added.</param>
/// <param name="Incident">Null: it is owed to a server.</param>
/// <param name="Due">Not before this instant (UTC). A retry moves it.</param>
/// <param name="Attempts">How often it was taken, this time included: 1 on the first.</param>
/// <param name="LastError">Why it did not work the last time; for a failed item, why it was given up.</param>
public sealed record AgendaItem(
    long Id, IncidentId? Incident, Owed Owed, AgendaState State, DateTimeOffset Due, int Attempts, string? LastError, DateTimeOffset Created)
{
    /// <summary>How often it failed by its own fault, not because Discord was away, since it was owed or somebody had it tried again.</summary>
    public int Failures { get; init; }

    /// <summary>The server a <see cref="ServerOwed"/> is owed to; null: it is owed to an incident.</summary>
    public ServerId? Server { get; init; }

    /// <summary>When it was done, set aside or expired.</summary>
    public DateTimeOffset? Finished { get; init; }
}
