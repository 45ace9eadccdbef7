using IncidentBot.Domain;
using IncidentBot.Inbox;
using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;

namespace IncidentBot.OnCall;

/// <summary>Looks at every start who is on call: shifts may have changed while the bot was away, and a new version may know more of the zones. And goes on to meet those who may be paged.</summary>
public sealed class FollowFromStart(IncidentStore store, Readiness readiness, Recordkeeper keeper, Activity activity) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.WaitAsync(stoppingToken);
            using (activity.Begin())
            {
                foreach (var server in await store.ServersWithOnCallAsync(stoppingToken))
                    await keeper.KeepAsync(() => store.CommitAsync(scope => OweAsync(scope, server), stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start does it.
        }
    }

    private static async Task OweAsync(CommitScope scope, ServerId server)
    {
        await scope.OweAsync(server, new FollowShifts());
        await scope.OweAsync(server, new OpenConversations());
    }
}
