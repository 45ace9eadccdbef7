namespace IncidentBot.Discord;

/// <summary>A call was not sent, because Discord's limit of its route would have made it wait for longer than its caller is willing to.</summary>
/// <param name="route">Method and route with its ids.</param>
/// <param name="opensIn">When the route may be free again; others may be waiting for it too.</param>
public sealed class RateLimitedException(string route, TimeSpan opensIn) : Exception($"{route}: Discord's limit leaves no room for it for another {opensIn.TotalSeconds:0.0} s.")
{
    public TimeSpan OpensIn { get; } = opensIn;
}
