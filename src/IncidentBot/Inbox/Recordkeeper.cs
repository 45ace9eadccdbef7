using IncidentBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>
/// What the bot does while its record cannot be written (the disk is full, another program holds the database): it says so, takes no commands, lets what was
/// said wait in order, and goes on by itself as soon as something can be saved again.
/// </summary>
public sealed class Recordkeeper(IncidentStore store, TimeProvider clock, ILogger<Recordkeeper> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim changed = new(0, 1);

    /// <summary>Why nothing can be saved, for whoever runs the bot; null while all is well.</summary>
    public string? Trouble => store.Trouble?.Message;

    /// <summary>What people are told who ask for something now; null while all is well.</summary>
    public string? Apology => store.Trouble is { } trouble ? ApologyFor(trouble) : null;

    /// <summary>What people are told when something could not be saved. Whoever runs the bot finds the rest in the log.</summary>
    public static string ApologyFor(StorageException trouble)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        return trouble.Fault switch
        {
            StorageFault.DiskFull => "Nothing was changed: I cannot save anything, the disk I write to is full. As soon as whoever runs me has made room I go on; please ask again then.",
            StorageFault.Busy => "Nothing was changed: I cannot save anything, another program holds my database. I go on as soon as it lets go; please ask again in a moment.",
            StorageFault.Disk => "Nothing was changed: I cannot save anything, the disk I write to fails. Please tell whoever runs me; I go on as soon as it works.",
            StorageFault.Away => "Nothing was changed: I cannot save anything, the server of my database does not answer or takes nothing. I go on as soon as it does; please ask again in a moment.",
            _ => $"Nothing was changed: {trouble.Message}",
        };
    }

    /// <summary>Saves something that must not be lost: tries again until it is saved.</summary>
    /// <exception cref="StorageException">It will not pass.</exception>
    public async Task KeepAsync(Func<Task> save, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(save);
        while (true)
        {
            try
            {
                await save();
                return;
            }
            catch (StorageException e) when (e.MayPass)
            {
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
        }
    }

    /// <summary>While nothing can be saved, sees again and again whether it can: on a quiet server nobody else would.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.TroubleChanged += Say;
        try
        {
            while (true)
            {
                await changed.WaitAsync(stoppingToken);
                while (store.Trouble is not null)
                {
                    await Task.Delay(BetweenTries, clock, stoppingToken);
                    await KeepAsync(() => store.TryToSaveAsync(stoppingToken), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot is going down.
        }
        finally
        {
            store.TroubleChanged -= Say;
        }
    }

    private void Say(StorageException? trouble)
    {
        if (trouble is null)
        {
            logger.LogInformation("The record can be written again: everything goes on");
            return;
        }

        logger.LogCritical("{Reason} I take no commands until it can be written again; what is said in incident channels waits", trouble.Message);
        if (changed.CurrentCount == 0) changed.Release();
    }
}
