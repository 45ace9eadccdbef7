using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Reminders;

/// <summary>What each kind of reminder is about: since when it is so, and whose it is.</summary>
public static class ReminderMatter
{
    /// <summary>Since when what it reminds of is so; null: it is not.</summary>
    public static DateTimeOffset? Since(IncidentState state, ReminderKind kind)
    {
        var incident = state.Incident;
        return kind switch
        {
            ReminderKind.NoCommander => incident.IsOpen && incident.Holder(IncidentRole.Commander) is null ? Begun(incident) : null,
            ReminderKind.UpdateDue => incident.IsOpen ? incident.NextUpdateDue : null,

            // Who promised the next update for later is not asked for one before.
            ReminderKind.NoUpdate => incident is { IsOpen: true, NextUpdateDue: null } ? LastTold(state) : null,
            ReminderKind.StillOpen => incident.IsOpen ? Begun(incident) : null,
            ReminderKind.PostmortemDue or ReminderKind.PostmortemOverdue => IsOnItsWay(incident) ? incident.Postmortem.Due?.Morning : null,
            ReminderKind.ReviewWaiting => IsOnItsWay(incident) && incident.Postmortem.Stage == PostmortemStage.InReview ? WaitingSince(incident) : null,
            _ => IsUnexplained(incident) ? incident.StatusHistory[^1].At : null,
        };
    }

    /// <summary>Who is asked by name; null: nobody is known whose it would be.</summary>
    public static PersonId? To(IncidentState state, ReminderKind kind)
    {
        var incident = state.Incident;
        var commander = incident.Holder(IncidentRole.Commander);
        return kind switch
        {
            // Whoever answered the last call for help is there; who declared it may only have reported it.
            ReminderKind.NoCommander => Answered(state) ?? Declarer(incident),
            ReminderKind.UpdateDue => incident.Holder(IncidentRole.Communications) ?? commander ?? LastUpdate(state)?.By ?? Declarer(incident),
            ReminderKind.NoUpdate => incident.Holder(IncidentRole.Communications) ?? commander ?? Declarer(incident),
            ReminderKind.StillOpen => commander ?? Declarer(incident),
            ReminderKind.PostmortemDue or ReminderKind.PostmortemOverdue => ReviewStanding.Owner(incident),
            ReminderKind.ReviewWaiting => Waiting(incident).FirstOrDefault(),
            _ => commander ?? incident.StatusHistory[^1].By,
        };
    }

    /// <summary>Who is asked by name besides: of those who have not answered a review, the others.</summary>
    public static ImmutableArray<PersonId> Also(IncidentState state, ReminderKind kind) => kind == ReminderKind.ReviewWaiting ? [.. Waiting(state.Incident).Skip(1).OfType<PersonId>()] : [];

    /// <summary>Also one that was taken out of the timeline: people have read it.</summary>
    public static TimelineEntry? LastUpdate(IncidentState state) => state.Entries.LastOrDefault(entry => entry.Kind == EntryKind.Update);

    /// <summary>Since when it is open with its present severity: whoever has just changed it is not told at once that it should have been long ago.</summary>
    private static DateTimeOffset Begun(Incident incident)
    {
        var opened = incident.Milestones.Declared;
        for (var n = incident.StatusHistory.Length - 1; n > 0; n--)
        {
            if (!incident.StatusHistory[n].Status.IsOpen() || incident.StatusHistory[n - 1].Status.IsOpen()) continue;
            opened = incident.StatusHistory[n].At;
            break;
        }

        return Later(opened, incident.SeverityHistory.LastOrDefault()?.At);
    }

    private static DateTimeOffset LastTold(IncidentState state) =>
        Later(Later(Begun(state.Incident), state.Incident.StatusHistory.LastOrDefault()?.At), LastUpdate(state)?.RecordedAt);

    // What people wrote as the section is the explanation too. Where the channel is gone or nobody writes any more, nobody is asked.
    private static bool IsUnexplained(Incident incident) =>
        incident is { Status: IncidentStatus.Resolved, Cause: null, Channel: not null, Retirement: null or { DoneAt: null }, StatusHistory: not [] }
        && !incident.WrittenSections.ContainsKey(SectionIds.RootCause);

    // A drill counts for nothing, and whoever learned from it has done so.
    private static bool IsOnItsWay(Incident incident) =>
        incident is { Status: IncidentStatus.Resolved, IsDrill: false, Channel: not null, Retirement: null or { DoneAt: null }, Postmortem.Stage: not PostmortemStage.Published };

    private static IEnumerable<PersonId?> Waiting(Incident incident) =>
        ReviewStanding.Waiting(incident.Postmortem).OrderBy(one => ReviewStanding.WaitingSince(incident.Postmortem, one)).Select(one => (PersonId?)one.Person);

    private static DateTimeOffset? WaitingSince(Incident incident) =>
        ReviewStanding.Waiting(incident.Postmortem).Select(one => (DateTimeOffset?)ReviewStanding.WaitingSince(incident.Postmortem, one)).Min();

    private static PersonId? Answered(IncidentState state) => state.Escalations.Where(one => one.AcknowledgedBy is not null).MaxBy(one => one.AcknowledgedAt)?.AcknowledgedBy;

    // What an alert opened was declared by nobody.
    private static PersonId? Declarer(Incident incident) => incident.OpenedByAlert ? null : incident.DeclaredBy;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
