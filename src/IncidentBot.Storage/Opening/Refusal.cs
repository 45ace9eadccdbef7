namespace IncidentBot.Storage.Opening;

/// <summary>The sentences with which a database is refused.</summary>
internal static class Refusal
{
    public static StorageException ReadOnly(string path, Exception? cause = null)
        => new(StorageFault.ReadOnly,
            $"The database {path} cannot be written: give the program write access to the file and its folder, or set another path.", cause);

    public static StorageException Foreign(string path)
        => new(StorageFault.Foreign, $"The file {path} is not a database of this program: move it away, or set another path.");

    public static StorageException Corrupt(string path, Exception? cause = null)
        => new(StorageFault.Corrupt, $"The database {path} is damaged: move it away and put a backup in its place.", cause);

    public static StorageException Newer(string path, string migration)
        => new(StorageFault.Newer,
            $"The database {path} was made by a newer version of this program (it has the step {migration}): use that version, or a backup from before.");
}
