using System.Security.Cryptography;

namespace IncidentBot.Tests.Keeping;

/// <summary>All that lies in a folder, byte for byte: what was touched shows.</summary>
internal static class Snapshot
{
    /// <summary>Each file's path, size and hash, and each folder; those whose name the filter refuses are left out.</summary>
    public static IReadOnlyList<string> Of(string folder, Func<string, bool>? counts = null) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => counts?.Invoke(entry.Name) != false)
            .Select(entry => entry is FileInfo file ? $"{Path.GetRelativePath(folder, file.FullName)} {file.Length} {Hash(file)}" : Path.GetRelativePath(folder, entry.FullName) + "/")
            .Order(StringComparer.Ordinal),
    ];

    private static string Hash(FileInfo file)
    {
        using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexString(SHA256.HashData(content));
    }
}
