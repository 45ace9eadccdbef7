using System.Globalization;

namespace IncidentBot.Attachments;

/// <summary>
/// What Discord's signed links say of themselves: <c>ex</c> is when they expire, in hexadecimal seconds since 1970
/// (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls).
/// </summary>
public static class AttachmentLink
{
    /// <summary>False also for a link that does not say.</summary>
    public static bool IsExpired(string url, DateTimeOffset now)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return false;
        foreach (var part in url[(query + 1)..].Split('&'))
        {
            if (part.StartsWith("ex=", StringComparison.Ordinal)) return long.TryParse(part[3..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var until) && until <= now.ToUnixTimeSeconds();
        }

        return false;
    }
}
