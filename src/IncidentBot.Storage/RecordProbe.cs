using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Opening;
using IncidentBot.Storage.Postgres;

namespace IncidentBot.Storage;

/// <summary>How the files of a record are, from outside.</summary>
/// <param name="IsWhole">What SQLite's quick check says; a server is believed.</param>
/// <param name="Bytes">Of the database.</param>
/// <param name="LogBytes">Of the log beside a database file, which is folded in from time to time.</param>
/// <param name="FreeBytes">Free for this user on the disk of the database file or, when a server has it, of the attached files.</param>
/// <param name="LastBackup">When the newest archive in the folder of backups was made (UTC); null: there is none, or the server has its own.</param>
/// <param name="KeptFiles">How many attachments are kept; null: there is no folder of them.</param>
public sealed record RecordProbe(bool IsWhole, long Bytes, long LogBytes, long FreeBytes, DateTimeOffset? LastBackup, int? KeptFiles, long KeptBytes)
{
    /// <summary>"PostgreSQL 15.4"; null: the record is in a file.</summary>
    public string? Server { get; init; }

    /// <summary>"1.5 GB".</summary>
    public static string InWords(long bytes) => Room.InWords(bytes);

    /// <summary>Looks without the lock: also while a bot is at work.</summary>
    /// <exception cref="StorageException">There is no database of ours, or it cannot be read.</exception>
    public static async Task<RecordProbe> TakeAsync(StorageOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Connection is not null) return await AskAsync(options, cancellationToken);
        var database = Path.GetFullPath(options.Path);
        await using var connection = DatabaseFile.Open(database);
        try
        {
            DatabaseOpener.RefuseNewer(DatabaseOpener.Applied(connection), database);
            var isWhole = await Task.Run(() => DatabaseFile.Column(connection, "PRAGMA quick_check(1)") is ["ok"], cancellationToken);
            var log = new FileInfo(database + "-wal");
            var kept = Kept(options);
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

    private static async Task<RecordProbe> AskAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        var engine = Engine.Of(options);
        try
        {
            await using var seen = await engine.LookAsync(cancellationToken);
            var kept = Kept(options);
            return new(IsWhole: true, PostgresEngine.SizeOf(seen), LogBytes: 0, Room.FreeAt(options.AttachmentsFolder), LastBackup: null, kept?.Count, kept?.Sum() ?? 0) { Server = "PostgreSQL " + PostgresEngine.VersionOf(seen) };
        }
        catch (Exception e) when (engine.Caused(e))
        {
            throw engine.Translate(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Other, $"The folder {options.AttachmentsFolder} cannot be read: {e.Message}", e);
        }
    }

    private static List<long>? Kept(StorageOptions options) => Directory.Exists(options.AttachmentsFolder) ? Keeping.KeptFiles.In(options.AttachmentsFolder).Select(static file => file.Length).ToList() : null;
}
