using System.Globalization;
using IncidentBot.Storage.Keeping;
using IncidentBot.Storage.Opening;

namespace IncidentBot.Storage;

/// <summary>What was restored.</summary>
/// <param name="MadeAt">When the backup was made (UTC).</param>
/// <param name="Migration">The newest step of the database in it; the next start brings it up to this version.</param>
/// <param name="Attachments">How many kept files were in it; null: they were left out of it.</param>
/// <param name="Aside">The folder that holds what was replaced; null: there was nothing.</param>
public sealed record RestoreMade(DateTimeOffset MadeAt, string Migration, int? Attachments, string? Aside);

/// <summary>
/// Puts a backup in the place of the record: unpacked and verified first, exchanged at the end in steps that a kill cannot leave half done. Nothing is thrown
/// away: the database that was there goes into a folder beside it, and kept files are only added.
/// </summary>
public static class RecordRestore
{
    /// <exception cref="StorageException">A bot holds the database, or the backup is not whole; nothing was changed.</exception>
    public static async Task<RestoreMade> RunAsync(StorageOptions options, string backup, CancellationToken cancellationToken = default)
    {
        if (options.Connection is not null) throw Postgres.PostgresKeeping.Restore(options);
        var database = Path.GetFullPath(options.Path);
        var folder = Path.GetDirectoryName(database)!;
        if (!File.Exists(backup)) throw new StorageException(StorageFault.Other, $"There is no file {backup}. Nothing was changed.");
        if (Directory.Exists(database)) throw Refusal.Foreign(database);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.ReadOnly(database, e);
        }

        using var held = LockFile.Take(database);
        PendingRestore.Finish(database);
        var staging = PendingRestore.StagingOf(database);
        try
        {
            CreateForOwner(staging);
            var manifest = await BackupArchive.ReadAsync(backup, staging, cancellationToken);
            var migration = DatabaseFile.Verify(Path.Combine(staging, BackupArchive.Database), backup);
            cancellationToken.ThrowIfCancellationRequested();
            AddAttachments(Path.Combine(staging, BackupArchive.Attachments), options.AttachmentsFolder);
            var present = File.Exists(database);
            var aside = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"replaced-{options.Clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}"));
            PendingRestore.Decide(database, new(aside));
            PendingRestore.Finish(database);
            return new(manifest.MadeAt, migration, manifest.HasAttachments ? manifest.Files.Count - 1 : null, present ? aside : null);
        }
        catch (InvalidDataException e)
        {
            throw new StorageException(StorageFault.Corrupt, $"The backup {backup} cannot be used: {e.Message}. Nothing was changed.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Other, $"The backup {backup} could not be put in place: {e.Message}", e);
        }
        finally
        {
            PendingRestore.Finish(database);
        }
    }

    // A file is named by its content, so that what is there under the same name is the same, or is damaged.
    private static void AddAttachments(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            CreateForOwner(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }

    private static void CreateForOwner(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
