using System.Collections.Immutable;
using IncidentBot.Chaos.Script;
using IncidentBot.Chaos.Trouble;
using IncidentBot.Domain;
using IncidentBot.Domain.Incidents;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>What is known apart from the record.</summary>
/// <param name="World">All that stands on the sandbox's server.</param>
/// <param name="Ledger">What people did.</param>
/// <param name="Strikes">What went wrong when.</param>
/// <param name="Exits">Each time the bot ended by itself.</param>
/// <param name="Machine">Null when nobody's speed is to be judged.</param>
/// <param name="Sessions">When each of the bot's sessions began. More than one: what happened between two was never told to the bot.</param>
internal sealed record Evidence(SandboxWorld World, Ledger Ledger, IReadOnlyCollection<Strike> Strikes, IReadOnlyList<string> Exits, IReadOnlyCollection<DateTimeOffset> Sessions, MachineWatch? Machine, string Database)
{
    /// <summary>Whether each change of a message was told to the bot: not so when a session was lost or events were swallowed.</summary>
    public bool HeardAll => Sessions.Count <= 1 && !Struck(TroubleKind.Swallowed);

    /// <summary>
    /// Whether Discord kept something about a message from the bot, and nothing since then gave the bot a reason to ask. An event that is not sent on a session
    /// that goes on leaves no trace; the bot reads the channel when a session was lost, and its newest page when the incident is resolved.
    /// </summary>
    public bool CouldNotKnow(Message message, Incident incident)
    {
        var kept = World.Faults.Swallowed.Where(e => e.Id == message.Id).Select(static e => (DateTimeOffset?)e.At).Max();
        if (kept is not { } at) return false;
        var resolved = incident.Milestones.Resolved;
        if (Sessions.Any(began => began > at && (resolved is null || began < resolved))) return false;
        lock (World.Gate) return resolved is null || message.Channel.Messages.Count(other => other.Id > message.Id) >= NewestPage;
    }

    /// <summary>Whether the bot said in words that it did carry it out, where it was asked for.</summary>
    public bool IsTold(Interaction asked)
    {
        var sentence = $"<@{asked.User.Id}> what you asked at <t:{new Discord.Snowflake(asked.Id).Timestamp.ToUnixTimeSeconds()}:T> was carried out";
        lock (World.Gate) return asked.Channel?.Messages.Any(m => m.Author == World.Bot && m.Content.StartsWith(sentence, StringComparison.Ordinal)) == true;
    }

    public bool Struck(TroubleKind kind) => Strikes.Any(s => s.Kind == kind);

    /// <summary>Whether it says anything how long the bot took.</summary>
    public bool JudgesSpeed(DateTimeOffset from, DateTimeOffset to) => Machine?.WasBusy(from, to) == false;

    /// <summary>Whether anything was wrong, or just over, within this time.</summary>
    public bool WasTroubled(DateTimeOffset from, DateTimeOffset to) => Strikes.Any(s => s.From <= to && s.To + Recovery >= from);

    /// <summary>In messages.</summary>
    private const int NewestPage = 100;

    /// <summary>How long a bot may take to be back after something went wrong: to start, to connect, to wait out a limit.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(12);
}

/// <summary>One incident with all that the record holds of it.</summary>
internal sealed record Kept(IncidentFile File, ImmutableArray<AgendaItem> Agenda)
{
    public string Name => File.Incident.Name;
}
