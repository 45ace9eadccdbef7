using System.Globalization;
using Humanizer;

namespace IncidentBot.Domain.Attachments;

/// <summary>Sizes as people say them.</summary>
public static class FileSize
{
    /// <summary>"2 KB", "1.4 MB": one digit after the point, in steps of 1024, as Discord's client shows them.</summary>
    public static string InWords(long bytes) => bytes == 0 ? "0 B" : bytes.Bytes().ToString("0.#", CultureInfo.InvariantCulture); // Of nothing, the library makes bits.
}
