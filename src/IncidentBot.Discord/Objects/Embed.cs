namespace IncidentBot.Discord;

/// <summary>A framed block below a message. At most ten a message, and 6,000 characters over all of them.</summary>
/// <seealso href="https://discord.com/developers/docs/resources/message#embed-object-embed-limits"/>
public sealed record Embed
{
    /// <summary>Up to 256 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Up to 4,096 characters.</summary>
    public string? Description { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public int? Color { get; init; }

    public EmbedFooter? Footer { get; init; }

    public EmbedAuthor? Author { get; init; }

    public EmbedMedia? Image { get; init; }

    public EmbedMedia? Thumbnail { get; init; }

    /// <summary>Up to 25.</summary>
    public IReadOnlyList<EmbedField>? Fields { get; init; }
}

/// <param name="Text">Up to 2,048 characters.</param>
public sealed record EmbedFooter(string Text, string? IconUrl = null);

/// <param name="Name">Up to 256 characters.</param>
public sealed record EmbedAuthor(string Name, string? Url = null, string? IconUrl = null);

/// <param name="Url">An address, or <c>attachment://</c> and the name of a file sent with the message.</param>
public sealed record EmbedMedia(string Url);

/// <param name="Name">Up to 256 characters.</param>
/// <param name="Value">Up to 1,024 characters.</param>
/// <param name="Inline">Beside its neighbours, three to a row.</param>
public sealed record EmbedField(string Name, string Value, bool Inline = false);
