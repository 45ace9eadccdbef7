using IncidentBot.Discord;
using IncidentBot.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Web;

/// <summary>Whether the bot is well, for whoever may start it anew when it is not.</summary>
public static class Health
{
    /// <summary>What is wrong, in a few words; null when nothing is.</summary>
    public static string? Of(IServiceProvider services)
    {
        if (!services.GetRequiredService<Readiness>().IsReady) return "not ready: still logging in";
        if (services.GetRequiredService<Recordkeeper>().Trouble is { } trouble) return $"not well: {trouble}";
        var gateway = services.GetRequiredService<IDiscordGateway>();
        if (!gateway.Connected) return "not connected to Discord; reconnecting";
        return gateway.Silence is { } silence ? $"nothing was heard from Discord for {silence.TotalSeconds:0} s, longer than two heartbeats; reconnecting" : null;
    }
}
