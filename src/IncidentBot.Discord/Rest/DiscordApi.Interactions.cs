namespace IncidentBot.Discord;

// Answers to interactions.
public sealed partial class DiscordApi
{
    public Task RespondAsync(Snowflake interactionId, InteractionToken token, InteractionResponse response, CancellationToken cancellationToken)
    {
        var (json, files) = Callback(response);
        var request = new ApiRequest(HttpMethod.Post, $"/interactions/{interactionId}/{token}/callback")
        {
            Json = json,
            Files = files,

            // Discord takes one first answer only, and says so when it has it.
            Repeatable = true,
            DoneAlreadyCode = DiscordErrorCode.InteractionAlreadyAcknowledged,
            FirstPause = TimeSpan.FromMilliseconds(150),
        };
        return sender.SendAsync(request, cancellationToken);
    }

    public Task<Message> GetOriginalResponseAsync(Snowflake applicationId, InteractionToken token, CancellationToken cancellationToken) =>
        GetAsync($"/webhooks/{applicationId}/{token}/messages/@original", DiscordJson.Default.Message, cancellationToken);

    public Task<Message> EditOriginalResponseAsync(Snowflake applicationId, InteractionToken token, MessageEdit edit, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Patch, $"/webhooks/{applicationId}/{token}/messages/@original")
        {
            Json = Json(MessageBody.For(edit), DiscordJson.Default.MessageBody),
            Files = edit.Files,
        };
        return sender.SendAsync(request, DiscordJson.Default.Message, cancellationToken);
    }

    public Task DeleteOriginalResponseAsync(Snowflake applicationId, InteractionToken token, CancellationToken cancellationToken) =>
        DeleteAsync($"/webhooks/{applicationId}/{token}/messages/@original", reason: null, cancellationToken);

    public Task<Message> CreateFollowupAsync(Snowflake applicationId, InteractionToken token, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, $"/webhooks/{applicationId}/{token}")
        {
            Json = Json(MessageBody.ForInteraction(message), DiscordJson.Default.MessageBody),
            Files = message.Files,
        };
        return sender.SendAsync(request, DiscordJson.Default.Message, cancellationToken);
    }

    private static (byte[] Json, IReadOnlyList<MessageFile> Files) Callback(InteractionResponse response) => response switch
    {
        InteractionResponse.Reply { Message: var message } => (Json(4, MessageBody.ForInteraction(message)), message.Files),
        InteractionResponse.DeferReply { Ephemeral: var ephemeral } => (Json(5, new MessageBody { Flags = ephemeral ? MessageFlags.Ephemeral : null }), []),
        InteractionResponse.DeferUpdate => (Json(new CallbackBody<MessageBody>(6, Data: null), DiscordJson.Default.CallbackBodyMessageBody), []),
        InteractionResponse.Update { Message: var edit } => (Json(7, MessageBody.For(edit)), edit.Files),
        InteractionResponse.Suggest { Choices: var choices } =>
            (Json(new CallbackBody<SuggestionsBody>(8, new(choices)), DiscordJson.Default.CallbackBodySuggestionsBody), []),
        InteractionResponse.OpenModal { Modal: var modal } => (Json(new CallbackBody<Modal>(9, modal), DiscordJson.Default.CallbackBodyModal), []),
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    private static byte[] Json(int type, MessageBody message) =>
        Json(new CallbackBody<MessageBody>(type, message), DiscordJson.Default.CallbackBodyMessageBody);
}
