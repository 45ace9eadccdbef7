using System.Globalization;

namespace IncidentBot.Storage.Keeping;

/// <summary>Room on a disk, in bytes.</summary>
internal static class Room
{
    /// <summary>Never taken: a disk that is filled to the last byte stops everything else on the machine too.</summary>
    private const long Reserve = 16L << 20;

    /// <summary>What is free for this user where the folder lies; the folder need not be there yet. Unlimited where the system does not say.</summary>
    public static long FreeAt(string folder)
    {
        try
        {
            var present = Path.GetFullPath(folder);
            while (!Directory.Exists(present) && Path.GetDirectoryName(present) is { } parent) present = parent;
            return new DriveInfo(present).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <exception cref="StorageException">There is less room than is needed.</exception>
    public static void Demand(string folder, long needed, string what, Func<string, long>? freeAt = null)
    {
        var free = (freeAt ?? FreeAt)(folder);
        if (free >= needed + Reserve) return;
        throw new StorageException(
            StorageFault.DiskFull,
            $"There is not enough room for {what}: it takes up to {InWords(needed + Reserve)}, and {InWords(free)} are free in {folder}; make room and try again.");
    }

    /// <summary>"1.5 GB", as disks are sold: powers of 1,000.</summary>
    public static string InWords(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value, unit == 0 || value >= 100 ? 0 : 1)} {units[unit]}");
    }

    /// <summary>Of the database with what is not yet folded into it; 0 when there is none.</summary>
    public static long SizeOf(string database) => new[] { database, database + "-wal" }.Select(static path => new FileInfo(path)).Where(static file => file.Exists).Sum(static file => file.Length);
}
