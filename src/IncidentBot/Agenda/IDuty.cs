using IncidentBot.Commands;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>How one kind of thing that the bot owes to an incident is done; what it owes to a server: <see cref="IServerDuty"/>. The state is read when it is due, and decides whether it is still right to do it.</summary>
public interface IDuty
{
    /// <summary>The kind of <see cref="Owed"/> this is for.</summary>
    Type Kind { get; }

    /// <summary>Whether it needs to see what people said; without, it is given a record whose talk is empty.</summary>
    bool ReadsTalk => false;

    /// <summary>
    /// Does it and records the result, in a commit that also completes the item where the result matters. It may be called again after a crash at any point:
    /// what may have been done is looked for before it is done again.
    /// </summary>
    Task<DutyResult> DoAsync(AgendaItem item, IncidentFile file, CancellationToken cancellationToken);

    /// <summary>Since when it is due, for what may come too late (<see cref="DutyTerms.Expiry"/>); null when the state says that it is not to be done anyway.</summary>
    DateTimeOffset? DueSince(AgendaItem item, IncidentFile file, DateTimeOffset now) => item.Owed.Due ?? item.Created;

    /// <summary>What follows when it came too late and is not done; null: nothing but a line in the log.</summary>
    Decision? Expire(AgendaItem item, IncidentState state, DateTimeOffset now) => null;
}

/// <summary>How it went. Exceptions of Discord's API are turned into one by the runner.</summary>
public abstract record DutyResult
{
    private DutyResult()
    {
    }

    public static DutyResult Done { get; } = new Finished();

    /// <summary>Done; what is decided on the state as it is then, records it and completes the item in one commit. Null: there is nothing to record any more.</summary>
    public static DutyResult DoneWith(Func<IncidentState, Decision?> record) => new Recorded((scope, item) => Desk.SaveAsync(scope, item.Incident, record));

    /// <summary>Done; the incident remembers something about it.</summary>
    public static DutyResult DoneWith(Func<Incident, Incident> remember) => DoneWith(state => new Decision(remember(state.Incident), ""));

    /// <summary>Done; what is saved here completes the item in one commit.</summary>
    public static DutyResult DoneWith(Func<CommitScope, Task> save) => new Recorded((scope, _) => save(scope));

    /// <summary>Done; the agenda remembers how.</summary>
    /// <param name="remembered">What was owed, with what is worth knowing of it.</param>
    public static DutyResult DoneAs(Owed remembered) => new Remembered(remembered);

    /// <summary>Something it needs is not there yet, or Discord is away.</summary>
    /// <param name="wait">Zero: as <see cref="DutyTerms.Pause"/> says.</param>
    public static DutyResult NotYet(TimeSpan wait, string why) => new Later(wait, why, Obstacle.Outside);

    /// <summary>It failed, and the fault may be its own: tried again, but not for ever.</summary>
    /// <param name="wait">Until it is tried again; null: as <see cref="DutyTerms.Pause"/> says.</param>
    public static DutyResult Failed(string why, TimeSpan? wait = null) => new Later(wait ?? TimeSpan.Zero, why, Obstacle.Own);

    /// <summary>Somebody has to mend something first; it stays owed for as long as it is wanted.</summary>
    /// <param name="note">What goes into the record about it, if anything.</param>
    public static DutyResult UntilMended(TimeSpan wait, string why, Func<Incident, Decision>? note = null) => new Later(wait, why, Obstacle.Mending) { Note = note };

    /// <inheritdoc cref="UntilMended(TimeSpan, string, Func{Incident, Decision}?)"/>
    /// <param name="save">What goes into the record about it.</param>
    public static DutyResult UntilMended(TimeSpan wait, string why, Func<CommitScope, Task> save) => new Later(wait, why, Obstacle.Mending) { Save = save };

    /// <summary>Discord's limits leave no room for it; nothing is wrong with it.</summary>
    public static DutyResult NoRoom(TimeSpan wait, string why) => new Later(wait, why, Obstacle.Limit);

    /// <summary>It cannot be done; the reason is for people to read.</summary>
    public static DutyResult Impossible(string reason) => new GivenUp(reason);

    public sealed record Finished : DutyResult;

    public sealed record Remembered(Owed Owed) : DutyResult;

    public sealed record Recorded(Func<CommitScope, AgendaItem, Task> Record) : DutyResult;

    public sealed record Later(TimeSpan Wait, string Why, Obstacle Obstacle) : DutyResult
    {
        public Func<Incident, Decision>? Note { get; init; }

        public Func<CommitScope, Task>? Save { get; init; }
    }

    public sealed record GivenUp(string Reason) : DutyResult;
}

/// <summary>What something failed at, and so how long it is tried.</summary>
public enum Obstacle
{
    /// <summary>Perhaps itself: tried <see cref="DutyTerms.MostFailures"/> times.</summary>
    Own,

    /// <summary>Discord is away, or something is not there yet: tried <see cref="DutyTerms.MostAttempts"/> times.</summary>
    Outside,

    /// <summary>Something that people have to mend: tried without end.</summary>
    Mending,

    /// <summary>Discord's limits: given back until there is room, as often as it takes, and nothing worth a line in the log.</summary>
    Limit,
}
