namespace IncidentBot.Storage;

/// <summary>Why the record could not be read or written.</summary>
public enum StorageFault
{
    /// <summary>Anything that has no name of its own here.</summary>
    Other,

    /// <summary>The file is not a database of this program.</summary>
    Foreign,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The database was made by a newer version of this program.</summary>
    Newer,

    /// <summary>The folder or the file may not be written.</summary>
    ReadOnly,

    /// <summary>Another process has the database open.</summary>
    InUse,

    /// <summary>There is no room left on the disk. Nothing of the commit was kept; it may be tried again.</summary>
    DiskFull,

    /// <summary>Another program holds a lock on the file for too long. Nothing of the commit was kept; it may be tried again.</summary>
    Busy,

    /// <summary>The incident was changed by someone else since it was read, each time it was tried.</summary>
    Conflict,

    /// <summary>The database's server cannot be reached, or takes no changes for now. Nothing of the commit was kept; it may be tried again.</summary>
    Away,

    /// <summary>The database's server refuses this program: a wrong password, no such database, a right that is missing.</summary>
    Refused,

    /// <summary>The disk did not take or give what it should. Nothing of the commit was kept; it may be tried again.</summary>
    Disk,
}

/// <summary>The record could not be opened, read or written. The message is one plain sentence that may be shown to the person who runs the bot.</summary>
public sealed class StorageException : Exception
{
    public StorageException()
    {
    }

    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public StorageException(StorageFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
        => Fault = fault;

    public StorageFault Fault { get; }

    /// <summary>Whether it is something around the record that may be over in a moment (a lock, a full disk, a server that is away), and not the record itself.</summary>
    public bool MayPass => Fault is StorageFault.DiskFull or StorageFault.Busy or StorageFault.Disk or StorageFault.Away;
}
