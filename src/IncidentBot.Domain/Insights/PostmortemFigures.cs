using IncidentBot.Domain.Incidents;
using IncidentBot.Domain.Postmortems;
using IncidentBot.Domain.Reviews;

namespace IncidentBot.Domain.Insights;

/// <summary>How far the postmortems of incidents are on their way to their readers. Imported reports count once somebody has begun to review them.</summary>
public sealed record PostmortemFigures
{
    public int Drafts { get; init; }

    public int InReview { get; init; }

    public int Published { get; init; }

    /// <summary>Of the drafts and those in review, how many are past the day by which they were to be published.</summary>
    public int Overdue { get; init; }

    /// <summary>From the end of the incident to the last publication. Null: none is published.</summary>
    public Spread? ToPublish { get; init; }

    public int Known => Drafts + InReview + Published;

    /// <param name="today">The day in the server's zone.</param>
    public static PostmortemFigures Of(IEnumerable<Incident> incidents, DateOnly today)
    {
        var all = incidents.Where(ReviewStanding.IsUnderWay).ToList();
        return new PostmortemFigures
        {
            Drafts = all.Count(incident => incident.Postmortem.Stage == PostmortemStage.Draft),
            InReview = all.Count(incident => incident.Postmortem.Stage == PostmortemStage.InReview),
            Published = all.Count(incident => incident.Postmortem.Stage == PostmortemStage.Published),
            Overdue = all.Count(incident => incident.Postmortem is { Stage: not PostmortemStage.Published, Due: { } due } && due.Date < today),
            ToPublish = Spread.Of(all.Where(incident => incident.Imported is null).Select(Length).OfType<TimeSpan>()),
        };
    }

    // An incident that was opened again and resolved later than its postmortem was published has not waited for it.
    private static TimeSpan? Length(Incident incident) =>
        incident is { Postmortem: { Stage: PostmortemStage.Published, StageSet.At: var published }, Milestones.Resolved: { } resolved } && published >= resolved ? published - resolved : null;
}
