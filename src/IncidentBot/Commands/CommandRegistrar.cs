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
            if (Same(wanted, present))
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

    private static bool Same(IReadOnlyList<ApplicationCommand> wanted, IReadOnlyList<ApplicationCommand> present) =>
        wanted.Count == present.Count
        && wanted.OrderBy(Key, StringComparer.Ordinal).Zip(present.OrderBy(Key, StringComparer.Ordinal)).All(pair => Same(pair.First, pair.Second));

    private static string Key(ApplicationCommand command) => $"{(int)command.Type} {command.Name}";

    private static bool Same(ApplicationCommand a, ApplicationCommand b) =>
        a.Type == b.Type && a.Name == b.Name && a.Description == b.Description && a.DefaultMemberPermissions == b.DefaultMemberPermissions && Same(a.Options, b.Options);

    private static bool Same(IReadOnlyList<CommandOptionDefinition>? a, IReadOnlyList<CommandOptionDefinition>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null || b is null || a.Zip(b).All(pair => Same(pair.First, pair.Second)));

    private static bool Same(CommandOptionDefinition a, CommandOptionDefinition b) =>
        a.Type == b.Type
        && a.Name == b.Name
        && a.Description == b.Description
        && (a.Required ?? false) == (b.Required ?? false)
        && (a.Autocomplete ?? false) == (b.Autocomplete ?? false)
        && a.MinValue == b.MinValue
        && a.MaxValue == b.MaxValue
        && a.MinLength == b.MinLength
        && a.MaxLength == b.MaxLength
        && (a.Choices ?? []).SequenceEqual(b.Choices ?? [])
        && Same(a.Options, b.Options);
}
