namespace IncidentBot.Discord;

/// <summary>
/// Counts the calls under way, and those of them that only wait. The counts are exact at every moment: whoever ends a wait (the clock's timer, or the
/// call ahead in the queue) takes it off the count before the waiting call runs on. A driver of the clock relies on it: when all calls wait, nothing
/// happens until time passes.
/// </summary>
internal sealed class CallMeter
{
    private int inFlight;
    private int waiting;

    public int InFlight => Volatile.Read(ref inFlight);

    public int Waiting => Volatile.Read(ref waiting);

    public void CallBegins() => Interlocked.Increment(ref inFlight);

    public void CallEnds() => Interlocked.Decrement(ref inFlight);

    public void WaitBegins() => Interlocked.Increment(ref waiting);

    public void WaitEnds() => Interlocked.Decrement(ref waiting);
}
