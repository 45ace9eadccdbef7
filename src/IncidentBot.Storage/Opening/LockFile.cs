namespace IncidentBot.Storage.Opening;

/// <summary>
/// Holds the database for one process: an operating system lock on a file beside it, which a kill frees too. SQLite's own locks come and go with each
/// transaction and would let two bots answer every command.
/// </summary>
internal sealed class LockFile : IDisposable
{
    // What the systems say when someone else holds the lock: EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private readonly FileStream stream;

    private LockFile(FileStream stream) => this.stream = stream;

    /// <exception cref="StorageException">Another process has it, or the folder cannot be written.</exception>
    public static LockFile Take(string database)
    {
        var path = database + ".lock";
        try
        {
            // The file stays when the lock goes: whoever removed it could remove the one that the next process has just locked.
            var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            return new LockFile(held);
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            throw new StorageException(StorageFault.InUse, $"The database {database} is in use by another process: stop that one first, or set another path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.ReadOnly(database, e);
        }
    }

    public void Dispose() => stream.Dispose();
}
