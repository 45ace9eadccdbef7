using System.Collections.Concurrent;
using IncidentBot.Domain;

namespace IncidentBot.Servers;

/// <summary>
/// Servers on which a channel cannot be made until somebody mends something: gives a permission, makes room. When something changes there that may have
/// been it, what waits is tried at once, and not only when its pause is over.
/// </summary>
public sealed class AwaitedMending(TimeProvider clock)
{
    /// <summary>A server where much changes must not make the bot knock at a closed door each time.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ServerId, DateTimeOffset> waiting = new();

    /// <summary>It cannot be done there for now.</summary>
    public void Await(ServerId server) => waiting[server] = clock.GetUtcNow();

    /// <summary>Something changed that may have mended it.</summary>
    /// <param name="surely">It hardly was anything else: tried at once, however short ago the last time was.</param>
    /// <returns>Whether something waits for that and should be tried now.</returns>
    public bool MayBeMended(ServerId server, bool surely) =>
        waiting.TryGetValue(server, out var since) && (surely || clock.GetUtcNow() - since >= BetweenTries) && waiting.TryRemove(server, out _);
}
