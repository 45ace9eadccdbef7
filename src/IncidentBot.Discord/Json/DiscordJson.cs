using System.Text.Json;
using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

/// <summary>Everything that crosses the wire, generated at compile time: no reflection at start, and nothing that trimming could break.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WireInt32Converter), typeof(WireInt64Converter), typeof(WireBooleanConverter), typeof(WireInstantConverter), typeof(WireStringConverter),
    ])]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(Guild))]
[JsonSerializable(typeof(Channel))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(MessageUpdate))]
[JsonSerializable(typeof(Application))]
[JsonSerializable(typeof(GatewayBot))]
[JsonSerializable(typeof(ActiveThreads))]
[JsonSerializable(typeof(ArchivedThreads))]
[JsonSerializable(typeof(PinPage))]
[JsonSerializable(typeof(ScheduledEvent))]
[JsonSerializable(typeof(IReadOnlyList<User>))]
[JsonSerializable(typeof(IReadOnlyList<Member>))]
[JsonSerializable(typeof(IReadOnlyList<Role>))]
[JsonSerializable(typeof(IReadOnlyList<Channel>))]
[JsonSerializable(typeof(IReadOnlyList<Message>))]
[JsonSerializable(typeof(IReadOnlyList<ScheduledEvent>))]
[JsonSerializable(typeof(IReadOnlyList<ApplicationCommand>))]
[JsonSerializable(typeof(NewChannel))]
[JsonSerializable(typeof(ChannelChanges))]
[JsonSerializable(typeof(ThreadChanges))]
[JsonSerializable(typeof(NewThread))]
[JsonSerializable(typeof(ScheduledEventBody))]
[JsonSerializable(typeof(ScheduledEventStatusBody))]
[JsonSerializable(typeof(OverwriteBody))]
[JsonSerializable(typeof(RecipientBody))]
[JsonSerializable(typeof(ForumPostBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(CallbackBody<MessageBody>))]
[JsonSerializable(typeof(CallbackBody<Modal>))]
[JsonSerializable(typeof(CallbackBody<SuggestionsBody>))]
[JsonSerializable(typeof(EventJson))]
[JsonSerializable(typeof(ReadyJson))]
[JsonSerializable(typeof(InteractionJson))]
[JsonSerializable(typeof(HelloJson))]
[JsonSerializable(typeof(GatewayCommand<IdentifyJson>))]
[JsonSerializable(typeof(GatewayCommand<ResumeJson>))]
internal sealed partial class DiscordJson : JsonSerializerContext;
