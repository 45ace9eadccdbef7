using IncidentBot.Discord;
using IncidentBot.Domain.Words;

namespace IncidentBot.Doctor;

/// <summary>The running bot's connection to Discord.</summary>
public static class ConnectionExam
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public static IEnumerable<Symptom> Look(IDiscordGateway gateway, DateTimeOffset now)
    {
        const string Mend = "It reconnects by itself; if that lasts, look at the network and https://discordstatus.com.";
        if (!gateway.Connected) yield return Symptom.Ill("The connection to Discord is broken", Mend);
        else if (gateway.Silence is { } silence) yield return Symptom.Ill($"Nothing was heard from Discord for {Durations.InWords(silence)}", Mend);
        else yield return Symptom.Well($"Connected; last heard from Discord {Ago(gateway.LastEventAt, now)}, {(gateway.Reconnects switch { 0 => "never reconnected", 1 => "reconnected once", var times => $"reconnected {times} times" })} since the start");
        if (gateway.Latency is not { } latency) yield break;
        var took = $"Discord answers a heartbeat in {latency.TotalMilliseconds:0} ms";
        yield return latency > Slow ? Symptom.Doubtful(took, "Answers may come too late: look at the network and at how busy the machine is.") : Symptom.Well(took);
    }

    private static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is { } then ? $"{(now - then).TotalSeconds:0} s ago" : "not yet";
}
