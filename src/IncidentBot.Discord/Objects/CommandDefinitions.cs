using System.Text.Json;

namespace IncidentBot.Discord;

/// <summary>
/// Tells whether commands are registered as they are defined. Discord allows 200 registrations a day for each server, so a bot compares before it registers.
/// </summary>
public static class CommandDefinitions
{
    /// <summary>Whether registering <paramref name="defined"/> would change nothing about <paramref name="registered"/>, in whatever order they are.</summary>
    public static bool AreRegistered(IReadOnlyList<ApplicationCommand> defined, IReadOnlyList<ApplicationCommand> registered)
    {
        if (defined.Count != registered.Count) return false;
        var present = registered.ToLookup(command => (command.Type, command.Name));
        return defined.All(command => present[(command.Type, command.Name)].Any(other => Same(command, other)));
    }

    // Where a definition leaves the choice to Discord, Discord answers with what it chose.
    private static bool Same(ApplicationCommand defined, ApplicationCommand registered) =>
        Plain(defined).AsSpan().SequenceEqual(Plain(registered with { Contexts = defined.Contexts is null ? null : registered.Contexts }));

    private static byte[] Plain(ApplicationCommand command)
    {
        IReadOnlyList<ApplicationCommand> one = [command with { Id = default, Version = null, Options = Plain(command.Options) }];
        return JsonSerializer.SerializeToUtf8Bytes(one, DiscordJson.Default.IReadOnlyListApplicationCommand);
    }

    // False and nothing, empty and nothing mean the same.
    private static IReadOnlyList<CommandOptionDefinition>? Plain(IReadOnlyList<CommandOptionDefinition>? options) => options is null or [] ? null :
    [
        .. options.Select(option => option with
        {
            Required = option.Required is true ? true : null,
            Autocomplete = option.Autocomplete is true ? true : null,
            Choices = option.Choices is [] ? null : option.Choices,
            ChannelTypes = option.ChannelTypes is [] ? null : option.ChannelTypes,
            Options = Plain(option.Options),
        }),
    ];
}
