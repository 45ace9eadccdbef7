using System.Runtime.CompilerServices;
using System.Text;

namespace IncidentBot.Discord;

/// <summary>
/// The address of a call, written as an interpolated string: <c>$"/channels/{channelId}/messages/{messageId}"</c>. From it come the path to send, the
/// path to show (which never holds a token), and what rate limits go by: the route without ids, and the major parameter.
/// </summary>
/// <seealso href="https://discord.com/developers/docs/topics/rate-limits#rate-limits"/>
[InterpolatedStringHandler]
internal ref struct Route
{
    private readonly StringBuilder path;
    private readonly StringBuilder shown;
    private readonly StringBuilder template;
    private string lastLiteral = "";
    private bool hasParameter;

    public Route(int literalLength, int formattedCount)
    {
        path = new(literalLength + (formattedCount * 20));
        shown = new(literalLength + (formattedCount * 20));
        template = new(literalLength + (formattedCount * 2));
    }

    public readonly string Path => path.ToString();

    public readonly string Shown => shown.ToString();

    public readonly string Template => template.ToString();

    /// <summary>Limits are counted apart for each channel, server, webhook and interaction.</summary>
    public string Major { get; private set; } = "";

    /// <summary>Answers to interactions carry their own token: they need no other, and stand outside the global limit.</summary>
    public bool HasOwnToken { get; private set; }

    public void AppendLiteral(string literal)
    {
        path.Append(literal);
        shown.Append(literal);
        template.Append(literal);
        lastLiteral = literal;
    }

    public void AppendFormatted(Snowflake id)
    {
        var text = id.ToString();
        path.Append(text);
        shown.Append(text);
        template.Append("{}");
        if (!hasParameter && lastLiteral is "/channels/" or "/guilds/" or "/webhooks/" or "/interactions/") Major = text;
        hasParameter = true;
    }

    public void AppendFormatted(InteractionToken token)
    {
        path.Append(Uri.EscapeDataString(token.Value ?? ""));
        shown.Append("(token)");
        template.Append("{}");
        Major = $"{Major}/{token.Value}";
        HasOwnToken = true;
    }

    public readonly void AppendFormatted(Emoji emoji)
    {
        var text = Uri.EscapeDataString(emoji.Id is { } id ? $"{emoji.Name ?? "_"}:{id}" : emoji.Name ?? "");
        path.Append(text);
        shown.Append(text);
        template.Append("{}");
    }
}
