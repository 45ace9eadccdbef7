using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Inbox;

/// <summary>Ends the program because going on makes no sense: one sentence says why, and the exit code is 2.</summary>
public sealed class FatalEnd(IHostApplicationLifetime lifetime, ILogger<FatalEnd> logger)
{
    /// <summary>Why, or null while all is well.</summary>
    public string? Reason { get; private set; }

    public void Stop(string reason)
    {
        Reason = reason;
        logger.LogCritical("{Reason}", reason);
        lifetime.StopApplication();
    }
}
