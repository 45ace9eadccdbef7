using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Timeline;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reminders;

/// <summary>Puts a reminder off.</summary>
public static class SnoozeReminder
{
    /// <summary>So often about the same matter: whoever wants it later still does not want it at all.</summary>
    public const int Most = 4;

    public static Outcome Decide(IncidentState state, ReminderKind? kind, Asker asker)
    {
        if (ReminderAnswer.Refuse(state, kind, asker, out var log) is { } not) return not;
        if (log!.Snoozes >= Most) return new Refusal($"It was put off {Most} times already. **Dismiss** ends it for this incident.");
        var until = (asker.Now + log.Kind.Snooze()).ToUniversalTime();
        var draft = new Draft(state, asker);
        draft.Incident = ReminderAnswer.With(draft.Incident, log with { SnoozedUntil = until, SnoozedBy = asker.Person, Snoozes = log.Snoozes + 1 });
        draft.Write(EntryKind.Reminder, $"Put the reminder off until {TypedTime.Clock(until, asker.Now, asker.Settings.TimeZone)}: {log.Kind.Subject()}");
        return draft.Done($"I remind again {Say.Clock(until)}, if it is still needed then.");
    }
}
