using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <summary>Records what resolved it.</summary>
public static class SetFix
{
    public static Outcome Decide(IncidentState state, string? text, Asker asker) => Facts.Record(state, EntryKind.Fix, "fix", text, state.Incident.Fix, asker);
}
