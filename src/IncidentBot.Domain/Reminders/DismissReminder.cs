using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Reminders;

/// <summary>Ends one kind of reminder for this incident.</summary>
public static class DismissReminder
{
    public static Outcome Decide(IncidentState state, ReminderKind? kind, Asker asker)
    {
        if (ReminderAnswer.Refuse(state, kind, asker, out var log) is { } not) return not;
        var draft = new Draft(state, asker);
        draft.Incident = ReminderAnswer.With(draft.Incident, log! with { DismissedBy = asker.Person });
        draft.Write(EntryKind.Reminder, $"Dismissed the reminder: {log!.Kind.Subject()}");
        return draft.Done($"I do not remind of it again in {state.Incident.Name}. Other reminders still come.");
    }
}
