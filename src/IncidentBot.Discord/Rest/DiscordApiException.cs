using System.Net;

namespace IncidentBot.Discord;

/// <summary>A call that Discord refused, or that could not be brought to an end.</summary>
/// <param name="route">Method and route with its ids, without tokens.</param>
/// <param name="status">The answer's HTTP status, or null when there was no answer.</param>
/// <param name="code">Discord's own error code, for example 50013 "Missing Permissions"; 0 when none was given.</param>
/// <param name="reason">What Discord said, or what went wrong on the way, as a sentence.</param>
/// <param name="mayHaveHappened">The call creates something, and may have done so although no good answer came: look before it is made again.</param>
/// <seealso href="https://discord.com/developers/docs/topics/opcodes-and-status-codes#json"/>
public sealed class DiscordApiException(string route, HttpStatusCode? status, int code, string reason, bool mayHaveHappened, Exception? inner = null)
    : Exception($"{route}: {reason}", inner)
{
    public string Route { get; } = route;

    public HttpStatusCode? Status { get; } = status;

    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public bool MayHaveHappened { get; } = mayHaveHappened;

    /// <summary>What the call was about does not exist (any more).</summary>
    public bool IsGone => Status is HttpStatusCode.NotFound;
}

/// <summary>Codes of Discord that a bot meets and can do something about.</summary>
/// <seealso href="https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes"/>
public static class DiscordErrorCode
{
    public const int UnknownChannel = 10003;
    public const int UnknownMessage = 10008;
    public const int UnknownMember = 10007;
    public const int UnknownRole = 10011;
    public const int UnknownInteraction = 10062;
    public const int MaximumPins = 30003;
    public const int MaximumChannels = 30013;
    public const int MaximumEditsOfOldMessage = 30046;
    public const int InteractionAlreadyAcknowledged = 40060;
    public const int MissingAccess = 50001;
    public const int CannotMessageUser = 50007;
    public const int MissingPermissions = 50013;
    public const int InvalidFormBody = 50035;
    public const int ThreadArchived = 50083;
    public const int TagRequired = 40067;
    public const int ThreadExistsAlready = 160004;
}
