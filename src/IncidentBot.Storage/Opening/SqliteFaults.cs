using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IncidentBot.Storage.Opening;

/// <summary>SQLite's error codes (https://www.sqlite.org/rescode.html) as sentences. Nothing of the engine leaves this project.</summary>
internal static class SqliteFaults
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Io = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool Caused(Exception exception) => exception is SqliteException or DbUpdateException;

    public static StorageException Translate(Exception exception, string path)
        => (exception as SqliteException ?? exception.InnerException as SqliteException) is { } e
        ? Sentence(e, path)
        : new StorageException(StorageFault.Other, $"The database {path} did not take a change: {exception.Message}", exception);

    private static StorageException Sentence(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        Busy or Locked => new StorageException(StorageFault.Busy, $"The database {path} is locked by another program; nothing was saved.", e),
        Permission or ReadOnly or CannotOpen => Refusal.ReadOnly(path, e),
        Corrupt => Refusal.Corrupt(path, e),
        NotADatabase => Refusal.Foreign(path),
        Full => new StorageException(StorageFault.DiskFull, $"There is no room left on the disk for the database {path}; nothing was saved.", e),
        Io => new StorageException(StorageFault.Disk, $"The disk failed for the database {path} ({e.Message}); nothing was saved.", e),
        _ => new StorageException(StorageFault.Other, $"The database {path} failed: {e.Message}", e),
    };
}
