using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>Ends the program because going on makes no sense: one sentence says why.</summary>
public sealed class FatalEnd(IHostApplicationLifetime lifetime, ILogger<FatalEnd> logger)
{
    /// <summary>Why, or null while all is well.</summary>
    public string? Reason { get; private set; }

    /// <summary>2 when a setting is wrong and starting again would not help, 1 when it may.</summary>
    public int ExitCode { get; private set; }

    public void Stop(string reason, int exitCode)
    {
        Reason = reason;
        ExitCode = exitCode;
        logger.LogCritical("{Reason}", reason);
        lifetime.StopApplication();
    }
}
