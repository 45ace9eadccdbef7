using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Incidents;

/// <summary>Closes an incident that was none.</summary>
public static class Cancel
{
    public static Outcome Decide(IncidentState state, string? reason, Asker asker)
    {
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Resolve, asker) is { } not) return not;
        if (Closed.Refuse(incident) is { } closed) return closed;
        var why = Harmless.Plain(reason);
        if (Limits.Refuse("reason", why, Limits.Reason) is { } bad) return bad;
        var draft = new Draft(state, asker);
        draft.Close(asker.Person, $"{incident.Name} was a false alarm");
        draft.Write(EntryKind.Closed, $"Closed as a false alarm: {why}");
        draft.SetStatus(IncidentStatus.FalseAlarm, asker.Person, why);
        return draft.Done($"{incident.Name} is closed as a **false alarm**{Say.Because(why)}");
    }
}
