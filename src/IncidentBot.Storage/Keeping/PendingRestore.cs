using System.Text.Json;

namespace IncidentBot.Storage.Keeping;

/// <summary>What a restore has decided to do. Once this stands on disk, it is done: by the restore itself or, after a kill, by whoever opens the record next.</summary>
/// <param name="Aside">The folder that the database goes to which is replaced.</param>
internal sealed record RestoreJournal(string Aside);

/// <summary>The moment of a restore at which the database is exchanged. A file cannot be replaced together with the log beside it, so the steps are written down first and can be repeated.</summary>
internal static class PendingRestore
{
    private static readonly string[] Parts = ["", "-wal", "-shm", "-journal"];

    /// <summary>Where a backup is unpacked: on the same disk, so that it only needs to be renamed.</summary>
    public static string StagingOf(string database) => database + ".restoring";

    private static string JournalOf(string database) => database + ".restore-journal";

    /// <summary>From here on the restore is done, whatever happens.</summary>
    public static void Decide(string database, RestoreJournal journal)
    {
        var path = JournalOf(database);
        var partial = path + ".partial";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, journal, KeepingJson.Default.RestoreJournal);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Carries out what was decided, and clears away what was not. Only for who holds the database.</summary>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static void Finish(string database)
    {
        var path = JournalOf(database);
        var staging = StagingOf(database);
        try
        {
            if (File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllText(path), KeepingJson.Default.RestoreJournal) is { } journal)
            {
                var replacement = Path.Combine(staging, BackupArchive.Database);
                if (File.Exists(replacement))
                {
                    Directory.CreateDirectory(journal.Aside);
                    foreach (var part in Parts)
                    {
                        if (File.Exists(database + part)) File.Move(database + part, Path.Combine(journal.Aside, Path.GetFileName(database) + part));
                    }

                    File.Move(replacement, database);
                }

                File.Delete(path);
            }

            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StorageException(StorageFault.ReadOnly, $"A restore of {database} was cut off and could not be brought to its end: {e.Message}", e);
        }
    }
}
