using System.Collections.Immutable;
using IncidentBot.Domain.Actions;
using IncidentBot.Domain.Escalation;
using IncidentBot.Domain.Escalation.Policies;
using IncidentBot.Domain.Timeline;

namespace IncidentBot.Domain.Incidents;

/// <summary>What must hold for every record at any time.</summary>
public static class Invariants
{
    /// <summary>Each broken rule in words; empty when all is well.</summary>
    public static ImmutableArray<string> Violations(IncidentState state) =>
        [.. OfIncident(state.Incident), .. OfRoles(state.Incident), .. OfTimeline(state), .. OfFacts(state), .. OfEscalations(state), .. OfActions(state)];

    private static IEnumerable<string> OfIncident(Incident incident)
    {
        if (incident.Title.Length is 0 or > Limits.Title) yield return "the title is 1 to 100 characters long";
        if (incident.Number < 1) yield return "incidents are numbered from 1 up";
        if (MilestoneOrder.Broken(incident.Milestones) is var (earlier, later)) yield return $"{earlier} comes before {later}";
        if ((incident.Status == IncidentStatus.Resolved) != incident.Milestones.Resolved.HasValue) yield return "what is resolved has a time at which it was, and nothing else has";
        if (incident.StatusHistory.IsEmpty || incident.StatusHistory[^1].Status != incident.Status) yield return "the status is the last of its history";
        if (incident.Reminders.Select(log => log.Kind).Distinct().Count() != incident.Reminders.Length) yield return "each kind of reminder has one log";
        if (incident.SeverityHistory.IsEmpty || incident.SeverityHistory[^1].Severity != incident.Severity) yield return "the severity is the last of its history";
        if (incident.StatusHistory.Zip(incident.StatusHistory.Skip(1)).Any(pair => pair.First.Status == pair.Second.Status)) yield return "a change of status changes it";
        if (incident.SeverityHistory.Zip(incident.SeverityHistory.Skip(1)).Any(pair => pair.First.Severity == pair.Second.Severity)) yield return "a change of severity changes it";
        if (incident.Status == IncidentStatus.Duplicate && incident.Links.All(link => link.Kind != LinkKind.DuplicateOf)) yield return "a duplicate is one of something";
        if (incident.Links.Any(link => link.Number == incident.Number)) yield return "nothing is linked with itself";
        if (incident.Links.DistinctBy(link => (link.Kind, link.Number)).Count() != incident.Links.Length) yield return "a link stands once";
        if (incident.Services.Distinct(StringComparer.OrdinalIgnoreCase).Count() != incident.Services.Length) yield return "a service is named once";
        if (incident.Impacts.Any(impact => impact.Percent is < 0 or > 100 || impact.People < 0)) yield return "impact is 0 to 100 percent, and no negative people";
        var postmortem = incident.Postmortem;
        if (postmortem.Reviewers.DistinctBy(one => one.Person).Count() != postmortem.Reviewers.Length) yield return "a person reviews a postmortem once";
        if (postmortem.Reviewers.Any(one => one.Answer is { } answer && answer.Revision > postmortem.Revision)) yield return "an answer to a review is one to a text there was";
        if ((postmortem.Stage == Reviews.PostmortemStage.Published) != postmortem.Publication.HasValue) yield return "what is published has its publication, and nothing else has";
        if (incident.IsOpen && postmortem.Stage != Reviews.PostmortemStage.Draft) yield return "the postmortem of an open incident is a draft";
        if (!incident.IsOpen && (incident.Handover is not null || incident.NextUpdateDue is not null)) yield return "nothing is pending on what is closed";
    }

    private static IEnumerable<string> OfRoles(Incident incident)
    {
        foreach (var role in incident.Roles.GroupBy(interval => interval.Role))
        {
            var intervals = role.ToList();
            if (intervals.Count(interval => interval.To is null) > 1) yield return $"one person at a time is {role.Key.Title}";
            if (intervals.Exists(interval => interval.To < interval.From)) yield return $"{role.Key.Title} ends after it begins";
            if (intervals.Zip(intervals.Skip(1)).Any(pair => pair.First.To is null || pair.First.To > pair.Second.From)) yield return $"intervals of {role.Key.Title} follow each other";
        }

        if (incident.Handover is { } offer && incident.Holder(IncidentRole.Commander) != offer.From) yield return "a handover is offered by the commander";
    }

