using IncidentBot.Domain;
using IncidentBot.Domain.Actions;
using IncidentBot.Storage;
using IncidentBot.Trackers;

namespace IncidentBot.Agenda;

/// <summary>Asks a tracker which issues have changed, and has those looked at that no longer agree with their action item; then waits, and asks again.</summary>
public sealed class PollTrackerDuty(IncidentStore store, TrackerBook trackers, TrackerClient client, TimeProvider clock) : IServerDuty
{
    /// <summary>In one go; what is left is asked for a little later.</summary>
    private const int MostPages = 5;

    /// <summary>What was closed longer ago than this is not expected to be opened again.</summary>
    private static readonly TimeSpan Followed = TimeSpan.FromDays(90);

    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BetweenPages = TimeSpan.FromSeconds(10);

    public Type Kind => typeof(PollTracker);

    public async Task<DutyResult> DoAsync(AgendaItem item, ServerId server, CancellationToken cancellationToken)
    {
        var owed = (PollTracker)item.Owed;
        var now = clock.GetUtcNow();
        if (await trackers.FindAsync(owed.Tracker, server, cancellationToken) is not { } tracker) return DutyResult.Done;
        var followed = (await store.ListActionsAsync(server, all: true, cancellationToken: cancellationToken))
            .Select(one => one.Action)
            .Where(action => action.Issue is { IsThere: true } issue && issue.Tracker.Equals(tracker.Name, StringComparison.OrdinalIgnoreCase) && (action.ClosedAt is not { } closed || closed > now - Followed))
            .ToLookup(action => action.Issue!.Number!.Value);
        if (followed.Count == 0) return DutyResult.Done;
        var since = owed.Since ?? followed.SelectMany(one => one).Min(action => action.Issue!.WantedAt) - Leeway;
        var changed = new List<ActionItem>();
        var (page, seen, etag, isLast) = (owed.Page, owed.Seen, owed.ETag, false);
        try
        {
            for (var read = 0; read < MostPages && !isLast; read++, page++)
            {
                var answer = await client.ListAsync(tracker, since, page, page == 1 ? owed.ETag : null, cancellationToken);
                if (page == 1) etag = answer.ETag;
                isLast = answer.IsLast;
                foreach (var issue in answer.Issues ?? [])
                {
                    seen = seen > issue.UpdatedAt ? seen : issue.UpdatedAt;
                    changed.AddRange(followed[issue.View.Number].Where(action => action.Issue!.IsClosed != issue.View.IsClosed));
                }
            }
        }
        catch (TrackerException e)
        {
            // However long it is away, what was done there meanwhile is asked for once it is back.
            return DutyResult.UntilMended(e.Wait ?? DutyTerms.PauseUntilMended(item.Attempts, Random.Shared), e.Message);
        }

        // The answer to the same question is known by its ETag; to another one there is none yet.
        var until = seen ?? since;
        var next = !isLast
            ? owed with { Since = since, Page = page, Seen = seen, ETag = null, Due = now + BetweenPages }
            : new PollTracker(tracker.Name, until, until == since && owed.Page == 1 ? etag : null) { Due = now + tracker.Poll };
        return DutyResult.DoneWith(async scope =>
        {
            foreach (var action in changed.Distinct()) await scope.OweAsync(action.Incident, new TrackIssue(action.Number));
            await scope.OweAsync(server, next);
        });
    }
}
