using Microsoft.Extensions.Logging;

namespace IncidentBot.Replay;

/// <summary>How a replay runs.</summary>
/// <param name="Logging">Where the bot's own log goes.</param>
/// <param name="SandboxUrl">Address of the sandbox; port 0 takes a free one.</param>
public sealed record ReplayOptions(Action<ILoggingBuilder> Logging, string SandboxUrl)
{
    /// <summary>The template postmortems follow; null: as the scenario sets it.</summary>
    public ChosenTemplate? Template { get; init; }

    /// <summary>A free port, and only warnings of the bot on the error stream.</summary>
    public static ReplayOptions Quiet { get; } = new(
        logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole(console => console.SingleLine = true),
        "http://127.0.0.1:0");
}

/// <param name="Source">Of one that is not built in; null: it is.</param>
public sealed record ChosenTemplate(string Key, string? Source = null);
