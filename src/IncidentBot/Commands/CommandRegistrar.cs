using IncidentBot.Discord;
using IncidentBot.Servers;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Commands;

/// <summary>Registers the commands with Discord, once per start and only when they differ from what is registered (200 creations a day are allowed).</summary>
public sealed class CommandRegistrar(IDiscordApi api, Catalog catalog, Self self, ILogger<CommandRegistrar> logger)
{
    private bool done;

    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (done) return;
        var wanted = catalog.Definitions();
        try
        {
            var present = await api.GetGlobalCommandsAsync(self.ApplicationId, cancellationToken);
            if (CommandDefinitions.AreRegistered(wanted, present))
            {
                logger.LogInformation("All {Count} commands are registered already", wanted.Count);
            }
            else
            {
                await api.OverwriteGlobalCommandsAsync(self.ApplicationId, wanted, cancellationToken);
                logger.LogInformation("Registered {Count} commands", wanted.Count);
            }

            done = true;
        }
        catch (DiscordApiException e)
        {
            logger.LogError("The commands could not be registered, those registered earlier stay: {Reason}", e.Reason);
        }
    }
}
