using IncidentBot.Sandbox.Time;

namespace IncidentBot.Discord.Tests;

/// <summary>Waiting for what must happen, without guessing how long it takes.</summary>
internal static class Signal
{
    /// <summary>After so long a test has failed. Of the real clock: the network is real.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
    }

    /// <summary>Lets time pass, from timer to timer, whenever all calls only wait for it, until this one is done.</summary>
    public static async Task<T> DriveAsync<T>(this DrivenClock clock, IDiscordApi api, Task<T> call)
    {
        await clock.DriveAsync(api, (Task)call);
        return await call;
    }

    /// <inheritdoc cref="DriveAsync{T}"/>
    public static async Task DriveAsync(this DrivenClock clock, IDiscordApi api, Task call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!call.IsCompleted)
        {
            if (api.Waiting > 0 && api.InFlight == api.Waiting && clock.NextDue is { } due) clock.AdvanceTo(due);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
        }

        await call;
    }
}