    private static IEnumerable<string> OfTimeline(IncidentState state)
    {
        var entries = state.Entries;
        if (!entries.Select(entry => entry.Number).SequenceEqual(Enumerable.Range(1, state.Incident.LastEntry))) yield return "entries are numbered without gaps";
        if (entries.Where(entry => entry.Source is not null).GroupBy(entry => (entry.Source, entry.Kind)).Any(group => group.Count() > 1)) yield return "there is one entry for a message and kind";
        if (entries.Any(entry => entry.Marks.DistinctBy(mark => mark.By).Count() != entry.Marks.Length)) yield return "a person marks once";
        if (entries.Any(entry => entry is { Shown: true, Source: not null, Edited: null } && entry.Marks.IsEmpty)) yield return "an entry from a message is marked by somebody";
        if (state.Incident.Postmortem.Publication is { } published && !entries.Any(entry => entry.Number == published && entry.Publication is not null)) yield return "what is published stands in the timeline";
        if (entries.Any(entry => entry.Text.Length == 0)) yield return "an entry says something";
        if (entries.Any(entry => entry.HappenedAt > entry.RecordedAt && entry.Edited is null)) yield return "nothing is recorded before it happens";
    }

    private static IEnumerable<string> OfFacts(IncidentState state)
    {
        if (Newest(state, EntryKind.Cause) != state.Incident.Cause?.Text) yield return "the cause is what the newest entry says";
        if (Newest(state, EntryKind.Fix) != state.Incident.Fix?.Text) yield return "the fix is what the newest entry says";
        if (Newest(state, EntryKind.Detection) != state.Incident.Detection?.Text) yield return "the detection is what the newest entry says";
        var impacts = state.Entries.Where(entry => entry.Kind == EntryKind.Impact && entry.Shown).Select(entry => entry.Text);
        if (!impacts.SequenceEqual(state.Incident.Impacts.Select(impact => impact.Text))) yield return "each impact stands in the timeline";
    }

    private static string? Newest(IncidentState state, EntryKind kind) => state.Entries.LastOrDefault(entry => entry.Kind == kind && entry.Shown)?.Text;

    private static IEnumerable<string> OfEscalations(IncidentState state)
    {
        if (!state.Escalations.Select(escalation => escalation.Number).SequenceEqual(Enumerable.Range(1, state.Incident.LastEscalation))) yield return "escalations are numbered without gaps";
        foreach (var escalation in state.Escalations)
        {
            var number = escalation.Number;
            if (escalation.State == EscalationState.Paging && !state.Incident.IsOpen) yield return $"escalation {number} does not page for a closed incident";
            if ((escalation.State == EscalationState.Acknowledged) != (escalation.AcknowledgedBy.HasValue && escalation.AcknowledgedAt.HasValue)) yield return $"escalation {number} says who acknowledged";
            if (escalation.AcknowledgedAt < escalation.StartedAt) yield return $"escalation {number} is acknowledged after it began";
            if ((escalation.State is EscalationState.Unanswered or EscalationState.Stopped) != escalation.EndedAt.HasValue) yield return $"escalation {number} says when it ended";
            if ((EscalationRun.IsCall(escalation) && escalation.Pages.Length > EscalationRun.PagesInAll(escalation)) || !escalation.Pages.Select(page => page.Attempt).SequenceEqual(Enumerable.Range(1, escalation.Pages.Length))) yield return $"escalation {number} pages {NextPage.Attempts} times at most, in order";
            if (escalation.Declined.Distinct().Count() != escalation.Declined.Length) yield return $"people decline escalation {number} once";
        }

        if (state.Escalations.Any(escalation => escalation.Run is { } run && (run.Events is not [RunEvent.Began, ..] || !EscalationRun.Agrees(escalation)))) yield return "an escalation stands as its run says";
        var paging = state.Escalations.Where(escalation => escalation.State == EscalationState.Paging).Select(escalation => (escalation.Target.Kind, escalation.Target.Id, escalation.Target.Id == 0 ? escalation.Target.Name.ToUpperInvariant() : "")).ToList();
        if (paging.Distinct().Count() != paging.Count) yield return "nobody is paged twice at once";
    }

    private static IEnumerable<string> OfActions(IncidentState state)
    {
        if (!state.Actions.Select(action => action.Number).SequenceEqual(Enumerable.Range(1, state.Incident.LastAction))) yield return "action items are numbered without gaps";
        if (state.Actions.Any(action => (action.State == ActionState.Open) == action.ClosedAt.HasValue)) yield return "what is closed says since when";
        if (state.Actions.Where(action => action.Source is not null).GroupBy(action => action.Source).Any(group => group.Count() > 1)) yield return "a message becomes one action item";
    }
}
