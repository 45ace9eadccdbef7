using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Moves an open incident between investigating, identified and monitoring.</summary>
public static class SetStatus
{
    public static Outcome Decide(IncidentState state, IncidentStatus status, Asker asker, string? reason = null)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        if (!status.IsOpen()) return NotByStatus(status);
        if (Closed.Refuse(incident) is { } closed) return closed;
        if (incident.Status == status) return new Refusal($"{incident.Name} is {status.Word()} already.");
        if (Limits.RefuseReason(reason, out var why) is { } bad) return bad;
        var draft = new Draft(state, asker);
        Move(draft, status, asker.Person, why);
        return draft.Done($"{incident.Name} is now **{status.Word()}** (it was {incident.Status.Word()}){(why is null ? "." : Say.Because(why))}");
    }

    internal static void Move(Draft draft, IncidentStatus status, PersonId by, string? reason)
    {
        draft.Write(EntryKind.Status, $"Status: {draft.Incident.Status.Word()} → {status.Word()}{(reason is null ? "" : ": " + reason)}");
        draft.SetStatus(status, by, reason);
    }

    internal static Refusal NotByStatus(IncidentStatus status) => new(status switch
    {
        IncidentStatus.Resolved => "To resolve it, use `/incident resolve` or the button **Resolve** on the card.",
        IncidentStatus.FalseAlarm => "To close it as a false alarm, use `/incident cancel`.",
        _ => "To close it into another incident, use `/incident link`.",
    });
}
