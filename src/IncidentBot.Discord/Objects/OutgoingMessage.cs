namespace IncidentBot.Discord;

/// <summary>A message to send.</summary>
public sealed record OutgoingMessage
{
    /// <summary>Up to 2,000 characters.</summary>
    public string? Content { get; init; }

    public IReadOnlyList<Embed> Embeds { get; init; } = [];

    public IReadOnlyList<Component> Components { get; init; } = [];

    public required AllowedMentions AllowedMentions { get; init; }

    /// <summary>
    /// Up to 25 characters that name this message and no other. Discord is asked to enforce it: a second message with the same nonce within a
    /// few minutes is not made, and the first one is returned. Only so may a creation be repeated after a broken connection.
    /// </summary>
    public string? Nonce { get; init; }

    /// <summary>Whether Discord holds to the nonce. Taken from whether there is one.</summary>
    public bool? EnforceNonce => Nonce is null ? null : true;

    /// <summary>The message that this one answers.</summary>
    public MessageReference? MessageReference { get; init; }

    /// <summary>Up to ten, 10 MiB each and 25 MiB together.</summary>
    public IReadOnlyList<MessageFile> Files { get; init; } = [];

    /// <summary>Of these Discord takes SuppressEmbeds, SuppressNotifications, IsComponentsV2 and, in interaction answers, Ephemeral.</summary>
    public MessageFlags Flags { get; init; }
}

/// <summary>A change to a message. What is null stays as it is; an empty text or list takes away.</summary>
public sealed record MessageEdit
{
    public string? Content { get; init; }

    public IReadOnlyList<Embed>? Embeds { get; init; }

    public IReadOnlyList<Component>? Components { get; init; }

    /// <summary>A mention in an edit pings nobody, but how it is shown still follows this.</summary>
    public required AllowedMentions AllowedMentions { get; init; }

    /// <summary>Which of the present attachments stay. Null keeps all of them, unless <see cref="Files"/> are given: then they replace all.</summary>
    public IReadOnlyList<Snowflake>? KeepAttachments { get; init; }

    public IReadOnlyList<MessageFile> Files { get; init; } = [];

    /// <summary>Only SuppressEmbeds and IsComponentsV2 (which cannot be taken back).</summary>
    public MessageFlags? Flags { get; init; }
}

/// <summary>A file to send. Held in memory, because a request may have to be sent again.</summary>
/// <param name="Name">With extension; an embed refers to it as <c>attachment://name</c>.</param>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">Media type; Discord guesses from the name when it is null.</param>
/// <param name="Description">Alternative text, up to 1,024 characters.</param>
public sealed record MessageFile(string Name, ReadOnlyMemory<byte> Content, string? ContentType = null, string? Description = null);
