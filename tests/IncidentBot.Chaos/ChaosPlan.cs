using IncidentBot.Chaos.Trouble;

namespace IncidentBot.Chaos;

/// <summary>What a run does. Its decisions follow from the seed; when each takes effect depends on the machine.</summary>
public sealed record ChaosPlan
{
    /// <summary>The IncidentBot.dll that is put through it.</summary>
    public required string Program { get; init; }

    public required int Seed { get; init; }

    /// <summary>How long people talk and things go wrong. Settling comes after.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Incidents under way side by side.</summary>
    public int Lanes { get; init; } = 3;

    /// <summary>What goes wrong; without any, the run only talks.</summary>
    public IReadOnlyList<TroubleKind> Troubles { get; init; } = [.. Enum.GetValues<TroubleKind>()];

    /// <summary>Whether the bot is killed at random moments all the while, whatever else goes wrong.</summary>
    public bool Kills { get; init; } = true;

    /// <summary>The longest time from when the bot is ready until it is killed.</summary>
    public TimeSpan BetweenKills { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether people who ask while nothing is wrong must be answered within Discord's 3 s: not to be had on a machine that does other work beside.</summary>
    public bool JudgesSpeed { get; init; } = true;

    /// <summary>How long it may stand still before everything has come to rest, once nothing goes wrong any more.</summary>
    public TimeSpan PatienceToSettle { get; init; } = TimeSpan.FromMinutes(3);
}
