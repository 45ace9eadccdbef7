using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <summary>Records the root cause. The status stays: only people move it.</summary>
public static class SetCause
{
    public static Outcome Decide(IncidentState state, string? text, Asker asker) => Facts.Record(state, EntryKind.Cause, "root cause", text, state.Incident.Cause, asker);
}
