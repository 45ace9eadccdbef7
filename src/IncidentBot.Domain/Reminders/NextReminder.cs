using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Reminders;

/// <summary>What reminders need now.</summary>
/// <param name="Over">Kinds whose message stands in the channel with its buttons though it is answered, put off or dismissed: it is to say so, and lose them.</param>
/// <param name="Due">The kind to remind of now; null: none.</param>
/// <param name="WakeAt">When to look again if nothing changes before; null: then there is nothing to look for.</param>
public sealed record ReminderPlan(ImmutableArray<ReminderKind> Over, ReminderKind? Due, DateTimeOffset? WakeAt)
{
    /// <summary>When something is to be done, seen from <paramref name="now"/>; null: never, unless something changes.</summary>
    public DateTimeOffset? ActAt(DateTimeOffset now) => !Over.IsEmpty || Due is not null ? now : WakeAt;
}

/// <summary>
/// Decides what people are reminded of, from the state, the server's settings and the clock alone.
/// <para>
/// The way of a reminder: any decision that changes what one depends on owes <see cref="Remind"/> for the instant at which it may be due (<see cref="Draft"/>
/// derives that, so no command can forget it). When it falls due, this function looks at the state as it is then and says what is right: remind now, look again
/// later, or bring a message that was answered to its end. So timers are never cancelled or moved: one that comes too early looks, and waits again.
/// What was sent is recorded (<see cref="RecordReminders"/>); people answer by doing it, or with <see cref="SnoozeReminder"/> and <see cref="DismissReminder"/>.
/// </para>
/// <para>
/// It does not nag: each kind comes at most <see cref="Most"/> times about the same matter, after pauses that double; at most one message in
/// <see cref="Apart"/>, whatever is due; never again once it was dismissed; and it begins anew only when the matter itself does.
/// </para>
/// </summary>
public static class NextReminder
{
    /// <summary>How often it reminds of the same matter, unless people put it off: each snooze asks for one more.</summary>
    public const int Most = 3;

    /// <summary>Two reminders in a channel, of whichever kind, are at least so far apart.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    /// <summary>What a repeat's pause is counted from at least.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(5);

    public static ReminderPlan Of(IncidentState state, ServerSettings settings, DateTimeOffset now)
    {
        var logs = state.Incident.Reminders;
        ImmutableArray<ReminderKind> over = [.. logs.Where(log => log.Message is not null && IsOver(state, settings, log)).Select(log => log.Kind)];
        var free = logs.Max(log => log.SentAt) + Apart;
        ReminderKind? due = null;
        DateTimeOffset? wake = null;
        foreach (var kind in ReminderKinds.All)
        {
            if (DueAt(state, settings, kind) is not { } at || (kind.ComesBefore() && now >= ReminderMatter.Since(state, kind))) continue;
            if (free > at) at = free.Value;
            if (at <= now) due ??= kind;
            else if (wake is null || at < wake) wake = at;
        }

        return new(over, due, due is null ? wake : null);
    }

    /// <summary>When it comes next if nothing changes; null: not at all. May have passed.</summary>
    public static DateTimeOffset? DueAt(IncidentState state, ServerSettings settings, ReminderKind kind)
    {
        if (Asks(state, settings, kind) is not { } after || ReminderMatter.Since(state, kind) is not { } since) return null;
        var log = LogOf(state.Incident, kind);
        if (log is null || log.Since != since || log.Sent == 0)
        {
            var first = kind.ComesBefore() ? since - after : since + after;
            // Whoever has just set the date need not be told of it.
            if (kind.ComesBefore() && state.Incident.Postmortem.Due?.SetAt > first) return null;
            return log?.SnoozedUntil > first ? log.SnoozedUntil : first;
        }

        if (log.IsSnoozed) return log.SnoozedUntil;
        return log.Sent < Most && !kind.ComesBefore() ? log.SentAt + Pause(after, log.Sent) : null;
    }

    /// <summary>The kind's log; null when it never came and nobody said anything to it.</summary>
    public static ReminderLog? LogOf(Incident incident, ReminderKind kind) => incident.Reminders.FirstOrDefault(log => log.Kind == kind);

    /// <summary>What a decision that leads from one state to the other owes the reminders; null: nothing.</summary>
    /// <param name="settings">Null: not known here, so that it is looked at once.</param>
    internal static Remind? Owe(IncidentState before, IncidentState after, ServerSettings? settings, DateTimeOffset now)
    {
        if (before.Incident.Version > 0 && Matters.Of(before) == Matters.Of(after)) return null;
        if (settings is null) return new Remind { Due = now };
        return Of(after, settings, now).ActAt(now) is { } due ? new Remind { Due = due } : null;
    }

    /// <summary>Its message no longer says what is so, or what people want.</summary>
    private static bool IsOver(IncidentState state, ServerSettings settings, ReminderLog log) =>
        log.IsSnoozed || Asks(state, settings, log.Kind) is null || ReminderMatter.Since(state, log.Kind) != log.Since;

    /// <summary>After how long this kind comes in this incident; null: it does not.</summary>
    private static TimeSpan? Asks(IncidentState state, ServerSettings settings, ReminderKind kind)
    {
        var incident = state.Incident;
        if (incident.IsDrill && settings.Reminders.QuietInDrills) return null;
        return LogOf(incident, kind)?.DismissedBy is null ? settings.Reminders[kind][incident.Severity] : null;
    }

    private static TimeSpan Pause(TimeSpan after, int sent) => (after > ShortestPause ? after : ShortestPause) * (1 << sent);

    /// <summary>Everything reminders depend on but the clock and the settings.</summary>
    private sealed record Matters(
        IncidentStatus Status, Severity Severity, ImmutableArray<ReminderLog> Logs, DateTimeOffset? Commander, DateTimeOffset? Promise, DateTimeOffset? Update, DateTimeOffset? Open, DateTimeOffset? Cause,
        DateTimeOffset? PostmortemDue, DateTimeOffset? ReviewWaiting, int Waiting)
    {
        public static Matters Of(IncidentState state) => new(
            state.Incident.Status,
            state.Incident.Severity,
            state.Incident.Reminders,
            ReminderMatter.Since(state, ReminderKind.NoCommander),
            ReminderMatter.Since(state, ReminderKind.UpdateDue),
            ReminderMatter.Since(state, ReminderKind.NoUpdate),
            ReminderMatter.Since(state, ReminderKind.StillOpen),
            ReminderMatter.Since(state, ReminderKind.NoCause),
            ReminderMatter.Since(state, ReminderKind.PostmortemDue),
            ReminderMatter.Since(state, ReminderKind.ReviewWaiting),
            ReminderMatter.Also(state, ReminderKind.ReviewWaiting).Length);
    }
}
