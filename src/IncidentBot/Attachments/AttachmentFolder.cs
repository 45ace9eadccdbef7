using System.Runtime.InteropServices;
using IncidentBot.Domain.Timeline;
using IncidentBot.Options;
using IncidentBot.Storage;

namespace IncidentBot.Attachments;

/// <summary>
/// The files on disk, each named by the SHA-256 of its content, so that no name from outside ever reaches the file system and the same content lies there
/// once. A file appears under its name whole or not at all.
/// </summary>
public sealed class AttachmentFolder
{
    private readonly string folder;
    private readonly string unfinished;

    private AttachmentFolder(string folder)
    {
        this.folder = folder;
        unfinished = Path.Combine(folder, "unfinished");
    }

    /// <summary>Makes the folder when it is missing, and takes away what an earlier run had begun and not finished.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static AttachmentFolder Open(BotOptions options)
    {
        var database = Path.GetFullPath(options.Storage.Path);
        var opened = new AttachmentFolder(Path.GetFullPath(options.Attachments.Folder ?? Path.Combine(Path.GetDirectoryName(database)!, "attachments")));
        try
        {
            Directory.CreateDirectory(opened.unfinished);
            foreach (var left in Directory.EnumerateFiles(opened.unfinished)) File.Delete(left);
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.ReadOnly, $"The folder {opened.folder} for attached files cannot be written: set Attachments:Folder to another one, or give the bot the right to write there.", e);
        }
    }

    /// <summary>A file to write into, which nobody takes for a finished one.</summary>
    public FileStream Begin() => new(Path.Combine(unfinished, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>The file is whole: it is written through to the disk and gets its name. What lies there under that name already stays.</summary>
    public void Finish(FileStream begun, KeptCopy copy)
    {
        begun.Flush(flushToDisk: true);
        begun.Close();
        var path = PathOf(copy.Hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (new FileInfo(path) is { Exists: true } there && there.Length == copy.Size) return;
        File.Move(begun.Name, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Takes an unfinished file away, if it still stands.</summary>
    public static void Discard(FileStream begun)
    {
        begun.Dispose();
        File.Delete(begun.Name);
    }

    public void Delete(string hash)
    {
        var path = PathOf(hash);
        if (File.Exists(path)) File.Delete(path);
    }

    /// <summary>Where the content lies; null when the file is missing.</summary>
    public string? Find(KeptCopy copy) => PathOf(copy.Hash) is var path && new FileInfo(path) is { Exists: true } file && file.Length == copy.Size ? path : null;

    /// <summary>The first bytes of a content; null when it is missing or shorter.</summary>
    public async Task<byte[]?> ReadAsync(string hash, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            var content = new byte[bytes];
            await file.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], hash);

    /// <summary>A new name is safe from a power cut only once its folder is written through too (fsync(2)).</summary>
    private static class DirectorySync
    {
        public static void Flush(string path)
        {
            if (OperatingSystem.IsWindows()) return;
            var handle = Open(path, 0);
            if (handle < 0) return;
            _ = Fsync(handle);
            _ = Close(handle);
        }

        [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Fsync(int handle);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int handle);
    }
}
