using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using IncidentBot.Trackers;
using Microsoft.Extensions.Hosting;

namespace IncidentBot.Actions;

/// <summary>Looks at every start for action items that nobody follows up yet (of an earlier version, or imported), and asks the trackers what was missed.</summary>
public sealed class FollowUpFromStart(IncidentStore store, TrackerBook trackers, Readiness readiness, Recordkeeper keeper, Activity activity) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.WaitAsync(stoppingToken);
            using (activity.Begin())
            {
                foreach (var incident in await store.UnfollowedActionsAsync(stoppingToken))
                    await keeper.KeepAsync(() => store.CommitAsync(scope => scope.OweAsync(incident, new FollowUpActions()), stoppingToken), stoppingToken);
                if (trackers.All.Count == 0) return;
                foreach (var server in await trackers.ServersAsync(stoppingToken))
                {
                    foreach (var tracker in await trackers.ForAsync(server, stoppingToken))
                        await keeper.KeepAsync(() => store.CommitAsync(scope => scope.OweAsync(server, new PollTracker(tracker.Name)), stoppingToken), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start does it.
        }
    }
}
