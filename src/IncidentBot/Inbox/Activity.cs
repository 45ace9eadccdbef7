namespace IncidentBot.Inbox;

/// <summary>Counts what the bot is doing right now, so that a replay knows when everything that was asked has been done.</summary>
public sealed class Activity
{
    private int running;
    private long finished;

    /// <summary>How many pieces of work are under way.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>How many were ever finished.</summary>
    public long Finished => Volatile.Read(ref finished);

    /// <summary>Counts one piece of work until the result is disposed.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref running);
        return new Work(this);
    }

    private sealed class Work(Activity owner) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 1) return;
            Interlocked.Increment(ref owner.finished);
            Interlocked.Decrement(ref owner.running);
        }
    }
}
