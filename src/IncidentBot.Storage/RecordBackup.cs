using System.Globalization;
using System.Reflection;
using IncidentBot.Storage.Keeping;

namespace IncidentBot.Storage;

/// <summary>What was backed up.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Attachments">How many kept files are in it; null: there is no folder of them.</param>
public sealed record BackupMade(string Path, long Bytes, int? Attachments);

/// <summary>Copies the record while a bot is at work on it: one archive with the database of one moment, the kept attachments, and a manifest of hashes.</summary>
public static class RecordBackup
{
    /// <summary>Where backups go when nothing is said: a folder beside the database.</summary>
    public static string FolderOf(string database) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(database))!, UpgradeBackup.Folder);

    /// <summary>When the newest archive in that folder was made (UTC), or null when there is none.</summary>
    public static DateTimeOffset? NewestIn(string folder) => !Directory.Exists(folder)
        ? null
        : new DirectoryInfo(folder).EnumerateFiles("*.tar.gz").Select(static file => (DateTimeOffset?)new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)).Max();

    /// <param name="options">The record.</param>
    /// <param name="target">A file that is not there yet, a folder in which one is made, or null for <see cref="FolderOf"/>.</param>
    /// <exception cref="StorageException">It could not be made, and nothing is left of it; of a record in PostgreSQL, the message says what to do instead.</exception>
    public static async Task<BackupMade> MakeAsync(StorageOptions options, string? target, CancellationToken cancellationToken = default)
    {
        if (options.Connection is not null) throw Postgres.PostgresKeeping.BackUp(options);
        var database = System.IO.Path.GetFullPath(options.Path);
        var now = options.Clock.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"incidentbot-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.tar.gz");
        var file = target is null ? System.IO.Path.Combine(FolderOf(database), name)
            : Directory.Exists(target) ? System.IO.Path.Combine(System.IO.Path.GetFullPath(target), name)
            : System.IO.Path.GetFullPath(target);
        var folder = System.IO.Path.GetDirectoryName(file)!;
        var copy = file + ".copy";
        await using var connection = DatabaseFile.Open(database);
        try
        {
            if (File.Exists(file)) throw new StorageException(StorageFault.Other, $"The file {file} is there already: name another. Nothing was written.");
            var attachments = options.AttachmentsFolder;
            var present = Directory.Exists(attachments);
            var kept = KeptFiles.In(attachments).Sum(static kept => kept.Length);
            Room.Demand(folder, (2 * Room.SizeOf(database)) + kept, "the backup", options.FreeAt);
            Directory.CreateDirectory(folder);

            // The database first: every file it speaks of is then among those that are copied after it.
            var migration = DatabaseFile.CopyTo(connection, database, copy);
            var count = 0;
            var bytes = await BackupArchive.WriteAsync(
                file,
                copy,
                present ? attachments : null,
                files =>
                {
                    count = files.Count - 1;
                    return Describe(now, migration, present, files);
                },
                cancellationToken);
            return new(file, bytes, present ? count : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Other, $"The backup {file} could not be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(copy)) File.Delete(copy);
        }
    }

    internal static BackupManifest Describe(DateTimeOffset now, string migration, bool hasAttachments, IReadOnlyList<BackedUpFile> files)
    {
        var version = typeof(RecordBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new(BackupManifest.FormatName, BackupManifest.FormatVersion, version, now, migration, hasAttachments, files);
    }
}
