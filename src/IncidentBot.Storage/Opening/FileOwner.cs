using System.Buffers.Binary;

namespace IncidentBot.Storage.Opening;

/// <summary>
/// Whose database a file is, read from its bytes. Asking SQLite means opening it, and that alone can change another program's file: a journal that a crash left
/// is rolled back, a log is folded in.
/// </summary>
/// <seealso href="https://www.sqlite.org/fileformat2.html"/>
internal static class FileOwner
{
    /// <summary>Where the application's id stands on a database's first page.</summary>
    private const int IdAt = 68;
    private const int HeaderLength = 100;
    private const int LogHeaderLength = 32;
    private const int FrameHeaderLength = 24;

    /// <summary>The application's id (0: none was set), or null when SQLite itself has to be asked: it can be without harm then.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static uint? Of(string path)
    {
        using (var file = Open(path))
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return null;
            if (BinaryPrimitives.ReadUInt32BigEndian(header[IdAt..]) is not 0 and var owner) return owner;
        }

        // Nothing says whose it is. What was written last may stand beside it.
        if (new FileInfo(path + "-journal") is { Exists: true, Length: > 0 }) return 0;
        return new FileInfo(path + "-wal") is { Exists: true, Length: > LogHeaderLength + FrameHeaderLength } ? InLog(path + "-wal") : null;
    }

    /// <summary>The newest id of those that a log's copies of the first page carry; 0 when there is none.</summary>
    private static uint InLog(string log)
    {
        using var file = Open(log);
        Span<byte> header = stackalloc byte[LogHeaderLength];
        file.ReadExactly(header);
        var pageSize = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (pageSize is < 512 or > 65_536) return 0;
        var owner = 0u;
        Span<byte> frame = stackalloc byte[FrameHeaderLength + IdAt + sizeof(uint)];
        for (var at = (long)LogHeaderLength; at + FrameHeaderLength + pageSize <= file.Length; at += FrameHeaderLength + pageSize)
        {
            file.Position = at;
            file.ReadExactly(frame);
            if (BinaryPrimitives.ReadUInt32BigEndian(frame) == 1) owner = BinaryPrimitives.ReadUInt32BigEndian(frame[(FrameHeaderLength + IdAt)..]);
        }

        return owner;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
