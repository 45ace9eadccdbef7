namespace IncidentBot.Discord;

/// <summary>
/// The queue in front of one rate-limit bucket. Calls pass one at a time, in the order in which they came: messages to a channel keep their order, and
/// the headers of each answer are known before the next call leaves.
/// </summary>
internal sealed class Lane(CallMeter meter)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> queue = [];
    private bool busy;

    /// <summary>Before this moment Discord would refuse the next call.</summary>
    public TimeSpan OpensAt { get; private set; }

    /// <summary>Nobody is in it or waits for it.</summary>
    public bool Idle
    {
        get
        {
            lock (gate) return !busy;
        }
    }

    /// <summary>Another lane that turned out to lead to the same bucket: go there instead.</summary>
    public Lane? MergedInto { get; set; }

    public Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (gate)
        {
            if (!busy)
            {
                busy = true;
                return Task.CompletedTask;
            }

            place = queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            meter.WaitBegins();
        }

        return WaitAsync(place, cancellationToken);
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        TaskCompletionSource? next = null;
        lock (gate)
        {
            if (queue.First is { } first)
            {
                queue.RemoveFirst();
                next = first.Value;
                meter.WaitEnds();
            }
            else
            {
                busy = false;
            }
        }

        next?.TrySetResult();
    }

    public void StayClosedUntil(TimeSpan moment)
    {
        lock (gate)
        {
            if (moment > OpensAt) OpensAt = moment;
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        await using var cancellation = cancellationToken.UnsafeRegister(_ => GiveUp(place, cancellationToken), null);
        await place.Value.Task;
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (place.List is null) return;
            queue.Remove(place);
            meter.WaitEnds();
        }

        place.Value.TrySetCanceled(cancellationToken);
    }
}
