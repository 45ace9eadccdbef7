using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Sandbox.Rest;
using IncidentBot.Sandbox.World;

namespace IncidentBot.Sandbox.Limits;

/// <summary>What the headers of a response say about its bucket (Topics: Rate Limits).</summary>
internal sealed record BucketState(string Hash, int Limit, int Remaining, DateTimeOffset Reset, TimeSpan ResetAfter);

/// <summary>A refused request. <paramref name="Scope"/> is user, global or shared.</summary>
internal sealed record Refusal(TimeSpan RetryAfter, bool Global, string Scope);

/// <summary>
/// Buckets per route and major parameter, 50 requests a second overall, the unannounced limit of two renames in ten minutes,
/// and the ban after 10,000 invalid requests in ten minutes. Called under the world's gate.
/// </summary>
internal sealed class RateLimiter(SandboxWorld world)
{
    private const int PerSecond = 50;
    private const int InvalidAllowed = 10_000;
    private const int RenamesAllowed = 2;
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (DateTimeOffset Reset, int Used)> buckets = [];
    private readonly Dictionary<ulong, List<DateTimeOffset>> renames = [];
    private readonly Queue<DateTimeOffset> invalid = new();
    private DateTimeOffset secondStart;
    private int inSecond;

    private DateTimeOffset Now => world.Time.GetUtcNow();

    private bool Strict => world.Options.StrictRateLimits;

    /// <summary>Whether the address is banned for now.</summary>
    public bool IsBanned()
    {
        while (invalid.TryPeek(out var first) && first + TenMinutes <= Now) invalid.Dequeue();
        return Strict && invalid.Count > InvalidAllowed;
    }

    public void CountInvalid() => invalid.Enqueue(Now);

    public Refusal? TakeGlobal()
    {
        if (Now - secondStart >= TimeSpan.FromSeconds(1)) (secondStart, inSecond) = (Now, 0);
        if (++inSecond <= PerSecond || !Strict) return null;
        return new Refusal(secondStart + TimeSpan.FromSeconds(1) - Now, Global: true, "global");
    }

    public (BucketState State, Refusal? Refusal) Take(Route route, IReadOnlyDictionary<string, string> parameters, User? user)
    {
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{BucketName(route)}")));
        var major = parameters.GetValueOrDefault("channel_id") ?? parameters.GetValueOrDefault("guild_id")
            ?? string.Concat(parameters.GetValueOrDefault("webhook_id"), parameters.GetValueOrDefault("webhook_token"), parameters.GetValueOrDefault("interaction_id"));
        var key = $"{hash}:{major}:{user?.Id.ToString(CultureInfo.InvariantCulture)}";
        var rule = route.Bucket;
        var (reset, used) = buckets.GetValueOrDefault(key);
        if (reset <= Now) (reset, used) = (Now + rule.Window, 0);
        var refused = used >= rule.Limit && Strict;
        if (!refused) used++;
        buckets[key] = (reset, used);
        var state = new BucketState(hash[..16], rule.Limit, Math.Max(0, rule.Limit - used), reset, reset - Now);
        return (state, refused ? new Refusal(reset - Now, Global: false, "user") : null);
    }

    /// <summary>Counts a change of a channel's name or topic.</summary>
    public Refusal? TakeRename(ulong channelId)
    {
        if (!renames.TryGetValue(channelId, out var times)) renames[channelId] = times = [];
        times.RemoveAll(at => at + TenMinutes <= Now);
        if (times.Count >= RenamesAllowed && Strict) return new Refusal(times[0] + TenMinutes - Now, Global: false, "user");
        times.Add(Now);
        return null;
    }

    /// <summary>Reactions share one bucket, whatever the emoji; elsewhere the route is the bucket.</summary>
    private static string BucketName(Route route) => route.Template.Contains("/reactions/", StringComparison.Ordinal) && route.Method is "PUT" or "DELETE"
        ? "reactions"
        : $"{route.Method} {route.Template}";
}
