namespace IncidentBot.Discord;

// The commands that the bot offers.
public sealed partial class DiscordApi
{
    public Task<IReadOnlyList<ApplicationCommand>> GetGlobalCommandsAsync(Snowflake applicationId, CancellationToken cancellationToken) =>
        GetAsync($"/applications/{applicationId}/commands", DiscordJson.Default.IReadOnlyListApplicationCommand, cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> GetGuildCommandsAsync(Snowflake applicationId, Snowflake guildId, CancellationToken cancellationToken) =>
        GetAsync($"/applications/{applicationId}/guilds/{guildId}/commands", DiscordJson.Default.IReadOnlyListApplicationCommand, cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> OverwriteGlobalCommandsAsync(
        Snowflake applicationId, IReadOnlyList<ApplicationCommand> commands, CancellationToken cancellationToken) =>
        OverwriteAsync($"/applications/{applicationId}/commands", commands, cancellationToken);

    public Task<IReadOnlyList<ApplicationCommand>> OverwriteGuildCommandsAsync(
        Snowflake applicationId, Snowflake guildId, IReadOnlyList<ApplicationCommand> commands, CancellationToken cancellationToken) =>
        OverwriteAsync($"/applications/{applicationId}/guilds/{guildId}/commands", commands, cancellationToken);

    private Task<IReadOnlyList<ApplicationCommand>> OverwriteAsync(Route route, IReadOnlyList<ApplicationCommand> commands, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Put, route) { Json = Json(commands, DiscordJson.Default.IReadOnlyListApplicationCommand) };
        return sender.SendAsync(request, DiscordJson.Default.IReadOnlyListApplicationCommand, cancellationToken);
    }
}
