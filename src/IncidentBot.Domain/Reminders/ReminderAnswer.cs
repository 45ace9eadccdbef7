using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;
using IncidentBot.Domain.Words;

namespace IncidentBot.Domain.Reminders;

/// <summary>What the two answers to a reminder have in common.</summary>
internal static class ReminderAnswer
{
    public static Refusal? Refuse(IncidentState state, ReminderKind? kind, Asker asker, out ReminderLog? log)
    {
        log = null;
        var incident = state.Incident;
        if (Visibility.Refuse(incident, Verb.Use, asker) is { } not) return not;
        log = kind is { } known ? NextReminder.LogOf(incident, known) : null;
        if (log is null) return new Refusal("I do not know this reminder any more.");
        if (log.DismissedBy is { } dismissed) return new Refusal($"{Say.Person(dismissed)} dismissed this reminder; it does not come again in {incident.Name}.");
        if (log.IsSnoozed && log.SnoozedUntil > asker.Now) return new Refusal($"It is put off until {Say.Clock(log.SnoozedUntil.Value)} already{(log.SnoozedBy is { } by ? $", by {Say.Person(by)}" : "")}.");
        return ReminderMatter.Since(state, log.Kind) == log.Since ? null : new Refusal("It is settled already: I do not remind of it any more.");
    }

    public static Incident With(Incident incident, ReminderLog log) => incident with { Reminders = [.. incident.Reminders.Where(one => one.Kind != log.Kind), log] };
}
