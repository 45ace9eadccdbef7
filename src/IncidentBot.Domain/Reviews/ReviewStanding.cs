using System.Collections.Immutable;
using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Servers;

namespace IncidentBot.Domain.Reviews;

/// <summary>
/// How the review of a postmortem stands. An approval is one of the text as it was then: a change after it withdraws it. Whoever asked for changes is waited for
/// until they approve, or are no longer asked.
/// </summary>
public static class ReviewStanding
{
    /// <summary>Who sees it through: whoever was asked to; else the last incident commander, who knows the most of it; else who resolved it. Null: the bot alone did.</summary>
    public static PersonId? Owner(Incident incident) =>
        incident.Postmortem.Owner
        ?? incident.Holder(IncidentRole.Commander)
        ?? incident.Roles.LastOrDefault(interval => interval.Role == IncidentRole.Commander)?.Person
        ?? incident.StatusHistory.LastOrDefault(change => change.Status == IncidentStatus.Resolved)?.By;

    /// <summary>Whether the reviewer approved the text as it is now.</summary>
    public static bool Approves(PostmortemState state, Reviewer reviewer) => reviewer.Answer is { Verdict: ReviewVerdict.Approved } answer && answer.Revision == state.Revision;

    /// <summary>How many approvals count.</summary>
    public static int Approvals(PostmortemState state) => state.Reviewers.Count(reviewer => Approves(state, reviewer));

    /// <summary>Those who asked for changes, and have not approved since.</summary>
    public static IEnumerable<Reviewer> Objectors(PostmortemState state) => state.Reviewers.Where(reviewer => reviewer.Answer?.Verdict == ReviewVerdict.ChangesRequested);

    /// <summary>Those who have not answered the text as it is now.</summary>
    public static IEnumerable<Reviewer> Waiting(PostmortemState state) => state.Reviewers.Where(reviewer => reviewer.Answer is null || reviewer.Answer.Revision != state.Revision);

    /// <summary>Since when a reviewer is waited for.</summary>
    public static DateTimeOffset WaitingSince(PostmortemState state, Reviewer reviewer) =>
        reviewer.Answer is not null && state.Changed is { } changed && changed.At > reviewer.AskedAt ? changed.At : reviewer.AskedAt;

    /// <summary>Whether it has the sign-off it needs.</summary>
    public static bool IsSignedOff(PostmortemState state, ServerSettings settings) => Approvals(state) >= settings.Reviews.Approvals && !Objectors(state).Any();

    /// <summary>Whether it is a document on its way: one of an incident that was resolved. Of what was only imported nobody expects that, unless somebody begins.</summary>
    public static bool IsUnderWay(Incident incident) =>
        incident.Status == IncidentStatus.Resolved
        && (incident.Imported is null || incident.Postmortem.Stage != PostmortemStage.Draft || incident.Postmortem.Owner is not null || incident.Postmortem.Due is not null);

    /// <summary>Whether its day has passed and it is not published.</summary>
    public static bool IsOverdue(Incident incident, ServerSettings settings, DateTimeOffset now) =>
        incident.Status == IncidentStatus.Resolved
        && incident.Postmortem is { Stage: not PostmortemStage.Published, Due: { } due }
        && due.Date < new DocumentTimes(settings.TimeZone).Date(now);

    /// <summary>Corrections to what is or was published, oldest first.</summary>
    public static IEnumerable<Timeline.TimelineEntry> Corrections(ImmutableArray<Timeline.TimelineEntry> entries) => entries.Where(entry => entry.Correction is not null && entry.Shown);

    /// <summary>The meeting that is to come; null when there is none, it is over, or it was called off.</summary>
    public static ReviewMeeting? Meeting(PostmortemState state, DateTimeOffset now) => state.Meeting is { IsCancelled: false } meeting && meeting.Ends > now ? meeting : null;
}
