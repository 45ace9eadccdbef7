namespace IncidentBot.Inbox;

/// <summary>Whether the bot has logged in and registered its commands: from then on people are answered.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>Completes when the bot is ready for the first time.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public void Now() => ready.TrySetResult();
}
