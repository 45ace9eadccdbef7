namespace IncidentBot.Discord;

/// <summary>
/// Finds the lane of a call. At first each route (with its major parameter) has one of its own; when an answer names the bucket behind it, routes that
/// share the bucket share the lane.
/// </summary>
internal sealed class Lanes(CallMeter meter, MonotonicClock clock)
{
    private const int TidyAbove = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Bucket, string Major), Lane> lanes = [];

    /// <summary>Waits for this call's turn. The lane must be left again.</summary>
    public async Task<Lane> EnterAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var lane = Find(request);
        while (true)
        {
            await lane.EnterAsync(cancellationToken);
            if (lane.MergedInto is not { } other) return lane;
            lane.Leave();
            lane = other;
        }
    }

    /// <summary>Before this moment Discord would refuse the call.</summary>
    public TimeSpan OpensAt(ApiRequest request) => Find(request).OpensAt;

    /// <summary>Takes in that an answer on this lane named the bucket.</summary>
    public void Learn(ApiRequest request, Lane lane, string bucket)
    {
        lock (gate)
        {
            buckets[request.Template] = bucket;
            if (lanes.TryAdd((bucket, request.Major), lane)) return;
            var shared = lanes[(bucket, request.Major)];
            if (shared == lane || shared.MergedInto == lane) return;
            shared.StayClosedUntil(lane.OpensAt);
            lane.MergedInto = shared;
        }
    }

    private Lane Find(ApiRequest request)
    {
        lock (gate)
        {
            if (lanes.Count > TidyAbove) Tidy();
            var key = (buckets.GetValueOrDefault(request.Template, request.Template), request.Major);
            if (!lanes.TryGetValue(key, out var lane)) lanes[key] = lane = new Lane(meter);
            return lane;
        }
    }

    // Each interaction has a lane of its own, used for a quarter of an hour at most.
    private void Tidy()
    {
        var now = clock.Now;
        foreach (var (key, lane) in lanes.Where(entry => entry.Value.Idle && entry.Value.OpensAt <= now).ToList()) lanes.Remove(key);
    }
}
