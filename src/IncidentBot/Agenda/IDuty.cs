using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Agenda;

/// <summary>How one kind of thing that the bot owes is done. The state is read when it is due, and decides whether it is still right to do it.</summary>
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
}

/// <summary>How it went. Exceptions of Discord's API are turned into one by the runner.</summary>
public abstract record DutyResult
{
    private DutyResult()
    {
    }

    public static DutyResult Done { get; } = new Finished();

    /// <summary>Done; what is decided on the state as it is then, records it and completes the item in one commit. Null: there is nothing to record any more.</summary>
    public static DutyResult DoneWith(Func<IncidentState, Decision?> record) => new Recorded(record);

    /// <summary>Done; the incident remembers something about it.</summary>
    public static DutyResult DoneWith(Func<Incident, Incident> remember) => new Recorded(state => new Decision(remember(state.Incident), ""));

    /// <summary>Something it needs is not there yet.</summary>
    /// <param name="note">What goes into the record about it, if anything.</param>
    public static DutyResult NotYet(TimeSpan wait, string why, Func<Incident, Decision>? note = null) => new Later(wait, why, note);

    /// <summary>It cannot be done; the reason is for people to read.</summary>
    public static DutyResult Impossible(string reason) => new GivenUp(reason);

    public sealed record Finished : DutyResult;

    public sealed record Recorded(Func<IncidentState, Decision?> Record) : DutyResult;

    public sealed record Later(TimeSpan Wait, string Why, Func<Incident, Decision>? Note) : DutyResult;

    public sealed record GivenUp(string Reason) : DutyResult;
}
