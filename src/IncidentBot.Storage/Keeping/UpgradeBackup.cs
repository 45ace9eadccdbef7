using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IncidentBot.Storage.Keeping;

/// <summary>The copy that is made by itself before a database is brought up to a newer version; the last three are kept.</summary>
internal static class UpgradeBackup
{
    public const string Folder = "backups";
    private const string Prefix = "before-upgrade-";
    private const int Kept = 3;

    /// <exception cref="StorageException">There is not enough room, or the copy cannot be made: then the upgrade must not begin.</exception>
    public static async Task MakeAsync(SqliteConnection connection, string database, StorageOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetDirectoryName(database)!, Folder);

        // The copy, the archive, and as much again for tables that the upgrade makes anew.
        Room.Demand(folder, 3 * Room.SizeOf(database), "a backup before the database is upgraded, and the upgrade", options.FreeAt);
        var now = options.Clock.GetUtcNow();
        var target = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}.tar.gz"));
        var copy = target + ".copy";
        try
        {
            Directory.CreateDirectory(folder);

            // Of one that a kill cut off; this process alone has the database.
            foreach (var leftover in Directory.EnumerateFiles(folder, Prefix + "*").Where(static path => !path.EndsWith(".tar.gz", StringComparison.Ordinal)).ToList()) File.Delete(leftover);
            var migration = DatabaseFile.CopyTo(connection, database, copy);
            await BackupArchive.WriteAsync(target, copy, attachments: null, files => RecordBackup.Describe(now, migration, hasAttachments: false, files), cancellationToken);
            foreach (var old in Directory.EnumerateFiles(folder, Prefix + "*.tar.gz").OrderDescending(StringComparer.Ordinal).Skip(Kept).ToList()) File.Delete(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.ReadOnly, $"The database {database} was not upgraded, because the backup before it could not be written to {folder}: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(copy)) File.Delete(copy);
        }
    }
}
