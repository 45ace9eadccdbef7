namespace IncidentBot.Discord;

/// <summary>Discord refuses the bot because of a setting. Connecting again would not help.</summary>
/// <param name="closeCode">The gateway's close code: 4004 or 4010 to 4014.</param>
/// <param name="message">Which setting is wrong and where to put it right.</param>
public sealed class DiscordGatewayFatalException(int closeCode, string message) : Exception(message)
{
    public int CloseCode { get; } = closeCode;
}
