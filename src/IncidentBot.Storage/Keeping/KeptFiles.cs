using System.Security.Cryptography;

namespace IncidentBot.Storage.Keeping;

/// <summary>The files that were posted and kept: each is named by the SHA-256 of its content. What else lies in the folder is not finished, or not ours.</summary>
internal static class KeptFiles
{
    /// <summary>By path; empty when there is no such folder.</summary>
    public static IEnumerable<FileInfo> In(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(static file => IsHash(Path.GetFileNameWithoutExtension(file.Name))).OrderBy(static file => file.FullName, StringComparer.Ordinal)
        : [];

    private static bool IsHash(string name) => name.Length == SHA256.HashSizeInBytes * 2 && name.All(char.IsAsciiHexDigit);
}
