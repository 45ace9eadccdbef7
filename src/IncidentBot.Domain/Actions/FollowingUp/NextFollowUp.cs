using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Actions.FollowingUp;

/// <summary>Somebody is to be written to about an action item.</summary>
/// <param name="To">Null: there is nobody to write to; it is said in a channel.</param>
/// <param name="IsEscalation">To the commander, because the item is long overdue.</param>
public sealed record DueFollowUp(ActionItem Action, PersonId? To, bool IsEscalation);

/// <param name="Due">The first that may be sent now; null: none.</param>
/// <param name="Over">Messages that have been answered and still show their buttons, with their item.</param>
/// <param name="Next">When to look again, as things are; null: not before something changes.</param>
public sealed record FollowUpPlan(DueFollowUp? Due, ImmutableArray<(ActionItem Action, AskedMessage Asked)> Over, DateTimeOffset? Next);

/// <summary>
/// When whom to remind of an incident's action items, from the state as it is: before its date, on it, after it, and the commander when it is long overdue.
/// However many of an item's reminders have fallen due (the bot was away), one is sent. Never at night, never for drills, never for what is no longer open.
/// </summary>
public static class NextFollowUp
{
    /// <summary>After that many repeats an item is left to the digest.</summary>
    public const int MostRepeats = 6;

    public static FollowUpPlan Of(IncidentState state, ServerSettings settings, DateTimeOffset now)
    {
        var hours = new WorkingHours(settings.TimeZone, settings.FollowUp.Hour);
        var over = state.Actions.SelectMany(action => action.FollowUp.Asked.Where(asked => IsOver(action, asked)).Select(asked => (action, asked))).ToImmutableArray();
        if (!IsFollowed(state.Incident)) return new(null, over, null);
        DueFollowUp? due = null;
        DateTimeOffset? next = null;
        foreach (var action in state.Actions.Where(action => action is { State: ActionState.Open, Due: not null }))
        {
            var rules = settings.FollowUp;
            var moments = Reminders(action, rules.Days, hours).Where(at => at > Settled(action)).ToList();
            if (moments.Exists(at => at <= now)) due ??= new(action, action.Owner ?? Commander(state.Incident), IsEscalation: false);
            next = Earlier(next, moments.Find(at => at > now) is { Ticks: > 0 } coming ? coming : null);
            if (Escalation(action, rules.Escalation, hours) is not { } late) continue;
            if (late <= now) due ??= new(action, CommanderBut(state.Incident, action.Owner), IsEscalation: true);
            else next = Earlier(next, late);
        }

        if (due is null) return new(null, over, next);
        var at = hours.NotBefore(now);
        return at <= now ? new(due, over, next) : new(null, over, Earlier(at, next));
    }

    /// <summary>Whether its items are followed up at all: not those of drills, nor of what was closed long before the bot heard of it.</summary>
    public static bool IsFollowed(Incident incident) => !incident.IsDrill && !incident.IsHistory;

    /// <summary>The last who had command.</summary>
    internal static PersonId? Commander(Incident incident) => incident.Roles.LastOrDefault(interval => interval.Role == IncidentRole.Commander)?.Person;

    /// <summary>Somebody else than the owner, who has been told often enough.</summary>
    private static PersonId? CommanderBut(Incident incident, PersonId? owner) =>
        Commander(incident) is { } commander && commander != owner ? commander : incident.DeclaredBy != owner && incident.DeclaredBy != default ? incident.DeclaredBy : null;

    private static IEnumerable<DateTimeOffset> Reminders(ActionItem action, ReminderDays days, WorkingHours hours)
    {
        if (days.Off) return [];
        var date = action.Due!.Value;
        var dates = new List<DateOnly>();
        if (days.Before is { } before) dates.Add(date.AddDays(-before));
        dates.Add(date);
        if (days.After is { } after)
        {
            dates.Add(date.AddDays(after));
            if (days.Every is { } every) dates.AddRange(Enumerable.Range(1, MostRepeats).Select(time => date.AddDays(after + (time * every))));
        }

        if (action.FollowUp.LaterOn is { } later) dates = [later, .. dates.Where(one => one > later)];
        return dates.Distinct().Order().Select(hours.Begin);
    }

    private static DateTimeOffset Settled(ActionItem action)
    {
        var since = action.FollowUp.Since ?? action.AddedAt;
        return action.FollowUp.Through is { } through && through > since ? through : since;
    }

    // What was opened again, or given a date that was past, is not long overdue from the first moment on.
    private static DateTimeOffset? Escalation(ActionItem action, EscalationDays days, WorkingHours hours)
    {
        if (days.After is not { } after || action.FollowUp.EscalatedAt is not null) return null;
        var since = hours.DayOf(action.FollowUp.Since ?? action.AddedAt);
        var from = action.Due!.Value > since ? action.Due.Value : since;
        return hours.Begin(from.AddDays(after));
    }

    private static bool IsOver(ActionItem action, AskedMessage asked) =>
        action.State != ActionState.Open
        || action.FollowUp.Since >= asked.At
        || (!asked.IsEscalation && (action.FollowUp.PutOffAt >= asked.At || (action.Owner is { } owner && asked.To is { } to && owner != to)));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;
}
