using System.Collections.Immutable;
using IncidentBot.Chaos.Script;
using IncidentBot.Chaos.Trouble;
using IncidentBot.Domain;
using IncidentBot.Sandbox.World;
using IncidentBot.Storage;

namespace IncidentBot.Chaos.Audit;

/// <summary>What is known apart from the record.</summary>
/// <param name="World">All that stands on the sandbox's server.</param>
/// <param name="Ledger">What people did.</param>
/// <param name="Strikes">What went wrong when.</param>
/// <param name="Exits">Each time the bot ended by itself.</param>
/// <param name="HadGaps">A session was lost: what happened meanwhile was never told to the bot.</param>
internal sealed record Evidence(SandboxWorld World, Ledger Ledger, IReadOnlyCollection<Strike> Strikes, IReadOnlyList<string> Exits, bool HadGaps, bool JudgesSpeed, string Database)
{
    /// <summary>Whether each change of a message was told to the bot: not so when a session was lost or events were swallowed.</summary>
    public bool HeardAll => !HadGaps && !Struck(TroubleKind.Swallowed);

    public bool Struck(TroubleKind kind) => Strikes.Any(s => s.Kind == kind);

    /// <summary>Whether anything was wrong, or just over, within this time.</summary>
    public bool WasTroubled(DateTimeOffset from, DateTimeOffset to) => Strikes.Any(s => s.From <= to && s.To + Recovery >= from);

    /// <summary>How long a bot may take to be back after something went wrong: to start, to connect, to wait out a limit.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(12);
}

/// <summary>One incident with all that the record holds of it.</summary>
internal sealed record Kept(IncidentFile File, ImmutableArray<AgendaItem> Agenda)
{
    public string Name => File.Incident.Name;
}
