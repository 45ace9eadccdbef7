using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Opening;

namespace IncidentBot.Storage;

/// <summary>How the files of a record are, from outside.</summary>
/// <param name="IsWhole">What SQLite's quick check says.</param>
/// <param name="Bytes">Of the database file.</param>
/// <param name="LogBytes">Of the log beside it, which is folded in from time to time.</param>
/// <param name="FreeBytes">Free for this user on its disk.</param>
/// <param name="LastBackup">When the newest archive in the folder of backups was made (UTC); null: there is none.</param>
/// <param name="KeptFiles">How many attachments are kept; null: there is no folder of them.</param>
public sealed record RecordProbe(bool IsWhole, long Bytes, long LogBytes, long FreeBytes, DateTimeOffset? LastBackup, int? KeptFiles, long KeptBytes)
{
    /// <summary>"1.5 GB".</summary>
    public static string InWords(long bytes) => Room.InWords(bytes);

    /// <summary>Looks without the lock: also while a bot is at work.</summary>
    /// <exception cref="StorageException">There is no database of ours, or it cannot be read.</exception>
    public static async Task<RecordProbe> TakeAsync(StorageOptions options, CancellationToken cancellationToken = default)
    {
        var database = Path.GetFullPath(options.Path);
        await using var connection = DatabaseFile.Open(database);
        try
        {
            DatabaseOpener.RefuseNewer(DatabaseOpener.Applied(connection), database);
            var isWhole = await Task.Run(() => DatabaseFile.Column(connection, "PRAGMA quick_check(1)") is ["ok"], cancellationToken);
            var log = new FileInfo(database + "-wal");
            var kept = Directory.Exists(options.AttachmentsFolder) ? Keeping.KeptFiles.In(options.AttachmentsFolder).Select(static file => file.Length).ToList() : null;
            return new(isWhole, new FileInfo(database).Length, log.Exists ? log.Length : 0, Room.FreeAt(Path.GetDirectoryName(database)!), RecordBackup.NewestIn(RecordBackup.FolderOf(database)), kept?.Count, kept?.Sum() ?? 0);
        }
        catch (Exception e) when (SqliteFaults.Caused(e))
        {
            throw SqliteFaults.Translate(e, database);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Other, $"The folder of {database} cannot be read: {e.Message}", e);
        }
    }
}
