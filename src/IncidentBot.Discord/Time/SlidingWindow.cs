namespace IncidentBot.Discord;

/// <summary>At most so many in any span of this length, first come, first served. Thread-safe.</summary>
internal sealed class SlidingWindow(int capacity, TimeSpan length)
{
    private readonly Lock gate = new();
    private readonly TimeSpan[] taken = [.. Enumerable.Repeat(-length, capacity)];
    private int next;

    /// <summary>Takes the next place and says when it is.</summary>
    public TimeSpan Reserve(TimeSpan now)
    {
        lock (gate)
        {
            var place = taken[next] + length;
            if (place < now) place = now;
            taken[next] = place;
            next = (next + 1) % taken.Length;
            return place;
        }
    }
}
