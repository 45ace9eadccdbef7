using System.Collections.Concurrent;
using System.Globalization;

namespace IncidentBot.Chaos.Audit;

/// <summary>
/// Notes when this machine had so much to do that nobody's speed says anything: whoever is one of forty that want two processors gets its turn after seconds,
/// and that is no fault of the bot's. Linux only; elsewhere it is never busy.
/// </summary>
internal sealed class MachineWatch : IAsyncDisposable
{
    /// <summary>Processes that run or want to, for each processor, averaged over the last minute. The run itself comes to about 2.</summary>
    private const double Busy = 4;

    private const string LoadFile = "/proc/loadavg";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<DateTimeOffset> busy = new();
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    public MachineWatch() => watching = WatchAsync();

    /// <summary>For how long it was busy.</summary>
    public TimeSpan WasBusyFor => Step * busy.Count;

    public bool WasBusy(DateTimeOffset from, DateTimeOffset to) => busy.Any(at => at >= from - Step && at <= to + Step);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }

    private static bool IsBusy() =>
        File.Exists(LoadFile) && double.TryParse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture, out var load) && load > Busy * Environment.ProcessorCount;

    private async Task WatchAsync()
    {
        while (!over.IsCancellationRequested)
        {
            if (IsBusy()) busy.Enqueue(TimeProvider.System.GetUtcNow());
            await Task.Delay(Step, TimeProvider.System, over.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
