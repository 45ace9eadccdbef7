using System.Text.Json.Serialization;

namespace IncidentBot.Discord;

// What requests look like on the wire, where that differs from what the caller says.

/// <summary>A message to create or to edit. Null is left out, and so stays as it is in an edit.</summary>
internal sealed record MessageBody
{
    public string? Content { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    public IReadOnlyList<Component>? Components { get; init; }

    public AllowedMentions? AllowedMentions { get; init; }

    public string? Nonce { get; init; }

    public bool? EnforceNonce { get; init; }

    public MessageReference? MessageReference { get; init; }

    public IReadOnlyList<AttachmentBody>? Attachments { get; init; }

    public MessageFlags? Flags { get; init; }

    public static MessageBody For(OutgoingMessage message) => ForInteraction(message) with
    {
        Nonce = message.Nonce,
        EnforceNonce = message.EnforceNonce,
        MessageReference = message.MessageReference,
    };

    /// <summary>Answers to interactions go through a webhook, which knows neither nonces nor references.</summary>
    public static MessageBody ForInteraction(OutgoingMessage message) => new()
    {
        Content = message.Content,
        Embeds = message.Embeds is [] ? null : message.Embeds,
        Components = message.Components is [] ? null : message.Components,
        AllowedMentions = message.AllowedMentions,
        Attachments = AttachmentBody.For(kept: null, message.Files),
        Flags = message.Flags is MessageFlags.None ? null : message.Flags,
    };

    public static MessageBody For(MessageEdit edit) => new()
    {
        Content = edit.Content,
        Embeds = edit.Embeds,
        Components = edit.Components,
        AllowedMentions = edit.AllowedMentions,
        Attachments = AttachmentBody.For(edit.KeepAttachments, edit.Files),
        Flags = edit.Flags,
    };
}

/// <param name="Id">A kept attachment's own id, or the <c>n</c> of the form's <c>files[n]</c>.</param>
internal sealed record AttachmentBody(Snowflake Id, string? Filename = null, string? Description = null)
{
    public static IReadOnlyList<AttachmentBody>? For(IReadOnlyList<Snowflake>? kept, IReadOnlyList<MessageFile> files) =>
        kept is null && files is []
            ? null
            :
            [
                .. (kept ?? []).Select(id => new AttachmentBody(id)),
                .. files.Select((file, n) => new AttachmentBody(new((ulong)n), file.Name, file.Description)),
            ];
}

internal sealed record ForumPostBody(string Name, int? AutoArchiveDuration, IReadOnlyList<Snowflake>? AppliedTags, MessageBody Message);

internal sealed record OverwriteBody(OverwriteType Type, Permissions Allow, Permissions Deny);

internal sealed record RecipientBody(Snowflake RecipientId);

internal sealed record CallbackBody<T>(int Type, T? Data);

internal sealed record SuggestionsBody(IReadOnlyList<CommandChoice> Choices);

/// <param name="EntityType">VOICE or EXTERNAL.</param>
/// <param name="ChannelId">Written also when it is null: an event that moves out of a channel has to say so.</param>
/// <param name="EntityMetadata">As <paramref name="ChannelId"/>.</param>
internal sealed record ScheduledEventBody(
    string Name,
    string? Description,
    DateTimeOffset ScheduledStartTime,
    DateTimeOffset ScheduledEndTime,
    int EntityType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Snowflake? ChannelId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ScheduledEventPlace? EntityMetadata)
{
    private const int Voice = 2;
    private const int External = 3;

    /// <summary>GUILD_ONLY, the only one there is.</summary>
    public int PrivacyLevel => 2;

    public static ScheduledEventBody Of(NewScheduledEvent one) => new(
        one.Name,
        one.Description,
        one.StartsAt,
        one.EndsAt,
        one.ChannelId is null ? External : Voice,
        one.ChannelId,
        one.ChannelId is null ? new ScheduledEventPlace(one.Location) : null);
}

internal sealed record ScheduledEventStatusBody(ScheduledEventStatus Status);
